"""A real browser on the real server: ``manage.py serve`` on the tests' database."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import caches
from django.db import connection
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect, sync_playwright
from wagtail.models import Site

from home.models import ContactMessage
from portal.accounts.models import User
from portal.database import context
from portal.demo.people import PASSWORD
from portal.jobs.models import PeriodicJob
from portal.notifications.models import Mail
from tests.counterparts import free_port, openid

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROCONNECT_PORT = free_port()  # where tests/e2e/test_proconnect.py has somebody answer; nobody does else
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SKIPPED = "Chromium is not installed (Debian: apt install chromium)"
expect.set_options(timeout=15_000)  # ms: signing in hashes a password, which takes its time on a busy machine
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; no query does


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def server(browser, django_db_setup, django_db_blocker):
    """``server(host)`` is the address of that host on the running demonstration. No browser, no server."""
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        # The tests' own hasher is quick and weak; the server knows the real one only.
        password = PBKDF2PasswordHasher().encode(PASSWORD, "sel")
        User.objects.filter(email__endswith="@demo.example").update(password=password)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = settings.DATA_DIR / "e2e"
    served.mkdir(parents=True, exist_ok=True)
    if not (served / "private").exists():  # the demonstration's files were put in by this process
        (served / "private").symlink_to(settings.PRIVATE_ROOT)
    database = connection.settings_dict
    url = settings.DATABASE_URL or settings.EMBEDDED_POSTGRES.url()
    url = url.rpartition("/")[0] + f"/{database['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo", "DATABASE_URL": url, "PORT": str(port),
            "PORTAL_DATA_DIR": str(served), "PROCONNECT_ISSUER": f"http://127.0.0.1:{PROCONNECT_PORT}/api/v2",
            "PROCONNECT_CLIENT_ID": openid.CLIENT, "PROCONNECT_CLIENT_SECRET": openid.SECRET,
        },
    )  # fmt: skip
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    else:
        pytest.fail("The server did not start: " + "".join(said))
    yield lambda host="localhost": f"http://{host}:{port}"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        for model in (ContactMessage, Mail, DBTaskResult, PeriodicJob, UserSession):  # what the visit left behind
            model.objects.all().delete()
        caches["counters"].clear()
        Site.objects.update(port=settings.PUBLIC_PORT)
        connection.close()  # under Playwright’s loop this is a connection of its own


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        if os.environ.get("PORTAL_BROWSER") == "required":
            pytest.fail("Chromium is required here and is not installed.")
        pytest.skip(SKIPPED)
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield instance
        instance.close()


class Visit:
    """One browser window; remembers what went wrong in it."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(locale="fr-FR", **options)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda message: message.type == "error" and self.faults.append(f"{message.text} {message.location}"),
        )

    def close(self):
        self.context.close()


@pytest.fixture(scope="session")
def signed_in(server, browser):
    """``signed_in(person, host)`` is the browser's memory of somebody who signed in there: once a session."""
    remembered = {}

    def sign_in(person: str, host: str) -> dict:
        if (person, host) not in remembered:
            visit = Visit(browser)
            visit.page.goto(server(host) + "/compte/connexion/")
            visit.page.get_by_label("Courriel").fill(f"{person}@demo.example")
            visit.page.get_by_label("Mot de passe").fill(PASSWORD)
            visit.page.get_by_role("button", name="Se connecter").click()
            visit.page.get_by_role("button", name="Se déconnecter").wait_for()
            remembered[person, host] = visit.context.storage_state()
            visit.close()
        return remembered[person, host]

    return sign_in


@pytest.fixture
def open_window(browser):
    """``open_window(width, dark, …)`` opens a window; all are closed after the test."""
    windows = []

    def open_one(width: int = 1280, *, dark: bool = False, **options) -> Visit:
        scheme = "dark" if dark else "light"
        window = Visit(browser, viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        windows.append(window)
        return window

    yield open_one
    for window in windows:
        window.close()
