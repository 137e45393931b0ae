"""Fetch what is at an address somebody gave, from the public internet, within bounds of time and size.

No library of HTTP clients resolves a name once, lets it be judged and connects to what was judged: so the socket is
opened here, and ``http.client`` speaks over it.
"""

import contextlib
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from events.external.addresses import Network, is_allowed

REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
CHUNK = 64 * 1024
AGENT = "Logement-d-abord (agenda)"
ANY_PAGE = {"User-Agent": "Logement-d-abord (liens)", "Accept": "*/*"}


class FetchError(Exception):
    """Nothing usable came; ``message`` says why, in French."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Limits:
    """``seconds`` is for everything: names, redirections and a body that drips. Tests widen the last three."""

    seconds: float = 10
    size: int = 2 * 1024 * 1024
    redirections: int = 3
    ports: frozenset[int] = frozenset({443})
    networks: tuple[Network, ...] = ()
    certificates: ssl.SSLContext | None = None


USUAL = Limits()


@dataclass(frozen=True)
class Fetched:
    """``body`` is None where the source says that nothing has changed since ``etag`` and ``last_modified``."""

    body: bytes | None
    charset: str = ""
    etag: str = ""
    last_modified: str = ""


class Deadline:
    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return how many seconds are left. Raises TimeoutError when none is."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def fetch(address: str, *, etag: str = "", last_modified: str = "", limits: Limits = USUAL) -> Fetched:
    """Return what is at ``address`` (https). Raises FetchError."""
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return _follow(address, known, limits, lambda response: _read(response, limits))


def status_of(address: str, *, limits: Limits = USUAL) -> int:
    """Return what the server at ``address`` (https) answers in the end; the body is not read. Raises FetchError."""
    return _follow(address, ANY_PAGE, limits, lambda response: response.status)


def _follow[T](address: str, known: dict[str, str], limits: Limits, take: Callable[[HTTPResponse], T]) -> T:
    """Return what ``take`` makes of the answer that is no redirection. Raises FetchError."""
    deadline = Deadline(limits.seconds)
    try:
        for _ in range(limits.redirections + 1):
            with _open(_checked(address, limits), known, deadline, limits) as response:
                if response.status not in REDIRECTIONS:
                    return take(response)
                address = urljoin(address, response.headers.get("Location") or "")
    except TimeoutError:
        raise FetchError("Le serveur n’a pas tout envoyé à temps.") from None
    except ssl.SSLCertVerificationError:
        raise FetchError("Le certificat du serveur n’est pas valable : la connexion n’est pas sûre.") from None
    except (OSError, HTTPException, ValueError):
        raise FetchError("Le serveur ne répond pas, ou sa réponse est illisible.") from None
    raise FetchError("L’adresse renvoie de l’une à l’autre sans fin.")


def _checked(address: str, limits: Limits) -> SplitResult:
    parts = urlsplit(iri_to_uri(address))
    if parts.scheme != "https" or not parts.hostname:
        raise FetchError("L’adresse, ou celle vers laquelle elle renvoie, n’est pas en https.")
    if parts.username is not None or (parts.port or 443) not in limits.ports:
        raise FetchError("L’adresse contient un mot de passe ou un port qui n’est pas permis.")
    return parts


def _open(parts: SplitResult, known: dict[str, str], deadline: Deadline, limits: Limits) -> HTTPResponse:
    host, port = parts.hostname, parts.port or 443
    wire = _connect(_resolve(host, port, deadline, limits), port, deadline)
    try:
        wire = _context(limits).wrap_socket(wire, server_hostname=host)
        connection = HTTPSConnection(host, port)
        connection.sock = _Wire(wire, deadline)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": AGENT, "Accept": "text/calendar", "Connection": "close"}
        connection.request("GET", target, headers=headers | {name: value for name, value in known.items() if value})
        return connection.getresponse()
    except BaseException:
        wire.close()
        raise


def _connect(addresses: list[str], port: int, deadline: Deadline) -> socket.socket:
    """Return a connection to the first of these addresses that takes one: an IPv6 may lead nowhere from here."""
    *others, last = addresses
    for address in others:
        try:
            return socket.create_connection((address, port), timeout=deadline.left() / 2)
        except OSError:
            continue
    return socket.create_connection((last, port), timeout=deadline.left())


def _resolve(host: str, port: int, deadline: Deadline, limits: Limits) -> list[str]:
    """Return the addresses of the host, once all of them were found good."""
    found: list[str] = []

    def ask():  # nothing can interrupt the system's resolver: it is left behind when it takes too long
        with contextlib.suppress(OSError, UnicodeError):
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(answer[4][0]) for answer in answers)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left())
    deadline.left()
    if not found:
        raise FetchError("Ce nom de serveur n’existe pas.")
    if not all(is_allowed(each, limits.networks) for each in found):
        raise FetchError("Cette adresse mène à un réseau privé : elle n’est pas lue.")
    return list(dict.fromkeys(found))


def _context(limits: Limits) -> ssl.SSLContext:
    return limits.certificates or ssl.create_default_context()


def _read(response: HTTPResponse, limits: Limits) -> Fetched:
    if response.status == 304:
        return Fetched(None)
    if response.status != 200:
        raise FetchError(f"Le serveur a répondu par une erreur ({response.status}).")
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise FetchError("Le serveur a envoyé un contenu compressé, que nous n’avons pas demandé.")
    body = bytearray()
    while chunk := response.read(min(CHUNK, limits.size + 1 - len(body))):
        body += chunk
        if len(body) > limits.size:
            raise FetchError(f"Le fichier dépasse {limits.size // 1024 // 1024} Mo.")
    if response.length:  # what was announced did not all come
        raise FetchError("Le fichier n’est pas arrivé en entier.")
    headers = response.headers
    return Fetched(
        bytes(body), headers.get_content_charset() or "",
        _sent_back(headers.get("ETag"), 200), _sent_back(headers.get("Last-Modified"), 60),
    )  # fmt: skip


def _sent_back(value: str | None, longest: int) -> str:
    """Return what may be sent back to the source as it is, or nothing."""
    return value if value and len(value) <= longest and value.isascii() and value.isprintable() else ""


class _Wire:
    """What ``http.client`` takes for a socket: everything read through it ends at the deadline, drop by drop too."""

    def __init__(self, sock: ssl.SSLSocket, deadline: Deadline):
        self._sock, self._deadline = sock, deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.left())
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self._sock, self._deadline))

    def close(self) -> None:
        """Left to the reader, which lives as long as the answer."""


class _Stream(io.RawIOBase):
    def __init__(self, sock: ssl.SSLSocket, deadline: Deadline):
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)

    def close(self) -> None:
        self._sock.close()
        super().close()
