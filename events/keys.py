"""The link of a mail that answers for one member and one date, without signing in.

Signed with the installation's secret; while that one is being changed, a link made under a former one
(SECRET_KEY_FALLBACKS) still opens. It is void once the date has begun, once the membership has ended, and where the
event is no longer for that member: nothing is stored, all of it is looked up when it is used.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from events.models import Occurrence, SignUp
from portal.tenancy.models import Membership

SALT = "events.answer"
LASTS = datetime.timedelta(days=400)
"""The longest that a link is worth anything: a date that moves on for ever does not keep it open for ever."""


@dataclass(frozen=True)
class Key:
    """Who may answer, and for which date."""

    occurrence: Occurrence
    membership: Membership

    @property
    def sign_up(self) -> SignUp | None:
        return self.occurrence.seats.filter(membership=self.membership).first()


def path_for(sign_up: SignUp) -> str:
    """Return the path, on the tenant's host, where this member answers for this date."""
    token = signing.dumps([sign_up.membership_id, sign_up.occurrence_id], salt=SALT)
    return reverse("event_respond", settings.ROOT_URLCONF, args=[token])


def find(token: str, tenant, *, now: datetime.datetime | None = None) -> Key | None:
    """Return what a link opens, or None when it is not ours, is too old, or is for nobody here and now."""
    now = now or timezone.now()
    try:
        membership_id, occurrence_id = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    membership = Membership.objects.of(tenant).active().select_related("user").filter(pk=membership_id).first()
    if membership is None:
        return None
    rows = Occurrence.objects.visible_to(membership).select_related("event", "commune")
    occurrence = rows.filter(pk=occurrence_id, starts_at__gt=now).first()
    return occurrence and Key(occurrence, membership)
