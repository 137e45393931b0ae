"""What the public pages cost: requests a second, and how long each takes, beside a bare view of Django.

Both are served by granian with the options of ``manage.py serve``, ``DEBUG`` off, in processes of their own, and asked
in turns, so that one waits while the other works. The demonstration is served from the database of this run. The
client works on the same processors: the row « without Django » says what it and granian can do at most.

« Kept » is what the next visitor is answered; « anew » is a question that nobody asked before, or a page right after
something of the tenant changed.
"""

import contextlib
import itertools
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from portal.database import context
from portal.demo.management.commands.serve import web_server
from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant
from portal.territories.models import Commune
from tests import load
from tests.load import Connection, Load, request

HOST, PLATFORM, FINDER = "pas-de-calais.localhost", "/plateformes/lens-henin/", "/trouver/?q=Lens"
TURNS, SECONDS, CONNECTIONS = 5, 1.0, 8
AFTER_A_CHANGE = 60
READY_WITHIN = 60  # seconds
WORDS = ["logement", "bailleur", "loyer", "accompagnement", "formation", "commission", "Lens", "propriétaire", "aide"]
BARE = "a bare Django view"


@dataclass(frozen=True)
class Asked:
    """Rows of the table: what is asked, of which server, which status is right."""

    name: str
    port: int
    requests: Iterable[bytes]
    status: int = 200


def measure() -> None:
    """Print both tables."""
    with served() as (portal, bare, nothing):
        rows = [
            Asked(BARE, bare, [request(HOST, "/")]),
            Asked("without Django", nothing, [request(HOST, "/")]),
            Asked("home, kept", portal, [request(HOST, "/")]),
            Asked("home, which the browser has: 304", portal, [request(HOST, "/", **_known(portal, "/"))], 304),
            Asked("platform, kept", portal, [request(HOST, PLATFORM)]),
            Asked("finder’s answer, kept", portal, [request(HOST, FINDER)]),
            Asked("finder’s answer, anew", portal, _places()),
            Asked("search, anew", portal, _searches()),
        ]
        for connections in (CONNECTIONS, 1):
            _print_table(f"{connections} connections" if connections > 1 else "1 connection", _loads(rows, connections))
        _print_table("1 connection, right after a change", _after_a_change(portal, bare))


def _loads(rows: list[Asked], connections: int) -> dict[str, Load]:
    """Return what came of each, all asked in turns; a first round, which warms each process, does not count."""
    loads = {row.name: Load() for row in rows}
    for turn in range(TURNS + 1):
        for row in rows:
            some = load.run(row.port, row.requests, connections=connections, seconds=SECONDS, status=row.status)
            if turn:
                loads[row.name] += some
    return loads


def _after_a_change(portal: int, bare: int) -> dict[str, Load]:
    """Return what a page takes when all that was kept of its tenant is stale; the change itself is not counted."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
    asked = {
        BARE: (bare, "/"),
        "home": (portal, "/"),
        "platform": (portal, PLATFORM),
        "finder’s answer": (portal, FINDER),
        "search": (portal, "/recherche/?q=logement"),
    }
    loads = {name: Load() for name in asked}
    for _ in range(AFTER_A_CHANGE):
        for name, (port, address) in asked.items():
            with context.use(context.PLATFORM):
                refresh(tenant.pk)
            loads[name] += load.run(port, [request(HOST, address)], connections=1, seconds=0)
    return loads


def _print_table(title: str, loads: dict[str, Load]) -> None:
    """Print each row, and beside it its ratio to the bare view: « 0.050 × » as many a second, « 20.0 × » as long."""
    bare = loads[BARE]
    print(f"\n{title:<36} {'/ s':>8} {'p50 ms':>8} {'p99 ms':>8} {'/ s':>9} {'p50':>9} {'p99':>9}")  # noqa: T201
    for name, each in loads.items():
        half, most = each.percentile(0.5), each.percentile(0.99)
        ratios = [f"{each.rate / bare.rate:7.3f} ×", f"{half / bare.percentile(0.5):7.1f} ×"]
        ratios.append(f"{most / bare.percentile(0.99):7.1f} ×")
        print(f"{name:<36} {each.rate:8.0f} {half:8.2f} {most:8.2f} {' '.join(ratios)}")  # noqa: T201


# What is asked -------------------------------------------------------------------------------------------


def _known(port: int, address: str) -> dict[str, str]:
    """Return the header of a browser that has this page."""
    with Connection(port) as asking:
        _, head = asking.ask(request(HOST, address))
    return {"If-None-Match": re.search(rb"\r\netag: *([^\r]+)", head, re.IGNORECASE)[1].decode()}


def _places() -> Iterator[bytes]:
    """One commune after the other, by its code; no two addresses are the same."""
    codes = list(Commune.objects.filter(departement="62").values_list("pk", flat=True))
    return (request(HOST, f"/trouver/?q={code}&n={n}") for n, code in enumerate(itertools.cycle(codes)))


def _searches() -> Iterator[bytes]:
    words = itertools.cycle(itertools.product(WORDS, WORDS))
    return (request(HOST, f"/recherche/?q={quote(f'{one} {other}')}") for one, other in words)


# Who answers ---------------------------------------------------------------------------------------------


@contextlib.contextmanager
def served() -> Iterator[tuple[int, int, int]]:
    """Serve the demonstration, the bare view and nothing; yield their ports."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, contextlib.ExitStack() as stack:
        url = settings.DATABASE_URL or settings.EMBEDDED_POSTGRES.url()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            "DATABASE_URL": f"{url.rpartition('/')[0]}/{connection.settings_dict['NAME']}",
            "PORTAL_DATA_DIR": folder,
        }
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"], env=environment, check=True
        )
        applications = ["portal.wsgi:application", "tests.bare:application", "tests.bare:without_django"]
        yield tuple(stack.enter_context(_running(name, environment)) for name in applications)


@contextlib.contextmanager
def _running(application: str, environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(web_server(port, application), env=environment | {"PORT": str(port)})
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, "The server stopped; its reason is above."
        with contextlib.suppress(OSError), Connection(port) as asking:
            asking.ask(request(HOST, "/"))
            return
        time.sleep(0.1)
    raise TimeoutError("The server did not answer.")
