"""Who is counted behind proxies: each visitor alone, whatever they claim; an agency behind one address is let in."""

import contextlib
import http.client
import socketserver
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from portal.demo.people import PASSWORD
from portal.tenancy.throttle import LIMIT, too_often, visitor_of
from tests.conftest import PDC_HOST, GuardedClient
from tests.counterparts import free_port, nginx
from tests.factories import make_user
from tests.portal.accounts.people import DOOR

pytestmark = pytest.mark.django_db
CHECKED = "/formations/verifier/inconnu/"  # 60 an hour for a visitor
MOST = 60


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass

    def address_string(self):
        return self.client_address[0]


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextlib.contextmanager
def served():
    """The portal itself on a port of this machine, in threads: what they read was loaded for all tests."""
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(port: int, comes_from: str, claims: str = "") -> int:
    """Ask through ``port``, from an address of this machine; ``claims``: what the visitor says to come from."""
    line = http.client.HTTPConnection("127.0.0.1", port, source_address=(comes_from, 0), timeout=20)
    with contextlib.closing(line):
        line.request("GET", CHECKED, headers={"Host": PDC_HOST} | ({"X-Forwarded-For": claims} if claims else {}))
        return line.getresponse().status


@pytest.fixture
def throttled(settings, request):
    memory = settings.CACHES["throttles"] | {"LOCATION": request.node.name}
    settings.CACHES = settings.CACHES | {"throttles": memory}


@pytest.mark.parametrize("proxies", [1, 2])
def test_behind_real_proxies_each_visitor_is_counted_alone_whatever_they_claim(settings, throttled, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    door, inner = free_port(), free_port()
    with served() as portal:
        chain = nginx.proxy(door, portal) if proxies == 1 else nginx.proxy(door, inner) + nginx.proxy(inner, portal)
        with nginx.running(chain, door):
            answers = [ask(door, "127.0.0.2", claims=f"198.51.100.{number}") for number in range(MOST + 1)]
            assert answers == [200] * MOST + [429]
            assert ask(door, "127.0.0.3", claims="127.0.0.2") == 200


def test_a_network_of_ipv6_is_one_visitor(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def seen(address):
        return visitor_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=address))

    assert seen("2001:db8:1:2::1") == seen("2001:db8:1:2:aaaa:bbbb:cccc:dddd") == "2001:db8:1:2::"
    assert seen("2001:db8:1:3::1") != seen("2001:db8:1:2::1")


def test_a_wrong_number_of_proxies_is_told_to_the_log_and_breaks_no_form(settings, caplog):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert visitor_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR="198.51.100.1")) == "127.0.0.1"
    assert "ALLAUTH_TRUSTED_PROXY_COUNT" in caplog.text


def test_an_operator_sees_by_which_address_they_are_counted(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    olga = GuardedClient("localhost", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7").login_as("olga")
    page = olga.get("/console/sante/").text
    assert "203.0.113.7" in page
    assert "198.51.100.1" not in page


def test_colleagues_who_are_signed_in_are_not_counted_together(throttled, rf):
    def write(account):
        request = rf.post("/")
        request.account = account
        return too_often(request, "contact")

    first, second = make_user("un@agence.example"), make_user("deux@agence.example")
    assert [write(first) for _ in range(LIMIT + 1)] == [False] * LIMIT + [True]
    assert not write(second)


def test_an_agency_behind_one_address_signs_in_while_one_of_them_mistypes():
    """Sixty right passwords and twenty wrong ones, in less than a minute, from one address."""
    statuses = []
    for number in range(20):
        GuardedClient(PDC_HOST).post(DOOR, {"login": f"{number}@agence.example", "password": "faux"})
        for person in ("diane", "alice", "bob"):
            answer = GuardedClient(PDC_HOST).post(DOOR, {"login": f"{person}@demo.example", "password": PASSWORD})
            statuses.append(answer.status_code)
    assert statuses == [302] * 60


def test_who_hammers_one_account_leaves_their_neighbours_room():
    for _ in range(60):
        GuardedClient(PDC_HOST).post(DOOR, {"login": "diane@demo.example", "password": "faux"})
    assert GuardedClient(PDC_HOST).post(
        DOOR, {"login": "alice@demo.example", "password": PASSWORD}
    )["Location"] == "/extranet/"  # fmt: skip


def test_who_tries_account_after_account_is_stopped_by_their_address():
    for number in range(41):
        page = GuardedClient(PDC_HOST).post(DOOR, {"login": f"{number}@x.example", "password": "faux"})
    assert "Trop d’essais sans succès" in page.text
