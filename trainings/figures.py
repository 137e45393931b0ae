"""The figures of a year of trainings: counted by PostgreSQL, in as many queries for two sessions as for two hundred."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db.models import Avg, Count, Max, Min, Q, Sum
from django.utils import timezone

from events.models.seats import State
from portal.database.replica import on_replica
from portal.organisations.models import Organisation
from portal.tenancy.models import Tenant
from portal.territories.coverage import target_of, with_covers
from portal.territories.models import Commune
from trainings.models import Evaluation, Presence, Registration, Session
from trainings.models.evaluations import When
from trainings.results import LEAST

NO_ORGANISATION, NO_SEAT, ELSEWHERE = "Sans organisation", "Siège non renseigné", "Hors des plateformes"
HELD = ~Q(state__in=[Session.State.DRAFT, Session.State.CANCELLED])
TAKEN = Q(state=State.TAKEN)
PEOPLE = {
    "asked": Count("pk"),
    "taken": Count("pk", filter=TAKEN),
    "present": Count("pk", filter=TAKEN & Q(presence=Presence.PRESENT)),
    "partly": Count("pk", filter=TAKEN & Q(presence=Presence.PARTLY)),
    "excused": Count("pk", filter=TAKEN & Q(presence=Presence.EXCUSED)),
    "absent": Count("pk", filter=TAKEN & Q(presence=Presence.ABSENT)),
    "waiting": Count("pk", filter=Q(state=State.WAITING)),
}


@dataclass(frozen=True)
class People:
    """How many signed up, had a seat, came, did not; ``waiting``: never had one. ``absent`` is without excuse."""

    asked: int = 0
    taken: int = 0
    present: int = 0
    partly: int = 0
    excused: int = 0
    absent: int = 0
    waiting: int = 0

    def __add__(self, other: "People") -> "People":
        return People(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def came(self) -> int:
        return self.present + self.partly

    @property
    def unknown(self) -> int:
        """Of whom nobody ticked anything."""
        return self.taken - self.came - self.excused - self.absent

    @property
    def presence_rate(self) -> Decimal | None:
        """Percents of those whose presence is known, one decimal."""
        return rate(self.came, self.taken - self.unknown)

    @property
    def no_show_rate(self) -> Decimal | None:
        return rate(self.absent, self.taken - self.unknown)


@dataclass(frozen=True)
class Line:
    """People of one kind, one territory or one training; for a training, what was held and what they thought."""

    label: str
    people: People
    sessions: int = 0
    seats: int = 0
    mean: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A year. Only what is over counts, but for ``coming`` and ``cancelled``; ``mean`` and ``useful`` are of 5."""

    year: int
    held: int
    cancelled: int
    coming: int
    seats: int
    people: People
    by_kind: list[Line]
    by_territory: list[Line]
    by_training: list[Line]
    answers: int
    mean: Decimal | None
    later_answers: int
    useful: Decimal | None

    @property
    def filling(self) -> Decimal | None:
        return rate(self.people.taken, self.seats)


def rate(part: int, whole: int) -> Decimal | None:
    return round(Decimal(100 * part) / whole, 1) if whole else None


@on_replica
def of_year(year: int, tenant: Tenant, *, now: datetime.datetime | None = None) -> Figures:
    """Return the figures of ``year``, by the clock in France, for the tenant that asks: eight queries."""
    now = now or timezone.now()
    starts, ends = (timezone.make_aware(datetime.datetime(each, 1, 1)) for each in (year, year + 1))
    sessions = Session.objects.order_by().filter(starts_at__gte=starts, starts_at__lt=ends)
    over = sessions.filter(HELD, ends_at__lte=now)
    counted = sessions.aggregate(
        held=Count("pk", filter=HELD & Q(ends_at__lte=now)), coming=Count("pk", filter=HELD & Q(ends_at__gt=now)),
        cancelled=Count("pk", filter=Q(state=Session.State.CANCELLED)),
        seats=Sum("capacity", filter=HELD & Q(ends_at__lte=now), default=0),
    )  # fmt: skip
    rows = Registration.objects.order_by().filter(session__in=over)
    by_kind = _by_kind(rows)
    by_training, answers, mean = _by_training(over, rows)
    later = Evaluation.objects.order_by().filter(session__in=over, when=When.LATER)
    later = later.aggregate(count=Count("pk"), mean=Avg("useful"))
    return Figures(
        year=year, **counted, people=sum((line.people for line in by_kind), People()), by_kind=by_kind,
        by_territory=_by_territory(rows, tenant), by_training=by_training, answers=answers, mean=mean,
        later_answers=later["count"], useful=_rounded(later["mean"]) if later["count"] >= LEAST else None,
    )  # fmt: skip


def years() -> tuple[int, int] | None:
    """Return the first and the last year that have a session, None where there is none."""
    found = Session.objects.announced().order_by().aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if found["first"] is None:
        return None
    return timezone.localtime(found["first"]).year, timezone.localtime(found["last"]).year


def _by_kind(rows) -> list[Line]:
    names = dict(Organisation.Kind.choices)
    found = rows.values_list("organisation_kind").annotate(**PEOPLE)
    return _sorted(Line(_capital(names.get(kind, NO_ORGANISATION)), People(*counts)) for kind, *counts in found)


def _by_territory(rows, tenant: Tenant) -> list[Line]:
    """Count by the platform that answers for the commune where the organisation has its seat."""
    found = {seat: People(*counts) for seat, *counts in rows.values_list("organisation__seat").annotate(**PEOPLE)}
    communes = with_covers(Commune.objects.filter(pk__in=[seat for seat in found if seat]), tenant.pk)
    names = {None: NO_SEAT} | {each.pk: str(getattr(target_of(each), "target", ELSEWHERE)) for each in communes}
    people: dict[str, People] = {}
    for seat, counts in found.items():
        people[names[seat]] = people.get(names[seat], People()) + counts
    return _sorted(Line(_capital(name), counts) for name, counts in people.items())


def _by_training(over, rows) -> tuple[list[Line], int, Decimal | None]:
    """Return the lines, how many answers are told of, and their mean.

    What fewer than LEAST people thought is told neither by its line nor by taking the others from the whole.
    """
    people = {key: People(*counts) for key, *counts in rows.values_list("session__training").annotate(**PEOPLE)}
    held = over.values_list("training", "training__title").annotate(Count("pk"), Sum("capacity"))
    answers = Evaluation.objects.order_by().filter(session__in=over, when=When.AT_ONCE)
    marks = {
        key: (count, total)
        for key, count, total in answers.values_list("session__training").annotate(Count("pk"), Sum("overall"))
    }
    few = {key for key, (count, _) in marks.items() if count < LEAST}
    told = marks.keys() - few
    of_all = told if sum(marks[key][0] for key in few) < LEAST else marks.keys()
    lines = _sorted(
        Line(title, people.get(key, People()), sessions, seats, _mean([marks[key]]) if key in told else None)
        for key, title, sessions, seats in held
    )
    return lines, sum(marks[key][0] for key in of_all), _mean([marks[key] for key in of_all])


def _mean(marks: list[tuple[int, int]]) -> Decimal | None:
    count = sum(each for each, _ in marks)
    return _rounded(Decimal(sum(total for _, total in marks)) / count) if count else None


def _rounded(value: float | Decimal | None) -> Decimal | None:
    return None if value is None else round(Decimal(value), 1)


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.people.taken, line.label))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
