"""A partner's server of this machine: it speaks https with a certificate of its own, and misbehaves as it is told."""

import contextlib
import datetime
import ipaddress
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from events.external.fetching import Limits

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Return a file with a key and a certificate of « localhost », valid for an hour."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@dataclass
class Partner:
    """``answer(path, …)`` says what an address gives; ``asked`` holds the headers of each request."""

    port: int
    limits: Limits
    pages: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def address(self, path: str = "/agenda.ics") -> str:
        return f"https://localhost:{self.port}{path}"

    def answer(self, body: bytes = b"", status: int = 200, path: str = "/agenda.ics", **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Length": str(len(body))} | named, body)
        return self.address(path)


@pytest.fixture
def partner(certificate):
    with serving(certificate) as one:
        yield one


@contextlib.contextmanager
def serving(certificate):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            one.asked.append(dict(self.headers))
            status, headers, body = one.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):  # who has had enough hangs up
                for part in [body] if isinstance(body, bytes) else body():
                    self.wfile.write(part)

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            """Those who hang up are what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    port = server.server_address[1]
    trusted = ssl.create_default_context(cafile=certificate)
    one = Partner(port, Limits(ports=frozenset({port}), networks=LOOPBACK, certificates=trusted))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield one
    server.shutdown()
    server.server_close()


def drip(every: float = 0.05):
    """Yield one byte at a time, for ever: each comes soon enough for a timeout of a single reading."""
    while True:
        yield b"B"
        time.sleep(every)
