"""``python -m tests.bench_load.measure FILE POSTMASTER``: load the database of DATABASE_URL, write what came of it."""

import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from portal.database import context  # noqa: E402
from portal.database.direct import connect_directly  # noqa: E402
from tests.bench_load import plan, rush, serving, wrk  # noqa: E402

EACH = 900
"""Different places and members: more than can be asked within the seconds of a row."""
SECONDS = int(os.environ.get("LOAD_SECONDS", "6"))
CONNECTIONS = 16
JOBS = ("notifications.elsewhere", "events.offers")
"""Those that run every few minutes, and look at everybody or at every date to come."""
MAILS_WITHIN = 120  # seconds
WAITING = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"


def measure(folder: Path, postmaster: int) -> dict:
    """Return the rows of the table, the rush, memory and mails of one installation."""
    asked = plan.plan(each=EACH)
    crowd = rush.prepare(plan.in_order()[0])
    environment, told = dict(os.environ), {}
    with serving.mail_server(folder / "mail", environment) as mails, serving.Web(environment, folder).serving() as web:
        told["rows"] = [_load(web, row, postmaster) for row in asked]
        with serving.worker(environment, folder) as process:
            told["rush"] = _rush(web, crowd, postmaster)
            told["rush"]["mails_left_after"] = serving.wait_until(_nothing_waits, MAILS_WITHIN)
            told["rush"]["faults"] += [] if mails() >= crowd.people else [f"{mails()} mails left"]
            told["memory"] = {"web": max(map(serving.memory_of, web.processes())), "worker": serving.memory_of(process)}
    jobs = {name: serving.scheduled(environment, name) for name in JOBS}
    told["jobs"] = {name: seconds for name, (seconds, _) in jobs.items()}
    told["memory"]["scheduler"] = max(memory for _, memory in jobs.values())
    return told


def _load(web: serving.Web, row: plan.Asked, postmaster: int) -> dict:
    """Ask twice: a first second, which warms each process, does not count."""
    raw = [request.raw() for request in row.requests]
    part = len(raw) // 10
    wrk.load(web.port, raw[:part], connections=CONNECTIONS, seconds=1)
    return {"name": row.name} | _counted(web, raw[part:], postmaster, connections=CONNECTIONS, seconds=SECONDS)


def _rush(web: serving.Web, crowd: rush.Rush, postmaster: int) -> dict:
    raw = [request.raw() for request in crowd.requests]
    told = _counted(web, raw, postmaster, connections=len(raw), seconds=wrk.PATIENCE, once=True)
    return told | {"faults": crowd.faults(), "people": crowd.people, "seats": crowd.seats}


def _counted(web: serving.Web, raw: list[bytes], postmaster: int, **how) -> dict:
    """Load, and tell which of web server and PostgreSQL kept the processors busy (1 is the whole of one)."""
    web.logged()
    parts = {"web": web.processes, "postgres": lambda: [postmaster, *serving.children_of(postmaster)]}
    before = {name: serving.processor_seconds(find()) for name, find in parts.items()}
    answered = wrk.load(web.port, raw, **how)
    after = {name: serving.processor_seconds(find()) for name, find in parts.items()}
    busy = {f"{name}_busy": (after[name] - before[name]) / answered.seconds for name in parts}
    logged = web.logged()
    return dataclasses.asdict(answered) | busy | {"rate": answered.rate} | dataclasses.asdict(logged)


def _nothing_waits() -> bool:
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] == 0


if __name__ == "__main__":
    connect_directly(settings.DATABASES)
    with tempfile.TemporaryDirectory(prefix="bench-load-") as place:
        found = measure(Path(place), int(sys.argv[2]))
    Path(sys.argv[1]).write_text(json.dumps(found, ensure_ascii=False))
