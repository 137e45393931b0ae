"""Behind a PgBouncer in transaction mode two tenants share a session of the server, and nothing else."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import dj_database_url
import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import Error, connection, connections

from portal.database import context
from portal.database.engine.base import DatabaseWrapper, SharedSessionError
from portal.jobs import scheduler
from portal.organisations.models import Circle
from portal.tenancy.checks import database_role_is_unprivileged
from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST
from tests.counterparts import pgbouncer
from tests.isolation.test_threads import names, work  # noqa: F401 (a fixture)
from tests.portal.database.pooled import hammer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pooler(django_db_setup):
    """It has one session of the tests' own server to lend."""
    with pgbouncer.before(_address(connection.settings_dict)) as running:
        yield running


def _address(to: dict) -> str:
    from urllib.parse import quote

    return f"postgresql://portal@{quote(to['HOST'], safe='')}:{to['PORT'] or 5432}/{to['NAME']}"


@pytest.fixture
def behind(pooler, monkeypatch):
    """``behind()`` has the connections of other threads pass through the pooler, with these settings."""

    def pass_through(**settings):
        usual = connections.settings["default"]
        here = dj_database_url.parse(pooler.url(usual["NAME"]), engine="portal.database.engine")
        settings = {"POOLING": "transaction", "DISABLE_SERVER_SIDE_CURSORS": True} | settings
        monkeypatch.setitem(connections.settings, "default", usual | here | settings)

    return pass_through


@pytest.fixture
def two_tenants():
    with context.use(context.PLATFORM):
        return [tenant.context for tenant in Tenant.objects.order_by("slug")]


def elsewhere(do, *given):
    """Do it in a thread of its own, and so on a connection of its own."""

    def done():
        try:
            return do(*given)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


@pytest.mark.parametrize("times", [25, pytest.param(400, marks=pytest.mark.full)])
def test_two_tenants_and_the_platform_on_one_session_never_meet(behind, two_tenants, times):
    behind()
    before = set(Circle.objects.values_list("pk", flat=True))
    wrong = hammer(two_tenants, threads=6, times=times)
    assert not wrong, "\n".join(wrong[:20])
    assert set(Circle.objects.values_list("pk", flat=True)) == before
