"""Digests: what gathered for a member leaves in one mail, each day at half past seven, or on Monday."""

import datetime
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from portal.database import context
from portal.jobs.schedules import PARIS
from portal.notifications import bounces, letters
from portal.notifications.models import ChosenPace, Notice
from portal.notifications.subjects import SUBJECTS, Pace
from portal.tenancy.models import Membership

HOUR = datetime.time(7, 30)
"""In France. Weekly digests leave on Monday at that hour."""


def last_departure(pace: Pace, now: datetime.datetime) -> datetime.datetime:
    """Return when the digests of this pace last left, or should have: what a downtime missed leaves after it."""
    day = now.astimezone(PARIS).date()
    if datetime.datetime.combine(day, HOUR, PARIS) > now:
        day -= datetime.timedelta(days=1)
    if pace == Pace.WEEKLY:
        day -= datetime.timedelta(days=day.weekday())
    return datetime.datetime.combine(day, HOUR, PARIS)


def send_digests(now: datetime.datetime | None = None) -> None:
    """Send the digests of the tenant that asks that are due. Nothing gathered, nothing sent. Safe to run twice."""
    now = now or timezone.now()
    Notice.objects.exclude(membership__in=_present()).delete()
    silent = bounces.unreachable()
    for membership in _present().filter(notices__isnull=False).distinct().order_by("pk"):
        _send_digest(membership, now, is_reachable=membership.user.email.casefold() not in silent)


def _present():
    """Return the members of the tenant that asks to whom a mail may go."""
    here = Membership.objects.of(context.current_tenant_id()).active()
    return here.select_related("user", "tenant").prefetch_related("tenant__domains")


@transaction.atomic
def _send_digest(membership: Membership, now: datetime.datetime, *, is_reachable: bool) -> None:
    """Send one member's digest and delete what it said: both, or neither. Another worker's notices are left to it.

    The pace that counts is today's: who chose « jamais » since gets nothing, who chose « aussitôt » waits no week.
    Nothing leaves for an address that mails come back from: what it would have said stands in the members' space.
    """
    notices = list(Notice.objects.filter(membership=membership).select_for_update(skip_locked=True, of=("self",)))
    chosen = dict(ChosenPace.objects.filter(membership=membership).values_list("subject", "pace"))
    due = defaultdict(list)
    for notice in notices:
        subject = SUBJECTS.get(notice.subject)
        pace = Pace(chosen.get(notice.subject, subject.pace)) if subject else Pace.NEVER
        if pace == Pace.NEVER or notice.created_at < last_departure(pace, now):
            due[pace].append(notice)
    leaving = [notice for pace, found in due.items() if pace != Pace.NEVER for notice in found]
    if leaving and is_reachable:
        letters.send_digest(membership, leaving, membership.tenant.base_url)
    Notice.objects.filter(pk__in=[notice.pk for found in due.values() for notice in found]).delete()
