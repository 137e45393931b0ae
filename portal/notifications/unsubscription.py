"""Leaving a subject from a mail, without signing in (RFC 8058): a signed link, for one member and some subjects.

The link has no end: a mail is read months later. It only ever makes mails stop, so whoever else holds it can do
no more than that; the member changes their mind in « Mes notifications ».
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.notifications import preferences
from portal.notifications.subjects import SUBJECTS, Pace
from portal.tenancy.models import Membership

SALT = "notifications.unsubscribe"


@dataclass(frozen=True)
class Unsubscription:
    """What a link asks for."""

    membership: Membership
    codes: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        return [SUBJECTS[code].label for code in self.codes if code in SUBJECTS]

    def apply(self) -> None:
        """Send this member no more mail about these subjects. Done twice, it changes nothing more."""
        preferences.choose(self.membership, dict.fromkeys(self.codes, Pace.NEVER))


def path_for(membership: Membership, codes: Iterable[str]) -> str:
    """Return the path, on the tenant's host, where mail about these subjects is refused."""
    token = signing.dumps([membership.pk, *sorted(set(codes))], salt=SALT)
    return reverse("unsubscribe", settings.ROOT_URLCONF, args=[token])


def read(token: str, tenant) -> Unsubscription | None:
    """Return what the link asks for, or None when it is not ours, or not for a member of this tenant."""
    try:
        key, *codes = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    membership = Membership.objects.of(tenant).filter(pk=key).first()
    return Unsubscription(membership, tuple(codes)) if membership else None
