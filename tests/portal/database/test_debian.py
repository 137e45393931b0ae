"""PostgreSQL by address: Debian's own, over TLS, restarted in the middle, and followed by a replica."""

import shutil
import signal

import pytest
from django.db import OperationalError, connections

from portal.database import context
from portal.database.engine.base import DatabaseWrapper
from portal.settings.database import databases
from tests.counterparts import folder, postgres
from tests.counterparts.certificates import Authority

ROWS = "CREATE TABLE kept (tenant_id int, what text); ALTER TABLE kept ENABLE ROW LEVEL SECURITY;"
WALL = """
    CREATE POLICY tenant ON kept TO portal_app
        USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
    GRANT SELECT, INSERT ON kept TO portal_app; GRANT SELECT, INSERT ON kept TO portal_platform;
    CREATE POLICY platform ON kept TO portal_platform USING (true) WITH CHECK (true);
    INSERT INTO kept VALUES (1, 'un'), (2, 'deux');
"""
ONE = context.TenantContext(1, "one", home_path="00010001", collection_path="00010001")
ASKED = "SELECT string_agg(what, ' ' ORDER BY what) FROM kept"


@pytest.fixture(scope="module")
def authority():
    with folder() as place:
        yield Authority(place)


@pytest.fixture(scope="module")
def server(authority):
    with postgres.running() as running:
        chain, key = authority.sign("localhost", into=running.data / "tls")
        for path in (chain.parent, chain, key):
            shutil.chown(path, running.identity.get("user"), running.identity.get("group"))
            path.chmod(0o700 if path.is_dir() else 0o600)
        running.settings |= {"ssl": "on", "ssl_cert_file": "tls/fullchain.pem", "ssl_key_file": "tls/privkey.pem"}
        running.restart()
        running.execute(ROWS + WALL, "portal")
        yield running


@pytest.fixture
def connect(monkeypatch, django_db_blocker):
    """``connect(URL=…)`` is a connection as the settings make it."""
    made = []

    def connected(alias: str = "default", **given) -> DatabaseWrapper:
        for name, value in given.items():
            monkeypatch.setenv(f"DATABASE_{name}", value)
        found, name = connections.configure_settings(databases("")), f"{alias} {len(made)}"
        monkeypatch.setitem(connections.settings, name, found[alias])
        made.append(connections[name])
        return made[-1]

    with django_db_blocker.unblock():
        yield connected
        for each in made:
            each.close()
            each.close_pool()
            del connections[each.alias]


def asked(on: DatabaseWrapper, statement: str = ASKED):
    with context.use(ONE), on.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def over(server, **parameters) -> str:
    return server.url(**parameters).replace("127.0.0.1", "localhost")


def test_a_certificate_is_checked_with_its_name(server, connect, authority):
    told = connect(URL=over(server, sslmode="verify-full", sslrootcert=str(authority.path)))
    assert asked(told) == "un"
    assert told.connection.pgconn.ssl_in_use


def test_one_of_another_authority_or_name_is_refused(server, connect, authority):
    with folder() as place, pytest.raises(OperationalError, match="certificate verify failed"):
        stranger = Authority(place, "Une autre")
        asked(connect(URL=over(server, sslmode="verify-full", sslrootcert=str(stranger.path)), POOL_SIZE="0"))
    with pytest.raises(OperationalError, match="does not match host name"):
        address = server.url(sslmode="verify-full", sslrootcert=str(authority.path))
        asked(connect(URL=address, POOL_SIZE="0"))


def test_a_server_that_restarts_costs_the_request_it_meets_and_no_other(server, connect):
    pooled = connect(URL=server.url())
    assert asked(pooled) == "un"
    server.restart()
    with pytest.raises(OperationalError):
        asked(pooled)  # this one was under way
    pooled.close()  # as each request does when it ends
    assert asked(pooled) == "un"


def test_sessions_that_waited_in_the_pool_meanwhile_are_replaced_unseen(server, connect):
    pooled = connect(URL=server.url())
    assert asked(pooled) == "un"
    pooled.close()
    server.stop()
    server.start()
    assert asked(pooled) == "un"


def test_a_crash_is_no_worse(server, connect):
    pooled = connect(URL=server.url())
    assert asked(pooled) == "un"
    pooled.close()
    server.stop(signal.SIGQUIT)
    server.start()
    assert asked(pooled) == "un"


def test_the_timeouts_of_a_page_are_those_of_its_session(server, connect):
    limit = "SELECT current_setting('statement_timeout')"
    assert asked(connect(URL=server.url()), limit) == "30s"
    assert asked(connect(URL=server.url(), STATEMENT_TIMEOUT="7"), limit) == "7s"
