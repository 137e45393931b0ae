"""Events as entries of the calendar."""

import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, Value
from django.urls import reverse

from events.dated import Answer, Dated, dated
from events.icalendar import Entry, Status
from events.models import Event, Occurrence, OccurrenceQuerySet, SignUp
from events.models.seats import State as Seated
from portal.database import context
from portal.organisations.models import Audience
from portal.tenancy.models import Membership, TenantDomain
from portal.territories.models import Platform

State = Occurrence.State
KINDS = dict(Event.Kind.choices)
ANSWERS = {
    Seated.TAKEN: Answer.COMES,
    Seated.OFFERED: Answer.WAITS,
    Seated.WAITING: Answer.WAITS,
    Seated.PERHAPS: Answer.PERHAPS,
    Seated.DECLINED: Answer.DECLINES,
}
COLUMNS = (
    "pk", "uid", "sequence", "changed_at", "starts_at", "ends_at", "is_whole_days", "place", "address", "note",
    "remote_link", "state", "reason", "commune", "commune__name", "event__kind", "event__title",
    "event__takes_signups", "event__audience__reach", "platform_keys", "answer", "words", "host",
)  # fmt: skip


@dated("evenements", kinds=Event.Kind.choices)
def events_between(
    membership: Membership | None, start: datetime.datetime, end: datetime.datetime, *, has_text: bool
) -> list[Dated]:
    """Return the dates of published events that this member (None: a visitor) may see."""
    rows = Occurrence.objects.visible_to(membership).between(start, end)
    return dated_in(rows, membership, has_text=has_text)


def dated_in(rows: OccurrenceQuerySet, membership: Membership | None, *, has_text: bool = True) -> list[Dated]:
    """Return dates as the calendar shows them, with this member's own answer: two queries, whatever their number.

    Columns, not objects: a full month is to be read in about the time of an empty one.
    """
    of_event = Event.platforms.through.objects.filter(event=OuterRef("event")).values("platform")
    words = F("event__text") if has_text else Value("")
    host = TenantDomain.canonical_of(context.current_tenant_id())
    columns = rows.annotate(platform_keys=ArraySubquery(of_event), answer=_answer(membership), words=words, host=host)
    found = list(columns.values_list(*COLUMNS, named=True))
    if not found:
        return []
    platforms = {each.pk: each for each in Platform.objects.only("slug", "name").order_by("name__unaccent", "pk")}
    page = _page(found[0].host)
    return [_dated(row, platforms, page) for row in found]


def _page(host: str) -> str:
    """Return the address of the page of a date, as a format: asking Django for each of five hundred takes too long."""
    return TenantDomain(host=host).base_url + reverse("event", args=[0]).replace("0", "{}")


def _answer(membership: Membership | None):
    if not membership:
        return Value("")
    return Subquery(SignUp.objects.filter(occurrence=OuterRef("pk"), membership=membership).values("state"))


def _dated(row, platforms: dict[int, Platform], page: str) -> Dated:
    called = [each for key, each in platforms.items() if key in row.platform_keys]
    return Dated(
        entry=_entry(row, page.format(row.pk)),
        kind=row.event__kind,
        kind_label=KINDS[row.event__kind],
        platforms=tuple(each.slug for each in called),
        platform_names=tuple(each.name for each in called),
        commune=row.commune or "",
        needs_signing_up=row.event__takes_signups,
        is_for_members=row.event__audience__reach != Audience.Reach.PUBLIC,
        is_called_off=row.state != State.PLANNED,
        is_postponed=row.state == State.POSTPONED,
        reason=row.reason,
        answer=ANSWERS.get(row.answer, Answer.NONE),
    )


def entry_of(occurrence: Occurrence) -> Entry:
    """Return what calendars are told of a date: no name of anybody, no link that opens a meeting."""
    return dated_in(Occurrence.objects.filter(pk=occurrence.pk), None)[0].entry


def _entry(row, url: str) -> Entry:
    why = row.reason and f"{State(row.state).label.capitalize()} : {row.reason}"
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        changed_at=row.changed_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_whole_days=row.is_whole_days,
        title=row.event__title,
        text="\n\n".join(filter(None, (why, row.note, row.words))),
        place=address_line(row.place, row.address, row.commune__name, row.remote_link),
        url=url,
        status=Status.CONFIRMED if row.state == State.PLANNED else Status.CANCELLED,
        category=KINDS[row.event__kind],
    )


def place_of(occurrence: Occurrence) -> str:
    """Return where a date is, on one line; a meeting at a distance says so, and keeps its link."""
    commune = occurrence.commune.name if occurrence.commune else ""
    return address_line(occurrence.place, occurrence.address, commune, occurrence.remote_link)


def address_line(place: str, address: str, commune: str | None, remote_link: str) -> str:
    """Return a place on one line; what is held at a distance says so, without its link."""
    return ", ".join(filter(None, (place, address, commune))) or ("À distance" if remote_link else "")
