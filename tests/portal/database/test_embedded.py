"""The embedded server: starts by itself, is shared, stops with its last user."""

import subprocess
import sys
import textwrap

import psycopg
import pytest

from portal.database.embedded import EmbeddedPostgres, EmbeddedPostgresError

pytestmark = pytest.mark.full  # each starts a server of its own


@pytest.fixture
def server(tmp_path):
    server = EmbeddedPostgres(tmp_path / "pg", throwaway=True)
    yield server
    server.remove()


def answers(server: EmbeddedPostgres) -> bool:
    try:
        with psycopg.connect(server.url(), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def test_it_starts_keeps_its_data_and_stops(server):
    with server.running(), psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("SET ROLE portal_platform")
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (62)")
    assert not answers(server)
    with server.running(), psycopg.connect(server.url()) as connection:
        connection.execute("SET ROLE portal_platform")
        assert connection.execute("SELECT n FROM kept").fetchone() == (62,)


def test_a_second_process_keeps_it_alive_after_the_first_has_left(server, tmp_path):
    other = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from portal.database.embedded import EmbeddedPostgres
        with EmbeddedPostgres(Path({str(tmp_path / "pg")!r}), throwaway=True).running():
            print("up", flush=True)
            sys.stdin.readline()
    """)
    with server.running():
        second = subprocess.Popen(
            [sys.executable, "-c", other], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert second.stdout.readline() == "up\n"
    assert answers(server)
    second.communicate("leave\n", timeout=30)
    assert not answers(server)


def test_a_broken_cluster_is_told_in_words(server):
    with server.running():
        pass
    (server.data / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedPostgresError, match="pg_ctl failed"):
        server.start()


def test_a_server_in_use_is_not_thrown_away_and_an_idle_one_is(server):
    with server.running(), pytest.raises(EmbeddedPostgresError, match="in use"):
        server.remove()
    server.remove()
    assert not server.data.exists()
