"""Sessions as entries of the calendar: one a day, from its first half-day to its last one."""

import datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from events.dated import Answer, Dated, dated
from events.entries import ANSWERS, address_line
from events.icalendar import Entry, Status
from events.models.seats import State as Seated
from events.words import hours_on
from portal.database import context
from portal.organisations.models import Audience
from portal.tenancy.models import Membership, Module, TenantDomain
from trainings.models import HalfDay, Registration, Session

KIND, LABEL = "formation", "formation"
COLUMNS = (
    "uid", "starts_at", "ends_at", "place", "session", "session__sequence", "session__changed_at", "session__state",
    "session__reason", "session__note", "session__place", "session__address", "session__commune",
    "session__commune__name", "session__remote_link", "session__training__slug", "session__training__title",
    "session__training__summary", "session__training__audience__reach", "session__training__is_public",
    "session__ends_at", "answer", "host",
)  # fmt: skip


@dated("formations", kinds=[(KIND, LABEL)])
def sessions_between(
    membership: Membership | None, start: datetime.datetime, end: datetime.datetime, *, has_text: bool
) -> list[Dated]:
    """Return the days of the announced sessions of the trainings that this member (None: a visitor) may read about."""
    # Where the tenant has switched them off, their pages are not there: neither are their dates.
    sessions = Session.objects.visible_to(membership).filter(
        starts_at__lt=end, ends_at__gt=start, tenant__modules__contains=[Module.TRAININGS]
    )
    return [
        each for each in dated_in(sessions, membership) if each.entry.starts_at < end and each.entry.ends_at > start
    ]


def dated_in(sessions: QuerySet[Session], membership: Membership | None) -> list[Dated]:
    """Return each day of sessions as the calendar shows it, with this member's own answer: one query."""
    host = TenantDomain.canonical_of(context.current_tenant_id())
    rows = HalfDay.objects.filter(session__in=sessions.values("pk")).annotate(answer=_answer(membership), host=host)
    rows = list(rows.order_by("session", "starts_at", "pk").values_list(*COLUMNS, named=True))
    if not rows:
        return []
    page = _page(rows[0].host)
    found = []
    for _, of_session in groupby(rows, key=lambda row: row.session):
        days = groupby(of_session, key=lambda row: timezone.localdate(row.starts_at))
        days = [list(half_days) for _, half_days in days]
        found += [_dated(half_days, n, len(days), page) for n, half_days in enumerate(days, start=1)]
    return found


def _page(host: str) -> str:
    """Return the address of the page of a training, as a format: asking Django for each takes too long."""
    return TenantDomain(host=host).base_url + reverse("training", args=["SLUG"]).replace("SLUG", "{}") + "#{}"


def _place_on_page(row) -> str:
    """Return where on its training's page a session stands; one that is over is no more there, those to come are."""
    return "sessions" if row.session__ends_at <= timezone.now() else f"session-{row.session}"


def _answer(membership: Membership | None):
    if not membership:
        return Value("")
    return Subquery(Registration.objects.filter(session=OuterRef("session"), membership=membership).values("state"))


def _dated(half_days: list, n: int, of: int, page: str) -> Dated:
    first = half_days[0]
    is_off = first.session__state == Session.State.CANCELLED
    return Dated(
        entry=_entry(half_days, n, of, page.format(first.session__training__slug, _place_on_page(first))),
        kind=KIND,
        kind_label=LABEL,
        commune=first.session__commune or "",
        needs_signing_up=True,
        is_for_members=first.session__training__audience__reach != Audience.Reach.PUBLIC,
        is_called_off=is_off,
        reason=first.session__reason if is_off else "",
        answer=Answer.WAITS if first.answer == Seated.ASKED else ANSWERS.get(first.answer, Answer.NONE),
    )


def _entry(half_days: list, n: int, of: int, url: str) -> Entry:
    """Return what calendars are told of a day: no name of anybody, no link that opens a meeting.

    Its ``uid`` is that of its first half-day, its number that of the session.
    """
    first, last = half_days[0], half_days[-1]
    is_off = first.session__state == Session.State.CANCELLED
    day = timezone.localdate(first.starts_at)
    hours = " et ".join(hours_on(day, each.starts_at, each.ends_at) for each in half_days)
    lines = [
        is_off and f"Annulée : {first.session__reason}",
        f"Jour {n} sur {of}, {hours}." if of > 1 else f"{hours.capitalize()}.",
        first.session__note,
        first.session__training__summary,
    ]
    place = first.place or first.session__place
    return Entry(
        uid=first.uid,
        sequence=first.session__sequence,
        changed_at=first.session__changed_at,
        starts_at=first.starts_at,
        ends_at=last.ends_at,
        title=first.session__training__title,
        text="\n\n".join(filter(None, lines)),
        place=address_line(
            place, first.session__address, first.session__commune__name, first.session__remote_link
        ),
        url=url,
        status=Status.CANCELLED if is_off else Status.CONFIRMED,
        category=LABEL,
    )  # fmt: skip
