"""A real nginx in front of a server of this machine, as the operator's guide sets it up."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tests.counterparts import Running, answers, folder, program

PACKAGE = "nginx-light"
PASSED_ON = """
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
"""
"""What the portal is told of a request: to the addresses that came with it, nginx adds the one it saw."""
MAIN = """
daemon off;
pid {place}/nginx.pid;
error_log stderr error;
worker_processes 1;
{user}
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
{http}
}}
"""


def proxy(port: int, to: int, extra: str = "") -> str:
    """Return a server that listens to ``port`` and passes everything on to ``to``."""
    return (
        f"server {{ listen 127.0.0.1:{port}; {extra}\n location / {{ proxy_pass http://127.0.0.1:{to};{PASSED_ON}}} }}"
    )


class Nginx(Running):
    """``http``: what stands in the block of that name; ``port``: one that it listens to when it is ready."""

    def __init__(self, place: Path, http: str, port: int):
        self.place, self.port, self.configuration = place, port, place / "nginx.conf"
        self.configure(http)
        command = [program("nginx", package=PACKAGE), "-e", "stderr", "-c", self.configuration, "-p", place]
        super().__init__(command, place / "nginx.log")

    def configure(self, http: str) -> None:
        """Write its configuration; one that runs takes it when it is told to reload."""
        is_root = self.place.stat().st_uid == 0
        user = "user root;" if is_root else ""  # its worker reads what the test wrote
        self.configuration.write_text(MAIN.format(place=self.place, http=http, user=user))


@contextlib.contextmanager
def running(http: str, port: int) -> Iterator[Nginx]:
    with folder() as place:
        server = Nginx(place, http, port)
        server.start(lambda: answers(port))
        try:
            yield server
        finally:
            server.stop()
