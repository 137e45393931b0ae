"""One world for all tests: the demonstration, loaded once, rolled back after each test."""

import contextlib
import datetime
import gc
import random
from collections import Counter
from itertools import chain

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import teardown_databases
from django.urls import get_resolver
from hypothesis import HealthCheck

from portal.accounts.models import User
from portal.database import context
from portal.demo.loader import load_demo
from portal.settings.test import MAILERS
from portal.tenancy.models import Tenant
from portal.tenancy.sessions import mark
from tests import writes
from tests.html import faults_of
from tests.migrated import make_databases

TODAY = datetime.date(2026, 11, 21)

# A busy machine is slow: that is no fault of what is tested. And the database may serve many examples in turn.
FORGIVEN = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
hypothesis.settings.register_profile("portal", deadline=None, suppress_health_check=FORGIVEN)
hypothesis.settings.load_profile("portal")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Start the server, make the test database, load the demonstration."""
    with settings.EMBEDDED_POSTGRES.running() if not settings.DATABASE_URL else contextlib.nullcontext():
        with django_db_blocker.unblock(), context.use(context.PLATFORM):
            databases = make_databases()
            get_resolver().url_patterns  # noqa: B018 (as on a server: screens enter their models in Wagtail's index)
            load_demo(TODAY)
        gc.collect()
        gc.freeze()  # code and settings stay for the whole session: the collector need not walk through them each time
        yield
        with django_db_blocker.unblock(), context.use(context.PLATFORM):
            wait_for_the_others_to_leave()
            teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _mails_leave_as_in_production(django_test_environment):
    """Django's test environment puts an outbox in the place of each mailer; here only the transport is one."""
    settings.MAILERS = MAILERS


def wait_for_the_others_to_leave() -> None:
    """A server that was stopped leaves its sessions a moment longer; PostgreSQL would not drop the database."""
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(
                "SELECT count(*), pg_sleep(0.05) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return


LONGEST = "test_the_walls_take_nothing_from_one_s_own"
"""Minutes each: begun last, they would leave all processes but one with nothing to do."""


@pytest.hookimpl(trylast=True)  # once what is not wanted is out
def pytest_collection_modifyitems(items):
    """Put the longest tests where each of two processes begins: they share the list in two halves."""
    longest = [item for item in items if item.originalname == LONGEST]
    if longest and len(longest) < len(items):
        others = [item for item in items if item.originalname != LONGEST]
        middle = len(others) // 2
        items[:] = [*longest[::2], *others[:middle], *longest[1::2], *others[middle:]]


def pytest_terminal_summary(terminalreporter):
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "tests/e2e" in r.nodeid]
    if skipped:
        reason = f"{len(skipped)} BROWSER TESTS WERE SKIPPED: Chromium is not installed"
        terminalreporter.section(reason, sep="!", red=True, bold=True)
    tally = Counter()
    for report in chain(*terminalreporter.stats.values()):
        if getattr(report, "when", "") == "teardown":
            tally.update(dict(report.user_properties))
    for name, value in sorted(tally.items()):
        terminalreporter.write_line(f"{name}: {value:.0f}")


class GuardedClient(Client):
    """Fetches pages and refuses a faulty one, or one whose GET writes: any test that meets it fails."""

    def __init__(self, host: str, **defaults):
        super().__init__(HTTP_HOST=host, **defaults)
        self.host = host

    def request(self, **request):
        is_safe = request["REQUEST_METHOD"] in {"GET", "HEAD"}
        with writes.refused(request["PATH_INFO"]) if is_safe else contextlib.nullcontext():
            response = super().request(**request)
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if is_html and response.content and not response.streaming and not request["PATH_INFO"].startswith("/admin/"):
            faults = faults_of(response.content.decode())
            assert not faults, f"{request['PATH_INFO']}: {faults}"
        return response

    def login_as(self, first_name: str) -> "GuardedClient":
        return self.login_account(User.objects.get(email=f"{first_name}@demo.example"))

    def login_account(self, user: User) -> "GuardedClient":
        """Sign in on this host, as the login form would."""
        with context.use(context.PLATFORM):
            tenant = Tenant.by_host(self.host.partition(":")[0])
        self.force_login(user, "portal.tenancy.backends.TenantModelBackend")
        session = self.session
        mark(session, tenant)
        session.save()
        return self


PDC_HOST, CASA_HOST = "pas-de-calais.localhost", "casa.localhost"


@pytest.fixture
def visit():
    """``visit(host)`` is a browser on that host."""
    return GuardedClient


@pytest.fixture
def kept_pages(settings):
    """Keep the pages that visitors are shown alike, as a server does."""
    below = settings.MIDDLEWARE.index("portal.tenancy.middleware.TenantMiddleware") + 1
    settings.MIDDLEWARE = [*settings.MIDDLEWARE]
    settings.MIDDLEWARE.insert(below, "portal.tenancy.kept_pages.KeptPagesMiddleware")


@pytest.fixture
def pdc_client(db):
    return GuardedClient(PDC_HOST)


@pytest.fixture
def casa_client(db):
    return GuardedClient(CASA_HOST)


@pytest.fixture
def platform_context():
    with context.use(context.PLATFORM):
        yield


@pytest.fixture
def pdc(db):
    """The Pas-de-Calais; the test asks as it."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
    with context.use(tenant.context):
        yield tenant


@pytest.fixture
def casa(db):
    """Sophia Antipolis; the test asks as it."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="casa")
    with context.use(tenant.context):
        yield tenant


class BrokenMailServer:
    """Nobody listens where mails leave, until ``mend()``."""

    def __init__(self, settings):
        self.settings, self.working = settings, settings.MAILERS
        smtp = {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
        settings.MAILERS = self.working | {"transport": smtp}

    def mend(self) -> None:
        self.settings.MAILERS = self.working


@pytest.fixture
def mail_server_down(settings):
    return BrokenMailServer(settings)


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _unordered_means_any_order(monkeypatch):
    """PostgreSQL promises no order without ORDER BY; here it never gives one by chance."""
    fetch_all = QuerySet._fetch_all

    def fetch_and_shuffle(self):
        is_new = self._result_cache is None
        fetch_all(self)
        if is_new and not self.ordered and not self.query.is_sliced:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)
