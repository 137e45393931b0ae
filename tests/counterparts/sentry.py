"""Where the kit of Sentry sends errors: a server of this machine that takes envelopes, and keeps what was in them.

Sentry's own server is too big to be run here; what leaves is what matters, byte by byte.
"""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


class Envelopes:
    """``body`` is all that was received, headers included, as text; ``events`` the errors."""

    def __init__(self, port: int):
        self.dsn = f"http://0123456789abcdef@127.0.0.1:{port}/1"
        self.received: list[str] = []

    @property
    def body(self) -> str:
        return "\n".join(self.received)

    @property
    def events(self) -> list[dict]:
        lines = [json.loads(line) for line in self.body.splitlines() if line.startswith("{")]
        return [line for line in lines if "platform" in line]


@contextmanager
def taking_envelopes() -> Iterator[Envelopes]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            sent = UNPACKED[self.headers.get("Content-Encoding", "")](sent)
            envelopes.received.append(f"{self.headers}\n{sent.decode()}")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    envelopes = Envelopes(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield envelopes
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
