"""What members are told about: each app declares its subjects at start; a member chooses the pace of each."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import models


class Pace(models.TextChoices):
    """How soon a mail is sent about a subject."""

    AT_ONCE = "aussitot", "aussitôt"
    DAILY = "jour", "une fois par jour"
    WEEKLY = "semaine", "une fois par semaine"
    NEVER = "jamais", "jamais"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """``code`` is its identity, for ever; ``label`` is French: « Nouveaux documents des dossiers suivis »."""

    code: str
    label: str
    pace: Pace = Pace.AT_ONCE


SUBJECTS: dict[str, Subject] = {}


def declare(subject: Subject) -> Subject:
    """Add a subject. Raises ImproperlyConfigured when its code is already taken."""
    if SUBJECTS.setdefault(subject.code, subject) != subject:
        raise ImproperlyConfigured(f"Two subjects are called « {subject.code} ».")
    return subject
