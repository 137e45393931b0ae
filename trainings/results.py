"""What people thought of sessions, counted. Nothing is told of fewer than three answers."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from portal.design.charts import Chart
from portal.design.typography import number
from trainings.evaluating import CAME, opens
from trainings.evaluation_forms import QUESTIONS, SCALE
from trainings.models import Evaluation, Registration, Session
from trainings.models.evaluations import Pace, When

LEAST = 3
MOST_TEXTS = 300
ASKED = {When.AT_ONCE: ("overall", "aims", "useful"), When.LATER: ("useful",)}
WRITTEN = {When.AT_ONCE: ("served", "missed"), When.LATER: ("practised",)}
TITLES = {When.AT_ONCE: "Juste après la session", When.LATER: "Deux mois après"}


@dataclass(frozen=True)
class Text:
    """What somebody wrote; ``by`` is empty unless they signed."""

    words: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Results:
    """The answers to one of the two evaluations. Under LEAST of them only ``is_shown`` (False) is told."""

    title: str
    asked: int
    """Of how many people the opinion was to be asked."""
    count: int = 0
    averages: list[tuple[str, str]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    texts: list[tuple[str, list[Text]]] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return self.count >= LEAST


def results_of(
    sessions: Iterable[Session] | QuerySet[Session], *, now: datetime.datetime | None = None
) -> list[Results]:
    """Return the results of these sessions together: seven queries, whatever their number.

    A session with fewer answers than LEAST counts only where those of all such sessions together are as many: else
    the results of the others, taken away, would tell them.
    """
    sessions, now = list(sessions), now or timezone.now()
    keys = [session.pk for session in sessions]
    counts = Evaluation.objects.filter(session__in=keys).order_by().values_list("when", "session")
    found = list(counts.annotate(Count("pk")))
    return [
        _results(when, {pk: n for each, pk, n in found if each == when}, _asked(sessions, when, now)) for when in When
    ]


def _asked(sessions: list[Session], when: When, now: datetime.datetime) -> int:
    """Return of how many people the opinion was to be asked by now."""
    keys = [session.pk for session in sessions if opens(session, when) <= now]
    return Registration.objects.filter(CAME, session__in=keys).count()


def _results(when: When, counts: dict[int, int], asked: int) -> Results:
    few = {pk for pk, count in counts.items() if count < LEAST}
    told = counts.keys() - few if sum(counts[pk] for pk in few) < LEAST else counts.keys()
    if not told:
        return Results(title=TITLES[when], asked=asked)
    rows = Evaluation.objects.filter(session__in=told, when=when)
    sums = rows.aggregate(
        **{f"{name}_{mark}": Count("pk", filter=Q(**{name: mark})) for name in ASKED[when] for mark, _ in SCALE},
        **{f"pace_{pace.name}": Count("pk", filter=Q(pace=pace)) for pace in Pace},
        **{f"{name}_mean": Avg(name) for name in ASKED[when]},
    )
    charts = [
        _chart(QUESTIONS[name], [(label, sums[f"{name}_{mark}"]) for mark, label in SCALE]) for name in ASKED[when]
    ]
    if when == When.AT_ONCE:
        charts.append(_chart(QUESTIONS["pace"], [(each.label, sums[f"pace_{each.name}"]) for each in Pace]))
    return Results(
        title=TITLES[when], asked=asked, count=sum(counts[pk] for pk in told), charts=charts,
        averages=[(QUESTIONS[name], f"{number(round(sums[f'{name}_mean'], 1))} sur 5") for name in ASKED[when]],
        texts=_texts(rows, when),
    )  # fmt: skip


def _chart(title: str, rows: list[tuple[str, int]]) -> Chart:
    return Chart(
        title=title, about="Réponse", series=("Réponses",), unit="réponses",
        rows=tuple((label, (count,)) for label, count in rows),
    )  # fmt: skip


def _texts(rows: QuerySet[Evaluation], when: When) -> list[tuple[str, list[Text]]]:
    """Return what was written, question by question, in no order that tells anything: that of random keys."""
    wrote = Q()
    for name in WRITTEN[when]:
        wrote |= ~Q(**{name: ""})
    found = list(rows.filter(wrote).select_related("signed_by__user").order_by("pk")[:MOST_TEXTS])
    return [
        (QUESTIONS[name], [Text(getattr(row, name), _signature(row)) for row in found if getattr(row, name)])
        for name in WRITTEN[when]
    ]


def _signature(row: Evaluation) -> str:
    return str(row.signed_by.user) if row.signed_by else ""
