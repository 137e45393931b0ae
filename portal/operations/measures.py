"""What Prometheus is told of this machine's processes, and of the installation. Nothing personal, no tenant's name.

Each process counts in files of its own, of a folder that those of a machine share (portal.settings.observation);
whichever is asked adds them up, and what a process counted stays counted when it ends. The labels are bounded: routes
by their name, never an address.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connections
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from portal.jobs import health
from portal.operations.telling import method

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds."""


class Counts:
    """What this process counts."""

    def __init__(self):
        self.registry = CollectorRegistry()
        kept = {"registry": self.registry}
        now = kept | {"multiprocess_mode": "livesum"}
        self.requests = Counter("portal_requests", "Answers.", ["route", "method", "status"], **kept)
        self.seconds = Histogram("portal_request_seconds", "Until the answer.", ["route"], buckets=BUCKETS, **kept)
        self.in_progress = Gauge("portal_requests_in_progress", "Requests being answered.", **now)
        self.in_progress.set(0)  # a former process may have had the same number
        self.queries = Counter("portal_database_queries", "Asked by requests.", ["route"], **kept)
        self.query_seconds = Counter("portal_database_seconds", "Spent asking, by requests.", ["route"], **kept)
        self.tasks = Counter("portal_tasks", "Tasks that were run.", ["task", "status"], **kept)
        self.task_seconds = Counter("portal_task_seconds", "Spent on tasks.", ["task"], **kept)
        self.pool = {
            name: Gauge(f"portal_database_pool_{name}", told, **now)
            for name, told in (
                ("size", "Connections of the pools."),
                ("available", "Connections that nobody uses."),
                ("requests_waiting", "Threads that wait for a connection."),
            )
        }


@cache
def counts() -> Counts:
    """Return this process's counts, begun at the first use: a command that measures nothing leaves no file."""
    if folder := _folder():
        _begin_anew(folder)
    return Counts()


def _folder() -> Path | None:
    path = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(path) if path else None


def _begin_anew(folder: Path) -> None:
    """Drop what former processes left when none of them runs any more: everything starts from zero together."""
    found = _processes(folder)
    if not any(_runs(pid) for pid in found if pid != os.getpid()):
        for path in (path for paths in found.values() for path in paths):
            path.unlink(missing_ok=True)


def _processes(folder: Path) -> dict[int, list[Path]]:
    """Return the files of the folder by the process that writes them."""
    found: dict[int, list[Path]] = {}
    for path in folder.glob("*_*.db"):
        if (pid := path.stem.rpartition("_")[2]).isdecimal():
            found.setdefault(int(pid), []).append(path)
    return found


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


# Noting -----------------------------------------------------------------------------------------------------


def route_of(request) -> str:
    """Return the name of what answered: a route's, or one word in brackets for what answered before any."""
    if match := request.resolver_match:
        return match.view_name
    if getattr(request, "is_kept_page", False):
        return "(kept)"
    return "(static)" if request.path.startswith(settings.STATIC_URL) else "(none)"


def begins() -> None:
    if settings.METRICS_TOKEN:
        counts().in_progress.inc()


def ends() -> None:
    if settings.METRICS_TOKEN:
        counts().in_progress.dec()


def note_request(request, status: int, route: str, seconds: float, queries) -> None:
    if not settings.METRICS_TOKEN:
        return
    noted = counts()
    noted.requests.labels(route, method(request), status).inc()
    noted.seconds.labels(route).observe(seconds)
    noted.queries.labels(route).inc(queries.count)
    noted.query_seconds.labels(route).inc(queries.seconds)


def note_task(task: str, status: str, seconds: float) -> None:
    if settings.METRICS_TOKEN:
        counts().tasks.labels(task, status).inc()
        counts().task_seconds.labels(task).inc(seconds)


def note_pool(**kwargs) -> None:
    """Receiver of request_finished: the connection is back in the pool by then."""
    if not settings.METRICS_TOKEN:
        return
    pooled = [each for each in connections.all(initialized_only=True) if each.settings_dict["OPTIONS"].get("pool")]
    stats = [connection.pool.get_stats() for connection in pooled]
    for name, gauge in counts().pool.items():
        measure = name if name.startswith("requests") else f"pool_{name}"
        gauge.set(sum(each.get(measure, 0) for each in stats))


# Telling ----------------------------------------------------------------------------------------------------


class Processes:
    """Memory, processor and open files of each process of this machine, by its number."""

    def __init__(self, pids: list[int]):
        self.pids = pids

    def collect(self) -> list[Metric]:
        found: dict[str, Metric] = {}
        for pid in self.pids:
            for metric in ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect():
                family = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                for sample in metric.samples:
                    family.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        return list(found.values())


class Installation:
    """What ``/sante/`` says, the same wherever it is asked."""

    def collect(self) -> Iterator[Metric]:
        report = health.report()
        state = GaugeMetricFamily("portal_health", "1 for the state of the installation.", labels=["status"])
        for status in ("ok", "degraded", "down"):
            state.add_metric([status], report["status"] == status)
        yield state
        for name in ("database", "migrations"):
            yield GaugeMetricFamily(f"portal_{name}_ready", "1 when this process can serve.", value=report[name])
        for name, told in report.items():
            if name == "jobs":
                yield from self._jobs(told)
            elif isinstance(told, dict):
                for figure, value in told.items():
                    label = re.sub(r"\W", "_", f"portal_{name}_{figure}")
                    yield GaugeMetricFamily(label, "As in /sante/.", value=value)

    def _jobs(self, jobs: dict[str, list[str]]) -> Iterator[Metric]:
        for state, names in jobs.items():
            yield GaugeMetricFamily(f"portal_jobs_{state}", "How many periodic jobs.", value=len(names))
            each = GaugeMetricFamily(f"portal_job_{state}", "1 for each of them.", labels=["job"])
            for name in names:
                each.add_metric([name], 1)
            yield each


def exposition() -> bytes:
    """Return everything, in Prometheus' text format."""
    registry, pids = CollectorRegistry(), [os.getpid()]
    own = counts()
    if folder := _folder():
        pids = [pid for pid in _processes(folder) if _runs(pid)]
        for pid in _processes(folder).keys() - set(pids):
            mark_process_dead(pid, str(folder))  # what it was doing, it does no more; what it counted stays
        MultiProcessCollector(registry, str(folder))
    registry.register(Processes(pids))
    registry.register(Installation())
    told = generate_latest(registry)
    return told if folder else generate_latest(own.registry) + told
