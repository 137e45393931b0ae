"""Changing SECRET_KEY: what is encrypted with it is encrypted anew, and what is only signed with it is said.

Second factors are the one thing that is kept encrypted with the key: lost with it, nobody could sign in. Everything
else is signed, and opens under a former key (SECRET_KEY_FALLBACKS) until that one is dropped.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.keys import LASTS
from extranet.access import keys
from extranet.access.models import AccessRequest
from portal.accounts.second_factor import Under, under, under_the_present_key
from portal.database import context

ENCRYPTED = {Authenticator.Type.TOTP: ("secret",), Authenticator.Type.RECOVERY_CODES: ("seed", "migrated_codes")}
"""What allauth keeps encrypted of each second factor; a passkey has no secret here."""
AT_ONCE = 500


@dataclass(frozen=True)
class State:
    """``second_factors``: how many are under which key. ``requests``: open ones whose address is of a former key."""

    second_factors: Counter
    former_keys: int
    requests: int
    may_be_dropped_at: datetime.datetime

    @property
    def is_done(self) -> bool:
        """Whether nothing would be lost for good with the former keys."""
        return not self.second_factors[Under.FORMER]


def state() -> State:
    """Return what leans on which key, over all tenants. Runs as the platform."""
    with context.use(context.PLATFORM):
        factors = Counter(_under(row) for row in _encrypted())
        asked = AccessRequest.objects.under_way()
        requests = sum(not keys.is_under_the_present_secret(request) for request in asked.iterator(AT_ONCE))
    return State(factors, len(settings.SECRET_KEY_FALLBACKS), requests, timezone.now() + quiet_after())


def quiet_after() -> datetime.timedelta:
    """How long after the change nobody is signed out, nor meets a dead link for a new password, if it is dropped."""
    return datetime.timedelta(seconds=max(settings.SESSION_COOKIE_AGE, settings.PASSWORD_RESET_TIMEOUT))


def encrypt_anew() -> int:
    """Encrypt with SECRET_KEY what is still under a former one; return how many second factors that were.

    Safe while the portal serves, and to do again: each row is read under its lock.
    """
    with context.use(context.PLATFORM):
        former = [row.pk for row in _encrypted() if _under(row) is Under.FORMER]
        return sum(_encrypt_anew(pk) for pk in former)


@transaction.atomic
def _encrypt_anew(pk: int) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None or _under(row) is not Under.FORMER:
        return False
    for name in ENCRYPTED[row.type]:
        kept = row.data.get(name)
        if isinstance(kept, list):
            row.data[name] = [under_the_present_key(each) for each in kept]
        elif kept:
            row.data[name] = under_the_present_key(kept)
    row.save(update_fields=["data"])
    return True


def _encrypted() -> Iterator[Authenticator]:
    return Authenticator.objects.filter(type__in=ENCRYPTED).order_by("pk").iterator(AT_ONCE)


def _under(row: Authenticator) -> Under:
    """Return the worst of what the row holds."""
    found = {under(secret) for name in ENCRYPTED[row.type] for secret in _listed(row.data.get(name))}
    return next((key for key in (Under.LOST, Under.FORMER) if key in found), Under.PRESENT)


def _listed(kept: str | list[str] | None) -> list[str]:
    return kept if isinstance(kept, list) else [kept] if kept else []


SIGNED = {
    "sessions: who is signed in signs in again": datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE),
    "mailed links to choose a password": datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    "mailed links to answer for a date, which then ask to sign in": LASTS,
    "mailed links to give one's opinion of a training": None,
    "mailed links that stop mails; « Mes notifications » still does": None,
    "reports of mails that come back, for those sent before": None,
    "names of contents in the backups: the next backup copies all files once more": None,
    "known browsers: the next sign-in is told by mail as from a new device": datetime.timedelta(days=365),
}
"""What stops, or changes, with the former key; after how long it would have stopped by itself (None: never)."""
