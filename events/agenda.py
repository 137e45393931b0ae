"""What the agenda shows: the entries of a stretch of time that answer to what was asked, and how they are laid out."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from events import dated, words
from events.dated import Answer, Dated
from events.forms import Reach
from portal.design.typography import french
from portal.tenancy.models import Membership, Tenant
from portal.territories import finder
from portal.territories.finder import Outcome, Place

SURE = (Outcome.PLATFORM, Outcome.CHOICE, Outcome.OTHER_BODY)
AHEAD = datetime.timedelta(days=366)
FURTHEST = datetime.timedelta(days=2 * 366)
"""How far the list looks by itself, and at most: two years hold what one asks for, and bound the work."""
MINE = (Answer.COMES, Answer.PERHAPS, Answer.WAITS)


@dataclass(frozen=True)
class Wish:
    """What is asked of the entries. ``communes`` is None where none was asked, and empty where none is known."""

    nature: str = ""
    plateforme: str = ""
    public: str = ""
    communes: frozenset[str] | None = None
    miens: bool = False
    suggestions: tuple[Place, ...] = field(default=(), compare=False)

    def keeps(self, entry: Dated) -> bool:
        """Say whether an entry answers to all. One without platform is for the whole territory: for each of them."""
        return (
            (not self.nature or entry.kind == self.nature)
            and (not self.plateforme or not entry.platforms or self.plateforme in entry.platforms)
            and (not self.public or entry.is_for_members == (self.public == Reach.MEMBERS))
            and (self.communes is None or entry.commune in self.communes)
            and (not self.miens or entry.answer in MINE)
        )

    @property
    def is_unknown_commune(self) -> bool:
        return self.communes is not None and not self.communes


def wish_of(tenant: Tenant, narrowing: dict) -> Wish:
    """Return what was asked, the commune understood as the finder understands it."""
    asked = {name: narrowing[name] for name in ("nature", "plateforme", "public", "miens") if name in narrowing}
    if not (typed := narrowing.get("commune")):
        return Wish(**asked)
    answer = finder.find(typed, tenant_id=tenant.pk)
    if answer.outcome not in SURE:
        return Wish(**asked, communes=frozenset(), suggestions=answer.places or answer.near)
    return Wish(**asked, communes=frozenset(place.commune.code for place in answer.places))


def stretch(narrowing: dict, *, now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    """Return from when to when the list looks: from now on, unless days were asked; never further than FURTHEST."""
    first, last = narrowing.get("du"), narrowing.get("au")
    start = _midnight(first) if first else min(now, _midnight(last)) if last else now
    end = _midnight(last + datetime.timedelta(days=1)) if last else start + AHEAD
    return start, min(max(end, start), start + FURTHEST)


def asked(membership: Membership | None, wish: Wish, start: datetime.datetime, end: datetime.datetime) -> list[Dated]:
    """Return the entries that this member may see and that answer, the soonest first."""
    return [entry for entry in dated.between(membership, start, end) if wish.keeps(entry)]


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


@dataclass(frozen=True)
class Line:
    """What the picture draws of an entry on a day."""

    hours: str
    title: str
    url: str
    place: str
    state: str
    """« annulé », « reporté », or nothing."""
    is_mine: bool


@dataclass(frozen=True)
class Day:
    """A day of the picture. ``lines`` are what it draws, ``more`` how many other entries that day has."""

    date: datetime.date
    lines: list[Line]
    more: int = 0
    is_outside: bool = False
    """Of the month before or after, drawn to fill a week."""

    @property
    def written(self) -> str:
        """The day as an address says it."""
        return self.date.isoformat()


def days_of(
    dates: Iterable[datetime.date], entries: list[Dated], *, most: int | None = None, month: int | None = None
) -> list[Day]:
    """Lay entries out day by day, each on all the days that it touches; ``most`` bounds what one day draws."""
    by_day: dict[datetime.date, list[Dated]] = {day: [] for day in dates}
    first, last = min(by_day), max(by_day)
    for entry in entries:
        for day in _days(max(entry.first_day, first), min(entry.last_day, last)):
            by_day[day].append(entry)
    return [
        Day(
            day, [_line(each, day) for each in found[:most]], max(len(found) - (most or len(found)), 0),
            month is not None and day.month != month,
        )
        for day, found in by_day.items()
    ]  # fmt: skip


def _days(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    return (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))


def _line(shown: Dated, day: datetime.date) -> Line:
    entry = shown.entry
    hours = "" if entry.is_whole_days else words.hours_on(day, entry.starts_at, entry.ends_at)
    state = ("reporté" if shown.is_postponed else "annulé") if shown.is_called_off else ""
    return Line(hours, french(entry.title), entry.url, entry.place, state, shown.answer == Answer.COMES)
