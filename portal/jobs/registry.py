"""What runs by itself: each app declares its periodic jobs here, and the figures it adds to ``/sante/``."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from portal.jobs.schedules import Daily, Every, Schedule


@dataclass(frozen=True)
class Job:
    """``name`` is its identity, for ever; ``label`` is French, for people; ``run`` is safe to run twice."""

    name: str
    label: str
    schedule: Schedule
    for_each_tenant: bool
    run: Callable[[], object]


@dataclass(frozen=True)
class Figures:
    """Counts that an app adds to ``/sante/``; those named in ``alarming`` should be zero. Labels are French."""

    count: Callable[[], dict[str, int]]
    alarming: frozenset[str]
    label: str
    labels: dict[str, str]


JOBS: dict[str, Job] = {}
FIGURES: dict[str, Figures] = {}


def periodic(
    name: str,
    *,
    label: str,
    every: datetime.timedelta | None = None,
    at: datetime.time | None = None,
    for_each_tenant: bool = True,
):
    """Declare a job: run it ``every`` interval, or each day ``at`` a time in France.

    It is run once for each tenant, in its context, or once as the platform.
    """
    schedule = Daily(at) if at else Every(every)

    def declare(run: Callable[[], object]) -> Callable[[], object]:
        if name in JOBS:
            raise ValueError(f"Two periodic jobs are named « {name} ».")
        JOBS[name] = Job(name, label, schedule, for_each_tenant, run)
        return run

    return declare


def health_figures(name: str, *, alarming: set[str], label: str, labels: dict[str, str]):
    """Add to ``/sante/`` what this function counts over all tenants, in one query; nothing personal.

    ``label`` and ``labels`` call the whole and each count by a French name, for people.
    """

    def declare(count: Callable[[], dict[str, int]]) -> Callable[[], dict[str, int]]:
        FIGURES[name] = Figures(count, frozenset(alarming), label, labels)
        return count

    return declare
