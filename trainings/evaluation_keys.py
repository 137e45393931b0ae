"""The link of a mail that leads to an evaluation, without signing in: for one sign-up, one of its two evaluations.

Signed with the installation's secret; nothing is stored. It opens nothing once answered, or closed.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from trainings.models import Registration
from trainings.models.evaluations import When

SALT = "trainings.evaluation"


@dataclass(frozen=True)
class Key:
    """Whose opinion is asked, and at which of the two moments."""

    registration: Registration
    when: When


def path_for(registration: Registration, when: When) -> str:
    """Return the path, on the tenant's host, where this person answers."""
    return reverse("evaluation", settings.ROOT_URLCONF, args=[signing.dumps([registration.pk, when.value], salt=SALT)])


def find(token: str) -> Key | None:
    """Return what a link is for, or None when it is not ours, or of nobody here."""
    try:
        pk, written = signing.loads(token, salt=SALT)
        when = When(written)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    rows = Registration.objects.filter(membership__ended_at=None).select_related(
        "session__training__institute", "session__commune"
    )
    registration = rows.prefetch_related("session__half_days").filter(pk=pk).first()
    return registration and Key(registration, when)
