"""Several of everything: two web processes behind nginx, two workers, two schedulers, and the bad day.

One of each is killed in the middle of sign-ups, mails and a publication, and PostgreSQL crashes and comes back. Nobody
notices more than an answer to ask for again; nothing is lost, nothing is done twice.
"""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.database.embedded import EmbeddedPostgres
from portal.operations.upgrades.copying import copied
from tests.conftest import PDC_HOST
from tests.counterparts import Running, folder, free_port, nginx
from tests.counterparts.smtp import PASSWORD, USER, MailServer
from tests.portal.operations.several import SEATS, SIGN_UPS
from tests.portal.settings.test_production_settings import bare
from tests.portal.test_production import ENVIRONMENT, ROOT

pytestmark = [pytest.mark.full, pytest.mark.django_db]
BIN = Path(sys.executable).parent
WITHIN = 180  # seconds: an interrupted task is given to another within a minute and a half
TOKEN = "a" * 32  # of CSRF: the cookie and the form say the same


class Server(EmbeddedPostgres):
    """A server whose disk is trusted: what was committed is there after a crash."""

    def crash(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def come_back(self) -> None:
        self._start()


class Installation:
    """The processes of production, by name, and who signs up."""

    def __init__(self, place: Path, database: Server, mails: MailServer):
        self.place, self.database, self.mails = place, database, mails
        own = {
            "DATABASE_URL": database.url(), "PORTAL_DATA_DIR": str(place / "data"), "LOG_LEVEL": "INFO",
            "STATIC_ROOT": str(place / "static"), "EMAIL_HOST": "localhost", "EMAIL_PORT": str(mails.port),
            "EMAIL_USER": USER, "EMAIL_PASSWORD": PASSWORD, "EMAIL_CA_FILE": str(mails.authority.path),
        }  # fmt: skip
        self.environment = bare(**ENVIRONMENT | own)
        self.processes: dict[str, Running] = {}
        self.front = free_port()
        self.again = Counter()

    def manage(self, *words: str, **environment: str) -> None:
        self.run(sys.executable, "manage.py", *words, **environment)

    def run(self, *command: str, **environment: str) -> str:
        done = subprocess.run(
            [str(word) for word in command], cwd=ROOT, env=self.environment | environment, text=True,
            capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    def ask(self, what: str) -> dict:
        return json.loads(self.run(sys.executable, "-m", "tests.portal.operations.several", what))

    def start(self, name: str, *command: str, ready=lambda: True) -> None:
        running = Running(list(command), self.place / f"{name}.log", cwd=ROOT, env=self.environment)
        running.start(ready)
        self.processes[name] = running

    def start_web(self, name: str) -> int:
        port = free_port()
        self.start(
            name, BIN / "granian", "--interface", "wsgi", "--port", port, "--workers", "1", "--blocking-threads", "4",
            "--no-ws", "--workers-kill-timeout", "20", "portal.wsgi:application",
            ready=lambda: is_ready(port),
        )  # fmt: skip
        return port

    def kill(self, name: str) -> None:
        """As a machine that loses its power: with all that it has begun."""
        running = self.processes.pop(name)
        for child in Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
        running.stop(signal.SIGKILL)

    def stop(self) -> None:
        for name in list(self.processes):
            self.processes.pop(name).stop()

    def sign_up(self, session: int, cookie: str) -> None:
        """Do as somebody would whose page does not come: ask again, a little later."""
        deadline = time.monotonic() + WITHIN
        while not self._is_in(session, cookie):
            assert time.monotonic() < deadline, "Somebody never got an answer."
            self.again["asked again"] += 1
            time.sleep(0.5)  # a person's patience, which nothing tells when to end

    def _is_in(self, session: int, cookie: str) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.front, timeout=30)
        headers = {
            "Host": PDC_HOST, "Origin": f"https://{PDC_HOST}", "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"__Host-session={cookie}; __Host-csrf={TOKEN}",
        }  # fmt: skip
        address = f"/extranet/mes-formations/inscription/{session}/"
        try:
            line.request("POST", address, f"csrfmiddlewaretoken={TOKEN}", headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
        assert answer.status in {302, 500, 502, 503, 504}, f"{answer.status}: {text[-1500:]}"
        return answer.status == 302


def is_ready(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/sante/pret/", headers={"Host": "portail.example.org"})
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


@pytest.fixture(scope="module")
def installation(django_db_setup, django_db_blocker):
    with folder() as place, contextlib.ExitStack() as ending:
        mails = MailServer(place).start()
        ending.callback(mails.stop)
        database = ending.enter_context(Server(place / "postgres").running())
        with django_db_blocker.unblock(), copied(into=database.url()):
            pass
        made = Installation(place, database, mails)
        ending.callback(made.stop)
        made.manage("collectstatic", "--no-input", "-v", "0", DJANGO_SETTINGS_MODULE="portal.settings.build")
        yield made


def test_one_of_each_dies_in_the_middle_and_nothing_is_lost_or_done_twice(installation):
    world = installation.ask("make")
    ports = [installation.start_web(name) for name in ("web-1", "web-2")]
    servers = "\n".join(f"server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;" for port in ports)
    proxy = (ROOT / "portal/operations/deploy/nginx/portal_proxy.conf").read_text().replace("$scheme", "https")
    front = f"upstream portal {{ {servers} }} server {{ listen {installation.front}; location / {{ {proxy} }} }}"
    for name in ("worker-1", "worker-2"):
        installation.start(name, sys.executable, "manage.py", "worker", "--interval", "0.2")
    for name in ("scheduler-1", "scheduler-2"):
        installation.start(name, sys.executable, "manage.py", "scheduler")
    with nginx.running(front, installation.front):
        arrivals(installation, world)
    at_last = wait_until_all_is_done(installation)

    assert (at_last["rows"], at_last["people"]) == (SIGN_UPS, SIGN_UPS)
    assert (at_last["taken"], at_last["waiting"]) == (SEATS, SIGN_UPS - SEATS)
    assert at_last["failed"] == at_last["jobs_failed"] == []
    assert (at_last["is_published"], at_last["publications"]) == (True, 1)
    # One mail to each, and each has left. A machine that dies between the mail server's « 250 » and its own commit
    # says it again, under the same number: mail programs show one.
    assert sorted(at_last["mails"].values()) == sorted(world["cookies"])
    left = Counter(one.message["Message-ID"] for one in installation.mails.received)
    assert {number for number in left if number in at_last["mails"]} == set(at_last["mails"])
    assert sum(left[number] - 1 for number in at_last["mails"]) <= 2


def arrivals(installation: Installation, world: dict) -> None:
    """Have everybody sign up, eight at a time; after some, a machine dies, or the database does."""
    done, turn = Counter(), threading.Lock()

    def database_goes() -> None:
        installation.database.crash()
        installation.database.come_back()

    on_the_way = {
        8: lambda: installation.kill("web-1"), 14: lambda: installation.kill("worker-1"),
        20: lambda: installation.kill("scheduler-1"), 28: database_goes,
    }  # fmt: skip

    def arrive(cookie: str) -> None:
        installation.sign_up(world["session"], cookie)
        with turn:
            done["people"] += 1
            on_the_way.get(done["people"], lambda: None)()

    with ThreadPoolExecutor(8) as people:
        list(people.map(arrive, world["cookies"].values()))
    assert set(installation.processes) == {"web-2", "worker-2", "scheduler-2"}
    assert all(running.process.poll() is None for running in installation.processes.values())


def wait_until_all_is_done(installation: Installation) -> dict:
    deadline = time.monotonic() + WITHIN
    while True:
        seen = installation.ask("found")
        is_done = not seen["unsent"] and not seen["tasks"].keys() & {"READY", "RUNNING"} and seen["is_published"]
        if is_done or time.monotonic() > deadline:
            return seen
        time.sleep(2)  # nothing tells when the last of them is done
