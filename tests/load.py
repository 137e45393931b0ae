"""A load of HTTP: as many connections as asked, kept open, each asking again as soon as it is answered.

Written on sockets: http.client takes longer to read an answer than a bare view to give it. It shares the machine's
processors with the servers all the same; what it can take at most is told by a server that does nothing.
"""

import itertools
import re
import socket
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 30  # seconds


@dataclass
class Load:
    """What came of a load: the seconds that each answer took, and how long all lasted."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.seconds + other.seconds, self.lasted + other.lasted)

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.lasted

    def percentile(self, share: float) -> float:
        """Return milliseconds."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)] * 1000


class Connection:
    def __init__(self, port: int):
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *exception) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Return the status and the head, once the whole answer is there."""
        self._socket.sendall(request)
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._receive()
        head, body = answer[:end], answer[end + 4 :]
        if length := LENGTH.search(head):
            left = int(length[1]) - len(body)
            while left > 0:
                left -= len(self._receive())
        elif b"chunked" in head.lower():
            while not body.endswith(b"0\r\n\r\n"):
                body += self._receive()
        return int(head[9:12]), head

    def _receive(self) -> bytes:
        if received := self._socket.recv(1 << 18):
            return received
        raise ConnectionError("The server closed the connection.")


def request(host: str, address: str, **headers: str) -> bytes:
    """Return what a browser sends."""
    lines = {"Host": host, "Accept-Encoding": "gzip", "Accept-Language": "fr"} | headers
    return "\r\n".join([f"GET {address} HTTP/1.1", *(f"{k}: {v}" for k, v in lines.items()), "", ""]).encode()


def run(port: int, requests: Iterable[bytes], *, connections: int, seconds: float, status: int = 200) -> Load:
    """Ask for ``requests``, in turn and over again, for so long and once at least. Raises AssertionError at any other
    status than ``status``.
    """
    turns, lock = itertools.cycle(requests), threading.Lock()
    end = time.perf_counter() + seconds

    def ask() -> list[float]:
        took = []
        with Connection(port) as connection:
            while not took or time.perf_counter() < end:
                with lock:
                    asked = next(turns)
                start = time.perf_counter()
                given, _ = connection.ask(asked)
                took.append(time.perf_counter() - start)
                assert given == status, (given, asked)
        return took

    start = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        answered = [asking.result() for asking in [pool.submit(ask) for _ in range(connections)]]
    return Load(list(itertools.chain(*answered)), time.perf_counter() - start)
