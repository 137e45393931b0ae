"""What the catalogue shows of the sessions to come: when, where, and how many seats are left."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.db.models import Count
from django.utils import timezone

from events.entries import address_line
from events.models.seats import HOLDING, State
from events.moments import moment
from events.words import day, hours_on
from portal.design.typography import french
from portal.tenancy.kept_pages import changes_at
from portal.tenancy.models import Membership
from trainings import words
from trainings.models import HalfDay, KeptSeats, Registration, Session, Training


@dataclass(frozen=True)
class Day:
    """One day of a session. ``place`` is empty where it is that of the session."""

    date: datetime.date
    hours: str
    place: str
    trainers: list[str]

    @property
    def said(self) -> str:
        return day(self.date)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A session as the catalogue shows it. ``left`` counts the seats that are neither taken nor offered."""

    session: Session
    days: list[Day]
    now: datetime.datetime
    held: int = 0
    waiting: int = 0
    kept: list[tuple[KeptSeats, int]] = field(default_factory=list)
    """The seats still kept, and how many of them are left."""
    mine: Registration | None = None
    """What the member who looks has asked for."""

    @property
    def left(self) -> int:
        return max(self.session.capacity - self.held, 0)

    @property
    def left_for_all(self) -> int:
        return max(self.left - sum(count for _, count in self.kept), 0)

    @property
    def is_cancelled(self) -> bool:
        return self.session.state == Session.State.CANCELLED

    @property
    def is_confirmed(self) -> bool:
        return self.session.state == Session.State.CONFIRMED

    @property
    def is_open(self) -> bool:
        """Whether one may ask for a seat now, or for a rank."""
        return self.session.is_open_at(self.now)

    @property
    def has_seats(self) -> bool:
        """Whether whoever asks now is given a seat."""
        return self.is_open and self.left_for_all > 0

    @property
    def opens_later(self) -> bool:
        return bool(self.session.opens_at and self.now < self.session.opens_at)

    @property
    def seats(self) -> str:
        """Return « 3 places », « complète, liste d’attente », « inscriptions closes »."""
        if self.is_cancelled:
            return "annulée"
        if self.opens_later:
            return french(f"inscriptions à partir du {moment(self.session.opens_at)}")
        if not self.is_open:
            return "inscriptions closes"
        if not self.left_for_all:
            return "complète, liste d’attente"
        return french(f"{self.left_for_all} place{'s' if self.left_for_all > 1 else ''}")

    @property
    def kept_words(self) -> list[str]:
        """Return « 2 places gardées jusqu’au 3 mars 2027 : bailleur social »."""
        if not self.is_open:
            return []
        return [
            french(
                f"{count} place{'s gardées' if count > 1 else ' gardée'} jusqu’au {day(kept.until)} : "
                f"{kept.get_kind_display()}"
            )
            for kept, count in self.kept
        ]

    @property
    def when(self) -> str:
        """Return « mardi 2 mars 2027 », « mardi 2 mars et jeudi 4 mars 2027 »."""
        return words.days([each.date for each in self.days])

    @property
    def place(self) -> str:
        return place_of(self.session)


def place_of(session: Session) -> str:
    """Return where a session is held, on one line; one at a distance says so, and keeps its link."""
    commune = session.commune.name if session.commune else ""
    return address_line(session.place, session.address, commune, session.remote_link)


def coming_of(
    trainings: Iterable[Training], *, has_trainers: bool = False, now: datetime.datetime | None = None
) -> dict[int, list[Shown]]:
    """Return the announced sessions to come of each training, the soonest first. Four queries, whatever the number.

    Who trains is told to members alone: their names are read for nobody else.
    """
    now = now or timezone.now()
    rows = Session.objects.announced().filter(training__in=trainings, ends_at__gt=now)
    sessions = rows.exclude(state=Session.State.DONE).select_related("commune").order_by("starts_at", "pk")
    found = defaultdict(list)
    for each in shown(list(sessions), has_trainers=has_trainers, now=now):
        found[each.session.training_id].append(each)
    return found


def with_mine(found: list[Shown], membership: Membership | None) -> list[Shown]:
    """Say of each session what this member has asked for: one query, and none for a visitor."""
    if not membership:
        return found
    rows = Registration.objects.filter(session__in=[each.session for each in found], membership=membership)
    mine = {row.session_id: row for row in rows}
    return [replace(each, mine=mine.get(each.session.pk)) for each in found]


def shown(sessions: list[Session], *, has_trainers: bool, now: datetime.datetime) -> list[Shown]:
    """Dress sessions with their days and their seats: three queries."""
    changes_at(moment for each in sessions for moment in (each.opens_at, each.takes_until, each.ends_at))
    half_days, kept = defaultdict(list), defaultdict(list)
    rows = HalfDay.objects.filter(session__in=sessions).order_by("starts_at")
    for row in rows.select_related("trainer__user") if has_trainers else rows:
        half_days[row.session_id].append(row)
    for row in KeptSeats.objects.filter(session__in=sessions, until__gte=timezone.localdate(now)).order_by("kind"):
        kept[row.session_id].append(row)
    held, waiting, of_kind = _seats(sessions)
    return [
        Shown(
            session=each, days=days_of(half_days[each.pk], has_trainers=has_trainers), now=now, held=held[each.pk],
            waiting=waiting[each.pk], kept=_left(kept[each.pk], of_kind),
        )
        for each in sessions
    ]  # fmt: skip


def _seats(sessions: list[Session]) -> tuple[Counter, Counter, Counter]:
    """Count who holds a seat and who waits, by session; and who holds one, by session and kind of organisation."""
    held, waiting, of_kind = Counter(), Counter(), Counter()
    rows = Registration.objects.live().filter(session__in=sessions).values("session", "state", "organisation_kind")
    for row in rows.annotate(count=Count("pk")):
        if row["state"] in HOLDING:
            held[row["session"]] += row["count"]
            of_kind[row["session"], row["organisation_kind"]] += row["count"]
        elif row["state"] == State.WAITING:
            waiting[row["session"]] += row["count"]
    return held, waiting, of_kind


def _left(kept: list[KeptSeats], of_kind: Counter) -> list[tuple[KeptSeats, int]]:
    rows = ((each, each.count - of_kind[each.session_id, each.kind]) for each in kept)
    return [(each, count) for each, count in rows if count > 0]


def days_of(half_days: list[HalfDay], *, has_trainers: bool = True) -> list[Day]:
    """Return the days that half-days make, in order."""
    found = []
    for date, group in groupby(half_days, key=lambda each: timezone.localdate(each.starts_at)):
        rows = list(group)
        hours = " et ".join(hours_on(date, each.starts_at, each.ends_at) for each in rows)
        who = (str(each.trainer.user) if each.trainer else each.trainer_name for each in rows if has_trainers)
        places = dict.fromkeys(each.place for each in rows if each.place)
        found.append(Day(date, hours, " puis ".join(places), list(dict.fromkeys(filter(None, who)))))
    return found
