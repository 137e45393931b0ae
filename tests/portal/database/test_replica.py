"""Figures are counted on a copy that follows by streaming: the same walls, nothing written, and never alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connection, connections, transaction

from portal.database import context, replica
from portal.database.replica import Router, WritesOnReplicaError, on_replica, reading_connection
from portal.organisations.models import Circle
from portal.settings.database import databases
from tests.counterparts import postgres
from tests.portal.database.test_debian import ONE, ROWS, WALL

WHERE = "SELECT pg_is_in_recovery(), (SELECT string_agg(what, ' ' ORDER BY what) FROM kept)"


@pytest.fixture(scope="module")
def primary():
    with postgres.running() as running:
        running.execute(ROWS + WALL, "portal")
        yield running


@pytest.fixture(scope="module")
def copy(primary):
    with postgres.replica_of(primary) as running:
        yield running


@pytest.fixture
def within(monkeypatch, django_db_blocker):
    """``within(primary, copy)(do)`` does it in a thread of its own, on these two servers."""
    monkeypatch.setattr(replica, "_asked_again_at", 0.0)

    def on(primary, copy, **given):
        given |= {"URL": primary.url(), "REPLICA_URL": copy.url(), "POOL_SIZE": "0"}
        for name, value in given.items():
            monkeypatch.setenv(f"DATABASE_{name}", value)
        for alias, settings in connections.configure_settings(databases("")).items():
            monkeypatch.setitem(connections.settings, alias, settings)
        return elsewhere

    with django_db_blocker.unblock():
        yield on


def elsewhere(do):
    def done():
        try:
            with context.use(ONE):
                return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


@on_replica
def figures(statement: str = WHERE) -> tuple:
    with reading_connection().cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def until(server, statement: str) -> None:
    """A copy takes what it is sent when it comes: there is nothing else to wait on."""
    for _ in range(500):
        if server.execute(f"SELECT {statement}, pg_sleep(0.02)", "portal")[0][0]:
            return
    pytest.fail(f"never: {statement}")


def test_they_are_counted_on_the_copy_which_shows_no_neighbour_s_row_either(within, primary, copy):
    assert within(primary, copy)(figures) == (True, "un")


def test_so_does_raw_sql_of_whoever_asks_there(within, primary, copy):
    def ask():
        with connections["replica"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kept")
            own = cursor.fetchone()
            with context.use(context.PLATFORM):
                everybody = figures()
            with context.use(context.NOTHING):
                return own, everybody[1], figures()[1]

    assert within(primary, copy)(ask) == ((1,), "deux un", None)


def test_without_one_the_database_itself_answers(monkeypatch):
    assert "replica" not in connections
    assert replica._reading.get() == DEFAULT_DB_ALIAS
    monkeypatch.setattr(replica, "_reading_from", None)  # would be called to read elsewhere
    assert on_replica(lambda: "counted")() == "counted"


def test_a_copy_that_is_stopped_is_done_without_and_left_alone_for_a_while(within, primary, monkeypatch, caplog):
    class Stopped:
        def url(self):
            return f"postgresql://portal:{postgres.PASSWORD}@127.0.0.1:1/portal"

    done = within(primary, Stopped())
    assert done(lambda: (figures(), figures())) == ((False, "un"), (False, "un"))
    assert len(caplog.records) == 1  # not asked a second time
    assert "does not answer" in caplog.text
    assert postgres.PASSWORD not in caplog.text


def test_one_that_stops_in_the_middle_costs_nothing(within, primary, copy):
    runs = []

    @on_replica
    def count():
        runs.append(reading_connection().alias)
        if len(runs) == 1:
            raise OperationalError("terminating connection due to conflict with recovery")
        return figures.__wrapped__()

    assert within(primary, copy)(count) == (False, "un")
    assert runs == ["replica", "default"]


def test_one_that_is_late_is_done_without_until_it_has_caught_up(within, primary, copy, monkeypatch, caplog):
    done = within(primary, copy, REPLICA_MAX_LAG="0")
    primary.execute("ANALYZE kept", "portal")
    until(copy, "pg_last_xact_replay_timestamp() IS NOT NULL")
    copy.execute("SELECT pg_wal_replay_pause()", "portal")
    until(copy, "pg_get_wal_replay_pause_state() = 'paused'")
    primary.execute("INSERT INTO kept VALUES (1, 'une')", "portal")
    until(copy, "pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn()")
    assert done(figures) == (False, "un une")
    assert "seconds late" in caplog.text
    copy.execute("SELECT pg_wal_replay_resume()", "portal")
    until(copy, "pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()")
    monkeypatch.setattr(replica, "_asked_again_at", 0.0)
    assert done(figures) == (True, "un une")
    primary.execute("DELETE FROM kept WHERE what = 'une'", "portal")
    until(copy, "NOT EXISTS (SELECT FROM kept WHERE what = 'une')")


def test_who_wrote_finds_it_in_the_same_transaction(within, primary, copy):
    def write():
        with transaction.atomic():
            with context.use(context.PLATFORM), connection.cursor() as cursor:
                cursor.execute("INSERT INTO kept VALUES (1, 'tout neuf')")
            try:
                return figures()
            finally:
                transaction.set_rollback(True)

    assert within(primary, copy)(write) == (False, "tout neuf un")


def test_nothing_is_written_there(within, primary, copy):
    def write():
        with connections["replica"].cursor() as cursor, pytest.raises(Error, match="read-only transaction"):
            cursor.execute("INSERT INTO kept VALUES (1, 'x')")

    within(primary, copy)(write)
    router = Router()
    assert (router.db_for_read(Circle), router.db_for_write(Circle)) == ("default", "default")
    with replica._reading_from("replica"):
        assert router.db_for_read(Circle) == "replica"
        with pytest.raises(WritesOnReplicaError, match="Circle"):
            router.db_for_write(Circle)
    assert not router.allow_migrate("replica", "organisations")
