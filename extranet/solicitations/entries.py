"""Study meetings as entries of the calendar, for those who may read the solicitation: its reference, nothing else."""

import datetime

from django.db.models import Q

from events.dated import Dated, dated
from events.icalendar import Entry, Status
from extranet.solicitations.addresses import address
from extranet.solicitations.models import Solicitation, StudyMeeting
from portal.tenancy.models import Membership, Module

KIND, LABEL = "etude", "réunion d’étude"
WITH_SOLICITATIONS = Q(tenant__modules__contains=[Module.SOLICITATIONS])
"""Where the tenant has switched them off, their pages are not there: neither are their dates nor their reminders."""


@dated("sollicitations", kinds=[(KIND, LABEL)])
def meetings_between(
    membership: Membership | None, start: datetime.datetime, end: datetime.datetime, *, has_text: bool
) -> list[Dated]:
    """Return the study meetings, called off ones too, of the solicitations that this member may read today."""
    if not membership or not membership.tenant.has_module(Module.SOLICITATIONS):
        return []
    read = Solicitation.objects.visible_to(membership)
    rows = StudyMeeting.objects.filter(solicitation__in=read, starts_at__lt=end, ends_at__gt=start)
    rows = list(rows.select_related("solicitation"))
    base_url = membership.tenant.base_url if rows else ""
    return [_dated(each, base_url) for each in rows]


def _dated(meeting: StudyMeeting, base_url: str) -> Dated:
    entry = entry_of(meeting, meeting.solicitation, base_url)
    is_off = meeting.cancelled_at is not None
    return Dated(entry=entry, kind=KIND, kind_label=LABEL, is_for_members=True, is_called_off=is_off)


def entry_of(meeting: StudyMeeting, solicitation: Solicitation, base_url: str) -> Entry:
    """Return what calendars are told: the reference and the hours. The place is on the page, which asks who one is."""
    return Entry(
        uid=meeting.uid, sequence=meeting.sequence, changed_at=meeting.changed_at, starts_at=meeting.starts_at,
        ends_at=meeting.ends_at, title=f"Réunion d’étude {solicitation.reference}",
        url=base_url + address("solicitation", solicitation.reference),
        status=Status.CANCELLED if meeting.cancelled_at else Status.CONFIRMED, category=LABEL,
    )  # fmt: skip
