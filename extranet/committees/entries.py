"""Meetings as entries of the calendar, for those who sit in the committee: never what is on the agenda."""

import datetime

from django.db.models import OuterRef, Q, Subquery

from events.dated import Answer, Dated, dated
from events.icalendar import Entry, Status
from extranet.committees.addresses import address
from extranet.committees.models import Committee, Meeting, Reply
from extranet.committees.words import place_of
from portal.tenancy.models import Membership, Module

KIND, LABEL = "comite", "réunion de comité"
ANSWERS = {
    Reply.Answer.PRESENT: Answer.COMES,
    Reply.Answer.EXCUSED: Answer.DECLINES,
    Reply.Answer.REPLACED: Answer.DECLINES,
}
WITH_COMMITTEES = Q(tenant__modules__contains=[Module.COMMITTEES])
"""Where the tenant has switched them off, their pages are not there: neither are their dates."""


@dated("comites", kinds=[(KIND, LABEL)])
def meetings_between(
    membership: Membership | None, start: datetime.datetime, end: datetime.datetime, *, has_text: bool
) -> list[Dated]:
    """Return the meetings that were convoked, called off ones too, of the committees where this member sits today."""
    if not membership:
        return []
    rows = Meeting.objects.announced().exclude(state=Meeting.State.PREPARING).filter(
        WITH_COMMITTEES, committee__in=Committee.objects.of_people(membership), starts_at__lt=end, ends_at__gt=start
    )  # fmt: skip
    mine = Reply.objects.filter(meeting=OuterRef("pk"), membership=membership).values("answer")
    rows = rows.annotate(answer=Subquery(mine)).select_related("committee", "tenant")
    return [_dated(each) for each in rows.prefetch_related("tenant__domains")]


def _dated(meeting: Meeting) -> Dated:
    is_off = meeting.state == Meeting.State.CANCELLED
    return Dated(
        entry=entry_of(meeting), kind=KIND, kind_label=LABEL, is_for_members=True, is_called_off=is_off,
        reason=meeting.reason if is_off else "", answer=ANSWERS.get(meeting.answer, Answer.NONE),
    )  # fmt: skip


def entry_of(meeting: Meeting) -> Entry:
    """Return what calendars are told of a meeting: no name of anybody, no item, no link that opens it."""
    is_off = meeting.state == Meeting.State.CANCELLED
    lines = [f"Annulée : {meeting.reason}" if is_off else "", meeting.note]
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=f"{meeting.committee} : {meeting.title}" if meeting.title else meeting.committee.name,
        text="\n\n".join(filter(None, lines)),
        place=place_of(meeting),
        url=meeting.tenant.base_url + address("meeting", meeting.pk),
        status=Status.CANCELLED if is_off else Status.CONFIRMED,
        category=LABEL,
    )
