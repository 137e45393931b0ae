"""Runs the requests of one direction: each starts from one savepoint and is rolled back to it, read and weighed."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from portal.accounts.models import User
from portal.database import context
from tests.isolation.sweep.judge import Fault, leaks_of, read
from tests.isolation.sweep.roles import Walker
from tests.isolation.sweep.rows import Ledger
from tests.isolation.sweep.variants import Request

TALLY: Counter = Counter()
"""What all walks of this session made, for the last lines of the run."""


@dataclass
class Report:
    """How many requests were made, how they were answered, and what was wrong."""

    sent: int = 0
    seconds: float = 0.0
    statuses: Counter = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    per_role: Counter = field(default_factory=Counter)

    def of_kind(self, *kinds: str) -> list[Fault]:
        return [fault for fault in self.faults if fault.kind in kinds]

    @property
    def leaks(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.kind != "ERROR"]

    def __str__(self):
        return "\n".join(str(fault) for fault in self.faults)


class Walk:
    """One direction: ``own``'s host, the ``other``'s ids."""

    def __init__(self, own, other):
        self.own, self.other = own, other
        self.report = Report()
        with context.use(context.PLATFORM):
            theirs = [*User.objects.filter(email__startswith=other.marks.canary)]
        self.ledger = Ledger.of(other.tenant, theirs + [other[name] for name in ("workflow", "task", "tag")])
        logging.getLogger("django.request").setLevel(logging.CRITICAL)

    def run(self, walker: Walker, requests: Iterable[Request]) -> None:
        started, before = time.perf_counter(), self.report.sent
        with transaction.atomic():
            start = connection.savepoint_ids[-1]
            for request in requests:
                with context.use(context.NOTHING):
                    self._one(walker, request)
                    transaction.set_rollback(False)  # where the request broke the transaction: here it is mended
                    transaction.savepoint_rollback(start)
        self.report.seconds += time.perf_counter() - started
        TALLY["requests"] += self.report.sent - before
        TALLY["seconds of them"] += time.perf_counter() - started

    def fetch(self, walker: Walker, request: Request):
        """Send a request whose answer is of use, and not judged."""
        with context.use(context.NOTHING), transaction.atomic():
            response = walker.send(request.method, request.url, request.data, is_xhr=request.is_xhr)
            body = read(response)
            transaction.set_rollback(True)
        return response, body.decode(errors="replace")

    def _one(self, walker: Walker, request: Request) -> None:
        response = walker.send(request.method, request.url, request.data, is_xhr=request.is_xhr)
        self.report.sent += 1
        self.report.per_role[walker.role] += 1
        self.report.statuses[response.status_code] += 1
        self.report.faults += self._faults(walker, request, response)

    def _faults(self, walker: Walker, request: Request, response) -> Iterator[Fault]:
        found = [(kind, words) for kind, words in leaks_of(response, request.sent, self.other.marks)]
        found += [("WRITE", words) for words in self.ledger.written()]
        if request.names_theirs and response.status_code == 200 and _is_picture(response):
            found.append(("PICTURE", response.headers["Content-Type"]))
        if response.status_code >= 500:
            found.append(("ERROR", _failure(response)))
        for kind, words in found:
            yield Fault(walker.role, request.label, request.url, request.name, kind, words)


def _is_picture(response) -> bool:
    """Say whether the answer is an image file: no word in it could betray whose it is."""
    return response.headers.get("Content-Type", "").startswith(("image/png", "image/jpeg", "image/webp", "image/avif"))


def _failure(response) -> str:
    kind, error, trace = getattr(response, "exc_info", (None, None, None))
    if kind is None:
        return f"status {response.status_code}"
    while trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rpartition('site-packages/')[2]}:{trace.tb_lineno}"
    return f"{kind.__name__}: {str(error)[:120]} at {place}"
