"""Many requests at once on few connections: each answer is its own host's.

They only read, on the committed demonstration.
"""

import io
import json
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import RequestFactory

from portal.database import context
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST

pytestmark = pytest.mark.django_db

THREADS, CONNECTIONS = 8, 3
ADDRESSES = ["/api/plateformes/", "/plateformes/", "/absente/", "/admin/", "/api/trouver/?q=Lens"]


@pytest.fixture
def pool(monkeypatch):
    """Three connections for all threads; the test's own connection stays out of it."""
    options = connections.settings["default"]["OPTIONS"]
    pooled = {"min_size": CONNECTIONS, "max_size": CONNECTIONS, "timeout": 30}
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", options | {"pool": pooled})
    yield
    closing = connections.create_connection("default")
    closing.close_pool()


@pytest.fixture
def names():
    """The platforms of each host."""
    with context.use(context.PLATFORM):
        rows = Platform.objects.values_list("tenant__domains__host", "name")
        return {host: {name for of, name in rows if of == host} for host in (PDC_HOST, CASA_HOST)}


def ask(handler, host: str, address: str) -> tuple[int, str]:
    """Send a request as a server does: what opens and closes connections around it runs."""
    statuses = []
    environ = RequestFactory().get(address, headers={"host": host}).environ
    environ["wsgi.errors"] = io.StringIO()
    response = handler(environ, lambda status, headers: statuses.append(int(status[:3])))
    try:
        return statuses[0], b"".join(response).decode()
    finally:
        response.close()


def work(handler, names: dict, seed: int, times: int) -> list[str]:
    """Ask both hosts in any order; return what was not as it should be."""
    chance, wrong = random.Random(seed), []
    for _ in range(times):
        host, address = chance.choice([PDC_HOST, CASA_HOST]), chance.choice(ADDRESSES)
        other = CASA_HOST if host == PDC_HOST else PDC_HOST
        status, body = ask(handler, host, address)
        if address == "/api/plateformes/" and {p["name"] for p in json.loads(body)["platforms"]} != names[host]:
            wrong.append(f"{host}{address}: {body[:200]}")
        if status >= 500 or other in body or (address == "/plateformes/" and not all(n in body for n in names[host])):
            wrong.append(f"{host}{address}: {status}")
    connections.close_all()
    return wrong


@pytest.mark.parametrize("times", [10, pytest.param(100, marks=pytest.mark.full)])
def test_eight_threads_on_three_connections_never_mix_two_tenants(pool, names, times):
    handler = WSGIHandler()
    with ThreadPoolExecutor(THREADS) as threads:
        answers = [threads.submit(work, handler, names, seed, times) for seed in range(THREADS)]
        wrong = [line for answer in answers for line in answer.result()]
    assert not wrong, "\n".join(wrong[:20])


def test_a_connection_given_back_remembers_nobody(pool):
    def session(asking):
        with context.use(asking), connections["default"].cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('app.tenant_id', true)")
            seen = cursor.fetchone()
        connections["default"].close()
        return seen

    with context.use(context.PLATFORM):
        contexts = [platform.tenant.context for platform in Platform.objects.select_related("tenant")]
    with ThreadPoolExecutor(1) as thread:
        for asking in contexts[:4]:
            assert thread.submit(session, asking).result() == ("portal_app", str(asking.id))
            assert thread.submit(session, context.NOTHING).result() == ("portal_app", "")
    assert connection.in_atomic_block
