"""What members are told about: each app declares its subjects at start; a member chooses the pace of each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from portal.tenancy.models import Membership


class Pace(models.TextChoices):
    """How soon a mail is sent about a subject."""

    AT_ONCE = "aussitot", "aussitôt"
    DAILY = "jour", "une fois par jour"
    WEEKLY = "semaine", "une fois par semaine"
    NEVER = "jamais", "jamais"


def _everyone(membership: Membership) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Subject:
    """``code`` is its identity, for ever; ``label`` is French: « Nouveaux documents des dossiers suivis ».

    ``concerns`` says whether a member may ever be told about it: the others are not asked for its pace.
    """

    code: str
    label: str
    pace: Pace = Pace.AT_ONCE
    concerns: Callable[[Membership], bool] = _everyone


SUBJECTS: dict[str, Subject] = {}


def declare(subject: Subject) -> Subject:
    """Add a subject; its code has at most 60 characters. Raises ImproperlyConfigured when it is already taken."""
    if SUBJECTS.setdefault(subject.code, subject) != subject:
        raise ImproperlyConfigured(f"Two subjects are called « {subject.code} ».")
    return subject
