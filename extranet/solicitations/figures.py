"""The figures of the solicitations received in a year: counted by PostgreSQL, veiled before anybody sees them.

Whoever reads figures reads no file: each count here has gone through ``veil``. They stop at the end of the last month,
so that nobody follows one household from a day to the next; the texts that were erased change nothing to them. In as
many queries for ten solicitations as for five thousand.
"""

import datetime
from dataclasses import dataclass

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils import timezone

from extranet.solicitations.models import LeaseStage, Solicitation, State, Support
from extranet.solicitations.models.lists import Difficulty, EndReason, Situation, Urgency
from extranet.solicitations.veil import LEAST, Table, Told, all_hidden, veil, veil_line
from portal.database.replica import on_replica
from portal.territories.models import Platform

YEARS_OFFERED = 5
UNDER_WAY, RUNNING, NO_LEASE, NO_STAGE = "en_cours", "en_cours", "sans", "aucune"
WITH, WITHOUT = "avec", "sans"
OUTCOMES = {
    UNDER_WAY: "en cours", State.SUPPORTED: "accompagnement renforcé", State.REDIRECTED: "réorientée",
    State.REFUSED: "refusée", State.NO_FOLLOW_UP: "sans suite",
}  # fmt: skip
SUPPORT_ENDS = {RUNNING: "en cours"} | dict(Support.Outcome.choices)
LEASES = {NO_LEASE: "sans bail glissant", NO_STAGE: "bail glissant, aucune étape notée"}
LEASES |= dict(LeaseStage.Stage.choices)
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


class Median(Aggregate):
    """The middle value, by PostgreSQL."""

    function = "PERCENTILE_CONT"
    name = "Median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A year as it may be told; None is hidden. ``until``: the last day that counts. Keys of rows are platforms.

    ``supports``, ``support_ends`` and ``leases`` are of the supports that followed what was received in the year.
    ``median_days``: to an answer, of each platform, and of all at None. ``running``: at least so many supports ran in
    the year, whenever they were asked for.
    """

    year: int
    until: datetime.date
    platforms: dict[int, str]
    months: Told
    situations: Told
    difficulties: Told
    urgencies: Told
    outcomes: Told
    supports: Told
    support_ends: Told
    leases: Told
    median_days: dict[int | None, int | None]
    running: int | None

    @property
    def is_told(self) -> bool:
        """Whether the year has enough for anything to be told of it."""
        return self.outcomes.whole is not None

    def answered(self, platform: int | None = None) -> int | None:
        """How many were answered, when nothing hidden is found by subtracting."""
        whole = self.outcomes.rows[platform] if platform else self.outcomes.whole
        still = (self.outcomes.cells[platform] if platform else self.outcomes.columns)[UNDER_WAY]
        return None if None in (whole, still) or whole - still < LEAST else whole - still


def last_day(today: datetime.date | None = None) -> datetime.date:
    """Return the last day that counts: the end of the month before."""
    return (today or timezone.localdate()).replace(day=1) - datetime.timedelta(days=1)


def years_offered(today: datetime.date | None = None) -> list[int]:
    """Return the latest first. The same for everybody: which years have something would already tell."""
    last = last_day(today).year
    return list(range(last, last - YEARS_OFFERED, -1))


@on_replica
def of_year(year: int, *, today: datetime.date | None = None) -> Figures:
    """Return the figures of ``year``, by the clock in France, for the tenant that asks: twelve queries."""
    end = min(last_day(today) + datetime.timedelta(days=1), datetime.date(year + 1, 1, 1))
    count = _Count(year, end)
    hidden = veil_line({row: sum(line.values()) for row, line in count.outcomes.items()})
    told = veil(count.outcomes, hidden)
    supports = _supports_told(count, told)
    return Figures(
        year=year, until=end - datetime.timedelta(days=1), platforms=count.platforms, outcomes=told,
        months=veil(count.by(ExtractMonth("submitted_at"), range(1, count.months + 1)), hidden),
        situations=veil(count.by(F("situation"), Situation.values), hidden),
        urgencies=veil(count.by(F("urgency"), Urgency.values), hidden),
        difficulties=_difficulties_told(count, hidden), median_days=_median_days(count, told),
        running=_running(year, end), **supports,
    )  # fmt: skip


class _Count:
    """What was received in a year, as it stood when ``end`` began, counted by platform; zeros too."""

    def __init__(self, year: int, end: datetime.date):
        starts, self.ends = (_midnight(day) for day in (datetime.date(year, 1, 1), end))
        self.end, self.months = end, (end - datetime.timedelta(days=1)).month if end.year >= year else 0
        self.platforms = dict(Platform.objects.order_by("name").values_list("pk", "name"))
        self.rows = Solicitation.objects.sent().filter(submitted_at__gte=starts, submitted_at__lt=self.ends).order_by()
        self.is_answered = Q(answered_at__lt=self.ends)
        outcome = Case(When(self.is_answered, then=F("state")), default=Value(UNDER_WAY), output_field=CharField())
        self.outcomes = self.by(outcome, OUTCOMES)

    def by(self, expression, keys, rows=None) -> Table:
        """Count by an expression of one value a row."""
        found = {platform: dict.fromkeys(keys, 0) for platform in self.platforms}
        counted = (self.rows if rows is None else rows).annotate(found=expression)
        for platform, key, count in counted.values_list("platform", "found").annotate(Count("pk")):
            found[platform][key] = count
        return found

    @property
    def supported(self):
        return self.rows.filter(self.is_answered, state=State.SUPPORTED, support__isnull=False)


def _difficulties_told(count: _Count, hidden) -> Told:
    """A household has one difficulty or several: of each, those who have it and those who do not are a table."""
    names = list(Difficulty.values)
    having = {name: Count("pk", filter=Q(difficulties__contains=[name])) for name in names}
    found = {
        row.pop("platform"): row for row in count.rows.values("platform").annotate(
            received=Count("pk"), **{f"has_{name}": each for name, each in having.items()}
        )
    }  # fmt: skip
    tables = {}
    for name in names:
        lines = {key: found.get(key, {}) for key in count.platforms}
        table = {
            key: {WITH: line.get(f"has_{name}", 0), WITHOUT: line.get("received", 0) - line.get(f"has_{name}", 0)}
            for key, line in lines.items()
        }
        tables[name] = veil(table, hidden)
    first = tables[names[0]]
    return Told(
        first.whole, first.rows, {name: each.columns[WITH] for name, each in tables.items()},
        {key: {name: each.cells[key][WITH] for name, each in tables.items()} for key in count.platforms},
    )  # fmt: skip


def _supports_told(count: _Count, outcomes: Told) -> dict[str, Told]:
    """Their totals are those of the outcomes, and what is hidden there stays hidden here."""
    latest = LeaseStage.objects.filter(support__solicitation=OuterRef("pk"), reached_on__lt=count.end)
    latest = latest.order_by("-reached_on", "-pk").values("stage")[:1]
    has_lease = Q(support__has_sliding_lease=True)
    ended = Q(support__ended_on__lt=count.end)
    ends = Case(When(ended, then=F("support__outcome")), default=Value(RUNNING), output_field=CharField())
    leases = Case(
        When(has_lease, then=Coalesce(Subquery(latest), Value(NO_STAGE))), default=Value(NO_LEASE),
        output_field=CharField(),
    )  # fmt: skip
    hidden = {key for key, line in outcomes.cells.items() if line[State.SUPPORTED] is None}
    found = {}
    for name, expression, keys in (
        ("supports", F("support__kind"), Support.Kind.values),
        ("support_ends", ends, SUPPORT_ENDS),
        ("leases", leases, LEASES),
    ):
        table = count.by(expression, keys, count.supported)
        found[name] = all_hidden(table) if outcomes.columns[State.SUPPORTED] is None else veil(table, hidden)
    return found


def _median_days(count: _Count, told: Told) -> dict[int | None, int | None]:
    """Whole days from what was sent to its answer, where ten were received and five of them are answered: that there
    is a median tells no more of those that are not. What the partner withdrew was not answered.
    """
    waited = ExpressionWrapper(F("answered_at") - F("submitted_at"), output_field=DurationField())
    rows = count.rows.filter(count.is_answered).exclude(state=State.NO_FOLLOW_UP, end_reason=EndReason.WITHDRAWN)
    found = {
        key: (number, median)
        for key, number, median in rows.values_list("platform").annotate(number=Count("pk"), median=Median(waited))
    }
    whole = rows.aggregate(number=Count("pk"), median=Median(waited))
    found[None] = (whole["number"], whole["median"])
    totals = {None: told.whole} | told.rows

    def shown(key: int | None) -> int | None:
        number, median = found.get(key, (0, None))
        is_enough = (totals[key] or 0) >= 2 * LEAST and number >= LEAST
        return median.days if is_enough else None

    return {key: shown(key) for key in totals}


def _running(year: int, end: datetime.date) -> int | None:
    """Return « at least so many supports ran in the year », in tens: the exact number, year after year, would give
    away how many ended in one of them. None under ten.

    Those that ended in the year count when they are five: zero to four are told alike.
    """
    first = datetime.date(year, 1, 1)
    found = Support.objects.filter(starts_on__lt=end).aggregate(
        still=Count("pk", filter=Q(ended_on=None) | Q(ended_on__gte=end)),
        ended=Count("pk", filter=Q(ended_on__gte=first, ended_on__lt=end)),
    )
    count = found["still"] + (found["ended"] if found["ended"] >= LEAST else 0)
    return count // 10 * 10 or None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
