import contextlib
import hashlib
import inspect
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from portal.demo.people import PASSWORD, PEOPLE
from portal.tenancy.models import TenantDomain

READY_WITHIN = 60  # seconds
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    of_the_platform = True
    help = "Prepare the demonstration and serve it: database, content, static files, web server, worker and scheduler."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--reload", action="store_true", help="autoreload, for development")

    def handle(self, *args, reload, **options):
        for name in STOPPING:
            signal.signal(name, signal.default_int_handler)
        port = settings.PUBLIC_PORT
        self._refuse_a_taken_port(port)
        call_command("check", databases=["default"], fail_level="WARNING", stdout=StringIO())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demo", if_empty=True, verbosity=0, stdout=self.stdout)
        Site.objects.exclude(port=port).update(port=port)  # links to pages, in mails
        if not settings.DEBUG:
            self._collect_static()
        children = [self._web(port, reload), _manage("worker", "-v", "0"), _manage("scheduler")]
        try:
            self._wait_until_ready(port, children[0])
            self._announce(port)
            self._watch(children)
        except KeyboardInterrupt:
            pass
        finally:
            self._stop(children)

    def _refuse_a_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Try: PORT={port + 1} make run") from error

    def _collect_static(self) -> None:
        """Collect only when a source file or the storage changed: compressing them all takes seconds."""
        stamp = Path(settings.STATIC_ROOT) / ".sources"
        sources = hashlib.sha256(inspect.getsource(storages["staticfiles"].__class__).encode())
        for finder in get_finders():
            for path, storage in finder.list([]):
                sources.update(f"{path} {os.path.getmtime(storage.path(path))}\n".encode())
        if stamp.exists() and stamp.read_text() == sources.hexdigest():
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(sources.hexdigest())

    def _web(self, port: int, reload: bool) -> subprocess.Popen:
        if reload:
            return _manage("runserver", f"127.0.0.1:{port}")
        return _start(*web_server(port))

    def _wait_until_ready(self, port: int, web: subprocess.Popen) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if web.poll() is not None:
                raise CommandError("The web server stopped; its reason is above.")
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://localhost:{port}/sante/pret/", timeout=5),
            ):
                return
            time.sleep(0.1)
        raise CommandError(f"The web server did not answer within {READY_WITHIN} seconds.")

    def _announce(self, port: int) -> None:
        lines = ["", "The portal is served:", f"  all tenants        http://localhost:{port}/"]
        for domain in TenantDomain.objects.filter(is_canonical=True).select_related("tenant").order_by("-host"):
            lines.append(f"  {domain.tenant.short_name:<18} http://{domain.host}:{port}/")
            lines.append(f"    back-office      http://{domain.host}:{port}/admin/")
            lines.append(f"    its mails        http://{domain.host}:{port}/boite-aux-lettres/")
        lines += ["", f"Fictitious accounts; the password of each is  {PASSWORD}"]
        for person in PEOPLE:
            where = " and ".join(person.roles) or "everywhere"
            lines.append(f"  {person.email:<24} {person.what} ({where})")
        lines += ["", "No mail leaves this machine: read them in each tenant's mailbox. Ctrl-C stops everything.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _watch(self, children: list[subprocess.Popen]) -> None:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        raise CommandError("A process of the demonstration stopped; its reason is above.")

    def _stop(self, children: list[subprocess.Popen]) -> None:
        for name in STOPPING:
            signal.signal(name, signal.SIG_IGN)  # a second Ctrl-C must not leave PostgreSQL behind
        for child in children:
            child.terminate()
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # what a child may have left of its own
            child.wait()


def web_server(port: int, application: str = "portal.wsgi:application") -> list[str]:
    """Return the command that serves an application on this machine."""
    return [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        application,
    ]  # fmt: skip


def _manage(*command) -> subprocess.Popen:
    return _start(sys.executable, "manage.py", *command)


def _start(*command) -> subprocess.Popen:
    """Start a process in a session of its own: Ctrl-C reaches this command alone, which stops all in order."""
    return subprocess.Popen([str(part) for part in command], start_new_session=True)
