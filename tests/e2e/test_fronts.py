"""The fronts that the portal ships, nginx and Caddy, before the real server: certificates by host, and who asks."""

import contextlib
import http.client
import os
import shutil
import socket
import ssl
from pathlib import Path

import pytest

from tests.counterparts import Running, answers, folder, free_port, program
from tests.counterparts.certificates import Authority
from tests.e2e.addresses import CASA, PDC

DEPLOY = Path(__file__).parents[2] / "portal/operations/deploy"
STRANGER = "inconnu.localhost"


def ask(port: int, host: str, path: str, trusted: ssl.SSLContext, **headers: str) -> http.client.HTTPResponse:
    """GET over TLS as a browser does: the name in the handshake is the host's. Raises ssl.SSLError when refused."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        trusted.wrap_socket(plain, server_hostname=host) as secure,
    ):
        return fetch(http.client.HTTPSConnection(host, port), secure, host, path, headers)


def fetch(connection, to: socket.socket, host: str, path: str, headers: dict) -> http.client.HTTPResponse:
    connection.sock = to
    connection.request("GET", path, headers={"Host": host} | headers)
    with contextlib.closing(connection), connection.getresponse() as response:
        response.body = response.read().decode(errors="replace")
    return response


@pytest.fixture(scope="module")
def portal(server):
    """The address of the real server, as a front is given it."""
    return server("127.0.0.1").removeprefix("http://")


@pytest.fixture(scope="module")
def nginx(portal):
    """The shipped configuration of nginx: only its ports and places are this machine's. Yields ports and authority."""
    with folder() as place:
        (place / "certs").mkdir()
        authority = Authority(place)
        for host in (PDC, CASA):
            authority.sign(host, into=place / "certs" / host)
        plain, tls = free_port(), free_port()
        ours = {"listen 8080": f"listen {plain}", "listen 8443": f"listen {tls}", "web:8000": portal,
                "/etc/nginx/certs": str(place / "certs"), "/var/www/acme": str(place / "acme")}  # fmt: skip
        text = (DEPLOY / "nginx/portal.conf").read_text()
        for theirs, own in ours.items():
            assert theirs in text
            text = text.replace(theirs, own)
        (place / "acme/.well-known/acme-challenge").mkdir(parents=True)
        (place / "acme/.well-known/acme-challenge/jeton").write_text("réponse")
        shutil.copy(DEPLOY / "nginx/portal_proxy.conf", place)
        temporary = "\n".join(
            f"{name}_temp_path {place}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (place / "nginx.conf").write_text(
            f"{user} daemon off; pid {place}/pid; error_log stderr warn; events {{}}\n"
            f"http {{ access_log off; {temporary}\n{text} }}"
        )
        command = [program("nginx", package="nginx-light"), "-p", place, "-c", place / "nginx.conf"]
        running = Running([*command, "-e", "stderr"], place / "log")
        running.start(lambda: answers(tls))
        yield plain, tls, authority.context()
        running.stop()


def test_nginx_serves_each_host_under_its_own_certificate(nginx):
    _, tls, trusted = nginx
    assert "Pas-de-Calais" in ask(tls, PDC, "/", trusted).body
    assert "Sophia Antipolis" in ask(tls, CASA, "/", trusted).body


def test_nginx_has_no_certificate_for_a_host_that_nobody_gave_it(nginx):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        ask(nginx[1], STRANGER, "/", nginx[2])


def test_what_a_visitor_says_of_themselves_does_not_reach_the_portal(nginx):
    forged = {"X-Forwarded-Host": CASA, "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "ftp"}
    answer = ask(nginx[1], PDC, "/", nginx[2], **forged)
    assert answer.status == 200
    assert "Pas-de-Calais" in answer.body


def test_plain_http_is_sent_to_tls_and_a_challenge_of_acme_is_answered(nginx):
    def come(host: str, path: str) -> http.client.HTTPResponse:
        with socket.create_connection(("127.0.0.1", nginx[0]), timeout=20) as plain:
            return fetch(http.client.HTTPConnection(host), plain, host, path, {})

    moved = come(PDC, "/contact/?sujet=1")
    assert (moved.status, moved.headers["Location"]) == (308, f"https://{PDC}/contact/?sujet=1")
    assert come(STRANGER, "/.well-known/acme-challenge/jeton").body == "réponse"


@pytest.fixture(scope="module")
def caddy(portal):
    """The shipped Caddyfile; an authority of Caddy's own stands in for ACME's, which this machine cannot reach."""
    with folder() as place:
        tls, plain, asking = free_port(), free_port(), free_port()
        text = (DEPLOY / "caddy/Caddyfile").read_text()
        ours = {"{\n\temail {$ACME_EMAIL}\n": f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {tls}\n"
                                              "\tskip_install_trust\n",
                "5555": str(asking), "\t\ton_demand\n": "\t\ton_demand\n\t\tissuer internal\n"}  # fmt: skip
        for theirs, own in ours.items():
            assert theirs in text
            text = text.replace(theirs, own)
        (place / "Caddyfile").write_text(text)
        environment = {
            "PORTAL_UPSTREAM": portal, "PLATFORM_HOST": "localhost", "XDG_DATA_HOME": str(place / "data"),
            "XDG_CONFIG_HOME": str(place / "config"), "HOME": str(place),
        }  # fmt: skip
        command = [program("caddy", package="caddy"), "run", "--config", place / "Caddyfile", "--adapter", "caddyfile"]
        running = Running(command, place / "log", env=os.environ | environment)
        running.start(lambda: answers(tls) and answers(asking))
        authority = place / "data/caddy/pki/authorities/local/root.crt"
        yield tls, ssl.create_default_context(cafile=authority)
        running.stop()


def test_caddy_has_a_certificate_made_for_a_host_of_a_tenant_as_somebody_comes(caddy):
    answer = ask(caddy[0], CASA, "/", caddy[1])
    assert answer.status == 200
    assert "Sophia Antipolis" in answer.body


def test_caddy_has_none_made_for_a_domain_that_is_not_ours(caddy):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        ask(caddy[0], STRANGER, "/", caddy[1])
