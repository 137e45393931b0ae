"""What processes share in Redis is found by all, by each tenant alone; and nothing is lost with the server."""

import contextlib
import logging
import time

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.database import context
from portal.jobs.housekeeping import purge_kept_pages
from portal.settings.base import WITHOUT_REDIS
from portal.settings.redis import shared_in_redis
from portal.tenancy import redis_shelf, throttle
from portal.tenancy.redis_shelf import PATIENCE, RedisShelf
from portal.territories.models import Platform
from tests import redis_server
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]
DOOR = "/compte/connexion/"


@pytest.fixture(scope="module")
def a_server():
    yield from redis_server.started()


@pytest.fixture
def redis(a_server, settings):
    """A Redis that runs and holds nothing, as ``CACHE_URL`` names it."""
    RedisShelf.lines.clear()
    if not a_server.runs:
        a_server.start()
    with a_server.client() as client:
        client.flushall()
    settings.CACHES = shared_in_redis(WITHOUT_REDIS, a_server.url)
    return a_server


@pytest.fixture
def no_rest(monkeypatch):
    """A server that was silent is asked again at once."""
    monkeypatch.setattr(redis_shelf, "REST", 0)


def _queries(host: str, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert GuardedClient(host).get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def _another_process() -> None:
    """Its memory is its own, and so are its connections."""
    cache.clear()
    for name in ("pages", "counters", "throttles"):
        with contextlib.suppress(AttributeError):  # not asked for yet
            del caches[name]


def _rows_of_the_shelf() -> int:
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenancy_keptpage")
        return cursor.fetchone()[0]


# Pages ---------------------------------------------------------------------------------------------------


def test_another_process_finds_the_page_and_the_database_keeps_none(redis):
    shown = GuardedClient(PDC_HOST).get("/")
    _another_process()
    assert _queries(PDC_HOST, "/") == 1
    _another_process()
    again = GuardedClient(PDC_HOST).get("/")
    assert (again.content, again["ETag"], again["Content-Type"]) == (
        shown.content,
        shown["ETag"],
        shown["Content-Type"],
    )
    assert _rows_of_the_shelf() == 0


def test_what_is_not_text_comes_back_as_it_was(redis):
    kept = (bytes(range(256)), {"Content-Type": "image/png", "X-Nom": "« é »"})
    caches["pages"].set("image", kept)
    content, headers = caches["pages"].get("image")
    assert (content, headers) == kept


def test_a_change_shows_at_once_in_every_process(redis, pdc):
    platform = Platform.objects.get(slug="lens-henin")
    GuardedClient(PDC_HOST).get("/plateformes/lens-henin/")
    platform.title = "plateforme d’un autre nom"
    platform.save()
    _another_process()
    assert "d’un autre nom" in GuardedClient(PDC_HOST).get("/plateformes/lens-henin/").text


def test_what_is_over_is_gone(redis):
    caches["pages"].set("bientôt", "fini", timeout=30)
    GuardedClient(PDC_HOST).get("/")
    with redis.client() as client:
        ends = {key: client.ttl(key) for key in client.scan_iter("pages:*")}
        (soon,) = (key for key in ends if key.decode().endswith("bientôt"))
        assert 0 < ends.pop(soon) <= 30
        (page,) = ends.values()
        assert 30 < page <= 600
        client.pexpireat(soon, 1)  # its time is over
    assert caches["pages"].get("bientôt") is None


def test_each_tenant_reads_its_own_and_nobody_else_s(redis, pdc, casa):
    with context.use(pdc.context):
        caches["pages"].set("page", "du Pas-de-Calais")
    with context.use(casa.context):
        assert caches["pages"].get("page") is None
        assert caches["pages"].get_many(["page"]) == {}
        assert not caches["pages"].has_key("page")
        caches["pages"].delete("page")
        caches["pages"].set("page", "de Sophia")
    with context.use(pdc.context):
        assert caches["pages"].get("page") == "du Pas-de-Calais"


def test_two_tenants_are_shown_their_own_home(redis):
    for _ in range(2):
        assert "Sophia" in GuardedClient(CASA_HOST).get("/").text
        assert "Sophia" not in GuardedClient(PDC_HOST).get("/").text
        _another_process()


def test_nothing_of_what_it_holds_is_ever_run(redis, pdc):
    GuardedClient(PDC_HOST).get("/")
    with redis.client() as client:
        [key] = client.scan_iter("pages:*")
        assert client.get(key).startswith(b'[{"base64": ')  # JSON, where Django would pickle


def test_emptying_a_shelf_leaves_what_others_keep_on_the_server(redis):
    with redis.client() as client:
        client.set("autre-chose", "à quelqu’un d’autre")
        caches["counters"].set("compte", 1)
        GuardedClient(PDC_HOST).get("/")
        caches["pages"].clear()
        assert {key.decode() for key in client.scan_iter()} == {"autre-chose", "counters:1:compte"}


# A server that is lost -----------------------------------------------------------------------------------


def test_a_page_is_answered_when_redis_is_lost_and_kept_by_the_database(redis, caplog):
    GuardedClient(PDC_HOST).get("/")
    redis.stop()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            _another_process()
            assert "Pas-de-Calais" in GuardedClient(PDC_HOST).get("/").text
    assert _rows_of_the_shelf() == 1
    assert _queries(PDC_HOST, "/") == 1
    assert [record.message.partition(",")[0] for record in caplog.records] == ["Redis does not answer"]


def test_what_the_database_kept_meanwhile_is_erased_too(redis):
    redis.stop()
    GuardedClient(PDC_HOST).get("/")
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("UPDATE tenancy_keptpage SET expires = now() - interval '1 second'")
        purge_kept_pages()
    assert _rows_of_the_shelf() == 0


def test_redis_is_used_again_once_it_is_back(redis, no_rest, caplog):
    redis.stop()
    with caplog.at_level(logging.WARNING):
        GuardedClient(PDC_HOST).get("/")
        redis.start()
        _another_process()
        GuardedClient(PDC_HOST).get("/")
    with redis.client() as client:
        assert len(list(client.scan_iter("pages:*"))) == 1
    assert caplog.records[-1].message == "Redis answers again."


def test_a_redis_that_hangs_is_waited_for_once(redis):
    GuardedClient(PDC_HOST).get("/plateformes/")
    redis.hang()
    try:
        start = time.monotonic()
        for _ in range(5):
            _another_process()
            assert GuardedClient(PDC_HOST).get("/plateformes/").status_code == 200
        waited = time.monotonic() - start
    finally:
        redis.go_on()
    assert PATIENCE <= waited < 5 * PATIENCE + 1


def test_a_redis_that_is_full_hides_no_page_and_loses_no_count(redis):
    with redis.client() as client:
        client.config_set("maxmemory", 1)
        try:
            assert GuardedClient(PDC_HOST).get("/").status_code == 200
            caches["counters"].set("compte", [1.5])
        finally:
            client.config_set("maxmemory", 0)
    assert caches["counters"].get("compte") == [1.5]


# Counters ------------------------------------------------------------------------------------------------


def _attempts_until_refused(most: int) -> int:
    for number in range(most):
        _another_process()
        page = GuardedClient(PDC_HOST).post(DOOR, {"login": "alice@demo.example", "password": "faux"})
        if "Trop d’essais" in page.text or page.status_code == 429:
            return number
    return most


def test_attempts_to_sign_in_are_counted_over_all_processes(redis):
    assert _attempts_until_refused(12) < 12
    with redis.client() as client, connection.cursor() as cursor:
        assert list(client.scan_iter("counters:*allauth*"))
        cursor.execute("SELECT count(*) FROM accounts_counter")
        assert cursor.fetchone() == (0,)


def test_attempts_to_sign_in_are_counted_without_redis_too(redis):
    redis.stop()
    assert _attempts_until_refused(12) < 12


def test_losing_redis_gives_the_attempts_of_one_limit_more_and_no_end(redis):
    first = _attempts_until_refused(12)
    redis.stop()
    assert _attempts_until_refused(30) <= first
    assert _attempts_until_refused(3) == 0


def test_messages_of_a_visitor_are_counted_over_all_processes_and_for_each_tenant(redis, pdc, casa):
    def write(tenant):
        _another_process()
        with context.use(tenant.context):
            return throttle.used_up("192.0.2.1", "contact")

    assert [write(pdc) for _ in range(8)] == [False] * throttle.LIMIT + [True] * (8 - throttle.LIMIT)
    assert not write(casa)
    redis.stop()
    with context.use(pdc.context):
        assert not throttle.used_up("192.0.2.1", "contact")  # its own process counts on, from the start


def test_a_count_that_is_over_does_not_come_back_without_an_end(redis):
    with pytest.raises(ValueError, match="not found"):
        caches["throttles"].incr("passé")
    caches["throttles"].add("compte", 0, 60)
    assert [caches["throttles"].incr("compte"), caches["throttles"].incr("compte", 2)] == [1, 3]
    with redis.client() as client:
        assert [0 < client.ttl(key) <= 60 for key in client.scan_iter("throttles:*")] == [True]


def test_one_of_many_at_once_gets_what_is_added_once(redis):
    assert [caches["counters"].add("verrou", True, 10) for _ in range(3)] == [True, False, False]
