"""Behind a PgBouncer in transaction mode two tenants share a session of the server, and nothing else."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import dj_database_url
import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.database import context
from portal.database.engine.base import SETTINGS, DatabaseWrapper, SharedSessionError, say_for_the_session
from portal.jobs import scheduler
from portal.organisations.models import Circle
from portal.tenancy.checks import database_role_is_unprivileged
from portal.tenancy.models import Tenant
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


@pytest.fixture(scope="module")
def connecting(django_db_setup, django_db_blocker):
    """How a connection is made, before a test is held to « default »."""
    with django_db_blocker.unblock():
        return BaseDatabaseWrapper.ensure_connection


@pytest.fixture
def any_database(connecting, monkeypatch):
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connecting)


def elsewhere(do, *given):
    """Do it in a thread of its own, and so on a connection of its own."""

    def done():
        try:
            return do(*given)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


def session(sql: str, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


@pytest.mark.parametrize("times", [40, pytest.param(400, marks=pytest.mark.full)])
def test_two_tenants_and_the_platform_on_one_session_never_meet(behind, two_tenants, times):
    behind()
    before = set(Circle.objects.values_list("pk", flat=True))
    wrong = hammer(two_tenants, threads=6, times=times)
    assert not wrong, "\n".join(wrong[:20])
    assert set(Circle.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("times", [5, pytest.param(60, marks=pytest.mark.full)])
def test_pages_of_two_hosts_come_through_it_with_a_pool_of_our_own_on_top(behind, names, times):  # noqa: F811
    usual = connections.settings["default"]["OPTIONS"]
    behind(OPTIONS=usual | {"pool": {"min_size": 1, "max_size": 3, "timeout": 30}}, CONN_HEALTH_CHECKS=True)
    handler = WSGIHandler()
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(work, handler, names, seed, times) for seed in range(4)]
        wrong = [line for answer in answers for line in answer.result()]
    connections.create_connection("default").close_pool()
    assert not wrong, "\n".join(wrong[:20])


def test_without_the_setting_nothing_is_said_nor_asked(behind, two_tenants):
    """Were it said, it would reach the neighbour: the next test shows that."""
    behind(POOLING="session")

    def ask():
        with context.use(two_tenants[0]), pytest.raises(SharedSessionError, match="DATABASE_POOLING=transaction"):
            session("SELECT 1")
        with context.use(context.PLATFORM):
            return [error.id for error in database_role_is_unprivileged(["default"])]

    assert elsewhere(ask) == ["tenancy.E002"]
    behind()
    assert elsewhere(session, "SELECT current_setting('app.tenant_id')") == ("",)


def test_what_is_said_for_a_session_would_reach_the_neighbour(behind, two_tenants, monkeypatch, pooler):
    one, other = two_tenants
    behind(POOLING="session")
    monkeypatch.setattr(
        "portal.database.engine.base.SAY", f"{say_for_the_session(SETTINGS)} OR pg_backend_pid() IS NOT NULL"
    )
    here, there = (DatabaseWrapper(connections.settings["default"], "default") for _ in "12")
    tenant = "SELECT current_setting('app.tenant_id')"
    try:
        found = []
        for asking, on in ((one, here), (other, there), (one, here)):
            with context.use(asking), on.cursor() as cursor:
                cursor.execute(tenant)
                found.append(cursor.fetchone()[0])
    finally:
        here.close()
        there.close()
    assert found == [str(one.id), str(other.id), str(other.id)]  # the third is who came second


def test_what_goes_without_a_word_may_read_nothing(pooler, behind, two_tenants):
    behind()
    elsewhere(session, "SELECT 1")
    with contextlib.closing(psycopg.connect(pooler.url(connection.settings_dict["NAME"]))) as client:
        client.execute("RESET ROLE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            client.execute("SELECT * FROM organisations_circle")


def test_nothing_of_what_was_said_is_left_to_whoever_comes_next(behind, two_tenants, pooler):
    behind(TIMEOUTS={"statement_timeout": "17s"})
    asked = "current_user, current_setting('app.tenant_id', true), current_setting('statement_timeout')"
    with context.use(two_tenants[0]):
        [told] = elsewhere(lambda: [(two_tenants[0].id, session(f"SELECT {asked}"))])
    with contextlib.closing(psycopg.connect(pooler.url(connection.settings_dict["NAME"]), autocommit=True)) as client:
        client.execute("RESET ROLE")
        left = client.execute(f"SELECT {asked}").fetchone()
    assert told[1][2] == "17s"
    assert left == ("portal", "", "0")


def test_a_statement_that_takes_too_long_is_ended(behind):
    behind(TIMEOUTS={"statement_timeout": "50ms"})

    def wait():
        with pytest.raises(OperationalError, match="statement timeout"):
            session("SELECT pg_sleep(60)")
        return session("SELECT 1")

    assert elsewhere(wait) == (1,)


def test_a_job_is_run_by_one_scheduler_even_so(any_database, behind, monkeypatch):
    """A lock of a session is held on a session of one's own; through the pooler both would have it."""
    monkeypatch.setitem(connections.settings, "direct", connections.settings["default"])
    behind()

    def second() -> bool:
        with scheduler.alone("of these tests") as is_alone:
            return is_alone

    def first() -> list[bool]:
        with scheduler.alone("of these tests") as is_alone:
            return [is_alone, elsewhere(second)]

    assert elsewhere(first) == [True, False]
    assert elsewhere(second) is True
    lock, give = "SELECT pg_try_advisory_lock(6210)", "SELECT pg_advisory_unlock(6210)"
    assert [elsewhere(session, each) for each in (lock, lock, give, give)] == [(True,)] * 4
