"""Events as entries of the calendar."""

import datetime
from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse

from events.dated import Answer, Dated, dated
from events.icalendar import Entry, Status
from events.models import Event, Occurrence, OccurrenceQuerySet, SignUp
from events.models.seats import State
from portal.organisations.models import Audience
from portal.tenancy.models import Membership, Tenant

ANSWERS = {
    State.TAKEN: Answer.COMES,
    State.OFFERED: Answer.WAITS,
    State.WAITING: Answer.WAITS,
    State.PERHAPS: Answer.PERHAPS,
    State.DECLINED: Answer.DECLINES,
}


@dated("evenements", kinds=Event.Kind.choices)
def events_between(membership: Membership | None, start: datetime.datetime, end: datetime.datetime) -> Iterator[Dated]:
    """Yield the dates of published events that this member (None: a visitor) may see."""
    rows = Occurrence.objects.visible_to(membership).between(start, end)
    return (dated_of(each) for each in shown_to(rows, membership))


def shown_to(rows: OccurrenceQuerySet, membership: Membership | None) -> OccurrenceQuerySet:
    """Bring all that an entry says, and this member's own answer, in three queries whatever their number."""
    mine = SignUp.objects.filter(membership=membership) if membership else SignUp.objects.none()
    return rows.select_related("event__audience", "event__organiser", "commune", "tenant").prefetch_related(
        "event__platforms", "tenant__domains", Prefetch("seats", mine, to_attr="mine")
    )


def dated_of(row: Occurrence) -> Dated:
    """Return the entry of a date that ``shown_to`` brought."""
    event, platforms = row.event, row.event.platforms.all()
    return Dated(
        entry=entry_of(row, row.tenant),
        kind=event.kind,
        kind_label=event.get_kind_display(),
        platforms=tuple(platform.slug for platform in platforms),
        platform_names=tuple(platform.name for platform in platforms),
        commune=row.commune_id or "",
        needs_signing_up=event.takes_signups,
        is_for_members=event.audience.reach != Audience.Reach.PUBLIC,
        is_called_off=row.is_called_off,
        is_postponed=row.state == Occurrence.State.POSTPONED,
        reason=row.reason,
        answer=ANSWERS.get(row.mine[0].state, Answer.NONE) if row.mine else Answer.NONE,
    )


def entry_of(row: Occurrence, tenant: Tenant) -> Entry:
    """Return what calendars are told of a date: no name of anybody, no link that opens a meeting."""
    event = row.event
    words = [row.reason and f"{row.get_state_display().capitalize()} : {row.reason}", row.note, event.text]
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        changed_at=row.changed_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_whole_days=row.is_whole_days,
        title=event.title,
        text="\n\n".join(filter(None, words)),
        place=place_of(row),
        url=tenant.base_url + reverse("event", args=[row.pk]),
        status=Status.CANCELLED if row.is_called_off else Status.CONFIRMED,
        category=event.get_kind_display(),
    )


def place_of(row: Occurrence) -> str:
    """Return where it is, on one line; a meeting at a distance says so, and keeps its link."""
    where = [row.place, row.address, row.commune.name if row.commune else ""]
    return ", ".join(filter(None, where)) or ("À distance" if row.remote_link else "")
