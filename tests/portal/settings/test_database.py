"""The addresses of PostgreSQL: what is asked for, and what is said of one that is not understood."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.database.direct import connect_directly
from portal.settings.database import databases

SECRET = "un-secret-bien-garde"
EMBEDDED = "postgresql://portal@%2Ftmp%2Fsocket/portal"
POOLER = f"postgresql://portal:{SECRET}@pooler.example:6432/portal"
DIRECT = f"postgresql://portal:{SECRET}@db.example/portal"


@pytest.fixture(autouse=True)
def _nothing_is_given(monkeypatch):
    for name in ("URL", "DIRECT_URL", "REPLICA_URL", "POOLING", "POOL_SIZE", "REPLICA_MAX_LAG"):
        monkeypatch.delenv(f"DATABASE_{name}", raising=False)


@pytest.fixture
def give(monkeypatch):
    def given(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"DATABASE_{name}", value)
        return databases(EMBEDDED)

    return given


def test_without_an_address_it_is_the_embedded_server_and_nothing_else(give):
    found = give()
    assert list(found) == ["default"]
    assert found["default"]["HOST"] == "/tmp/socket"


def test_what_an_address_says_of_its_line_is_kept(give):
    options = give(URL=f"{DIRECT}?sslmode=verify-full&sslrootcert=/etc/ssl/authority.pem&connect_timeout=3")
    options = options["default"]["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ssl/authority.pem")
    assert options["connect_timeout"] == 3
    assert options["pool"]["max_size"] == 8


def test_a_pool_of_none_is_no_pool(give):
    assert "pool" not in give(URL=DIRECT, POOL_SIZE="0")["default"]["OPTIONS"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"URL": f"mysql://portal:{SECRET}@h/portal"}, "DATABASE_URL is not understood"),
        ({"URL": f"postgresql://portal:{SECRET}@h:port/portal"}, "DATABASE_URL is not understood"),
        ({"URL": SECRET}, "DATABASE_URL is not understood"),
        ({"URL": DIRECT, "REPLICA_URL": f"sqlite://{SECRET}"}, "DATABASE_REPLICA_URL is not understood"),
        ({"URL": POOLER, "POOLING": "transaction"}, "Set DATABASE_DIRECT_URL"),
        ({"URL": POOLER, "POOLING": "statement"}, "DATABASE_POOLING is not understood"),
    ],
)
def test_what_is_missing_or_not_understood_is_named_and_no_secret_told(give, given, words):
    with pytest.raises(ImproperlyConfigured, match=words) as refusal:
        give(**given)
    assert SECRET not in f"{refusal.value} {refusal.value.__cause__}"


def test_web_processes_pass_through_the_pooler_and_commands_do_not(give):
    found = give(URL=POOLER, POOLING="transaction", DIRECT_URL=DIRECT)
    web = dict(found["default"])
    assert (web["HOST"], web["POOLING"], web["DISABLE_SERVER_SIDE_CURSORS"]) == ("pooler.example", "transaction", True)
    connect_directly(found)
    command = found["default"]
    assert (command["HOST"], command["POOLING"], command["TIMEOUTS"]) == ("db.example", "session", {})
    assert not command["DISABLE_SERVER_SIDE_CURSORS"]


def test_a_statement_of_a_page_is_ended_and_one_of_a_command_is_not(give):
    found = give(URL=DIRECT)
    assert found["default"]["TIMEOUTS"]["statement_timeout"] == "30s"
    connect_directly(found)
    assert found["default"]["TIMEOUTS"] == {}


def test_a_replica_is_asked_in_vain_for_two_seconds_at_most(give):
    replica = give(URL=DIRECT, REPLICA_URL=DIRECT.replace("db.", "copy."))["replica"]
    assert (replica["HOST"], replica["MAX_LAG"]) == ("copy.example", 30)
    assert replica["OPTIONS"]["connect_timeout"] == 2
