"""What is written of a request, a task and a job: enough to find what went wrong, nothing of who did it."""

import contextlib
import datetime
import logging
import re
import smtplib
import threading

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection
from django.tasks import task

from portal.accounts.logs import masked
from portal.accounts.models import User
from portal.database import context
from portal.demo.people import PASSWORD
from portal.jobs import origin, registry, scheduler
from portal.jobs.models import PeriodicJob
from portal.jobs.registry import periodic
from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.isolation.sweep.addresses import addresses_of
from tests.portal.jobs.conftest import queue  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
KEY = "clef-qui-ouvre-tout-par-elle-meme"
OPENS = {"token", "key", "uidb36"}
"""Arguments of addresses that open something by themselves."""
IP = "203.0.113.77"
PRIVATE = [
    "alice",
    "demo.example",
    "Bérénice",
    "Duchamp",
    "berenice",
    PASSWORD,
    "quartier-secret",
    IP,
    KEY,
    "sessionid",
]
NAME, ADDRESS = "Bérénice Duchamp", "berenice@ccas.example"


def visitor(host=PDC_HOST) -> GuardedClient:
    client = GuardedClient(host, REMOTE_ADDR=IP, HTTP_X_FORWARDED_FOR=IP)
    client.raise_request_exception = False
    return client


def break_the_search(monkeypatch, error=None):
    def breaks(*args, **kwargs):
        name, written = NAME, ADDRESS  # noqa: F841 (what a stack with its variables would show)
        try:
            raise KeyError(ADDRESS)
        except KeyError:
            raise error or IntegrityError(f"Key (email)=({ADDRESS}) already exists.")  # noqa: B904

    monkeypatch.setattr("home.views.search.search", breaks)


def test_nothing_personal_is_written_whatever_people_do(told, monkeypatch, mail_server_down, queue):  # noqa: F811
    client = visitor()
    client.post("/compte/connexion/", {"login": "alice@demo.example", "password": "faux" + KEY})
    client.post("/compte/connexion/", {"login": "alice@demo.example", "password": PASSWORD})
    client.get("/recherche/?q=quartier-secret")
    client.get(f"/trouver/?q={NAME}")
    form = {"name": NAME, "email": ADDRESS, "message": NAME, "subject": "information", "website": ""}
    visitor().post("/contact/lens-henin/", form)
    queue()
    for path in [
        f"/media/t/1/images/{NAME}.jpg", f"/invitation/{KEY}/", f"/desabonnement/{KEY}/",
        f"/agenda/abonnement/{KEY}.ics", f"/compte/mot-de-passe/oublie/4-{KEY}/", f"/documents/999/{NAME}.pdf",
    ]:  # fmt: skip
        visitor().get(path)
    break_the_search(monkeypatch)
    assert client.get("/recherche/?q=quartier-secret").status_code == 500
    told_text = told.text
    assert "Mail" in told_text
    assert "IntegrityError" in told_text
    assert {line["logger"] for line in told.lines()} >= {
        "portal.access",
        "portal.tasks",
        "portal.notifications.services",
    }
    for private in [*PRIVATE, client.cookies["sessionid"].value]:
        assert private not in told_text, private
    assert not re.search(r"\S+@\S+\.\S+", told_text)


def test_each_answer_has_its_line(told):
    alice = visitor().login_as("alice")
    page = alice.get("/extranet/?page=2")
    [line] = told.lines("portal.access")
    user = User.objects.get(email="alice@demo.example")
    assert line.items() >= {
        "level": "INFO", "message": "request", "request_id": page["X-Request-ID"], "tenant": "pas-de-calais",
        "user_id": user.pk, "method": "GET", "path": "/extranet/", "route": "dashboard", "status": 200,
    }.items()  # fmt: skip
    assert line["duration_ms"] > 0
    assert line["queries"] > 0
    assert datetime.datetime.fromisoformat(line["time"]).utcoffset() == datetime.timedelta()


def test_so_have_a_kept_page_a_redirection_and_hosts_that_are_no_tenant_s(told, kept_pages):
    visitor(CASA_HOST).get("/glossaire/")
    visitor(CASA_HOST).get("/glossaire/")
    visitor(CASA_HOST).get("/admin/login/")
    visitor("nulle-part.example").get("/")
    visitor("localhost").get("/")
    visitor("localhost").get("/nulle-part/")
    said = [(line.get("tenant"), line["route"], line["status"]) for line in told.lines("portal.access")]
    assert said[1] == ("casa", "(kept)", 200)
    assert said[2][2] == 302
    assert said[3:] == [(None, "(none)", 404), (None, "landing", 200), (None, "(none)", 404)]


def test_an_error_tells_where_it_was_raised_and_from_what_in_which_request(told, monkeypatch):
    break_the_search(monkeypatch)
    page = visitor().get("/recherche/?q=bail")
    [line] = told.lines("django.request")
    assert (line["level"], line["exception"]) == ("ERROR", "django.db.utils.IntegrityError")
    assert line["request_id"] == page["X-Request-ID"]
    assert (line["tenant"], line["path"]) == ("pas-de-calais", "/recherche/")
    assert "in breaks" in line["stack"]
    assert line["stack"].index("KeyError") < line["stack"].index("IntegrityError")
    assert ADDRESS not in line["stack"]


@pytest.mark.parametrize(
    ("error", "told_as"),
    [
        (smtplib.SMTPResponseException(550, f"{ADDRESS} unknown"), "smtplib.SMTPResponseException 550"),
        (FileNotFoundError(2, "none", f"/x/{NAME}.pdf"), "FileNotFoundError ENOENT"),
        (ValueError(NAME), "ValueError"),
    ],
)
def test_a_number_says_which_error_it_is_in_the_place_of_its_words(told, monkeypatch, error, told_as):
    break_the_search(monkeypatch, error)
    visitor().get("/recherche/?q=bail")
    [line] = told.lines("django.request")
    assert line["exception"] == told_as


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "abcDEF-123_4", True), (1, "x" * 64, True), (0, "abcDEF-123_4", False), (1, "x" * 65, False),
        (1, "a b", False), (1, 'a"}{"level": "forged', False), (1, "é", False), (1, "", False),
    ],
)  # fmt: skip
def test_a_number_is_taken_from_a_trusted_proxy_alone_and_only_if_well_formed(settings, proxies, given, is_taken):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    answered = GuardedClient("localhost", HTTP_X_REQUEST_ID=given).get("/sante/pret/")["X-Request-ID"]
    assert (answered == given) is is_taken
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", answered)


@pytest.mark.parametrize("urlconf", ["portal.urls", "portal.console.urls"])
def test_no_address_that_opens_something_by_itself_is_written(urlconf):
    keyed = [address for address in addresses_of(urlconf) if OPENS & set(address.arguments)]
    keyed += [address for address in addresses_of(urlconf) if address.name == "certificate_check"]
    assert keyed or urlconf == "portal.console.urls"
    for address in keyed:
        if not address.format.startswith("admin/"):
            written = address.url(dict.fromkeys(address.arguments, KEY))
            assert KEY not in masked(written), written


@task
def write_to_somebody():
    EmailMessage("Bonjour", "Un mot.", to=[ADDRESS]).send()


@task
def fails():
    raise ValueError(ADDRESS)


def test_a_task_is_told_with_the_number_of_what_asked_for_it_and_gives_it_on(told, pdc, queue):  # noqa: F811
    with origin.use(origin.Origin(request_id="asked-by-a-click")):
        write_to_somebody.enqueue()
    queue()
    lines = told.lines("portal.tasks")
    assert len(lines) == 2
    for line in lines:
        assert line["request_id"] == "asked-by-a-click"
        assert line["tenant"] == "pas-de-calais"
        assert line["status"] == "successful"
        assert line["task_id"]
    assert lines[0]["task"] == "tests.portal.operations.test_logs.write_to_somebody"
    assert origin.current() == origin.Origin()


def test_the_error_of_a_task_says_which_task_and_for_whom(told, pdc, queue):  # noqa: F811
    fails.enqueue()
    queue()
    [line] = told.lines("django.tasks")
    assert (line["level"], line["exception"], line["tenant"]) == ("ERROR", "ValueError", "pas-de-calais")
    assert line["task"].endswith(".fails")
    assert ADDRESS not in told.text
    assert told.lines("portal.tasks")[0]["status"] == "failed"


def test_a_job_is_told_once_and_its_error_for_each_tenant(told, platform_context, monkeypatch):
    monkeypatch.setattr(registry, "JOBS", {})
    monkeypatch.setattr(scheduler, "JOBS", registry.JOBS)

    def run():
        if context.current().slug == "casa":
            raise ValueError(ADDRESS)

    periodic("essai", label="Essai", every=datetime.timedelta(hours=1))(run)
    PeriodicJob.objects.create(name="essai", next_run_at=datetime.datetime.now(datetime.UTC))
    scheduler.run(registry.JOBS["essai"], even_if_early=True)
    error, line = told.lines("portal.jobs")
    assert (error["job"], error["tenant"], error["exception"]) == ("essai", "casa", "ValueError")
    assert (line["message"], line["job"], line["status"]) == ("job", "essai", "failed")
    assert line["request_id"] == error["request_id"]
    assert ADDRESS not in told.text


def test_threads_do_not_tell_of_one_another_s_requests(told):
    meet = threading.Barrier(2, timeout=20)

    def work(number: str) -> None:
        with origin.use(origin.Origin(request_id=number)):
            meet.wait()
            logging.getLogger("portal").info("en même temps, %s", number)
            meet.wait()

    threads = [threading.Thread(target=work, args=[number]) for number in ("un", "deux")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    logging.getLogger("portal").info("après")
    *both, after = told.lines()
    assert sorted(line["request_id"] for line in both) == ["deux", "un"]
    assert all(line["message"].endswith(line["request_id"]) for line in both)
    assert "request_id" not in after


def test_what_a_library_hangs_on_a_record_stays_out(told):
    logging.getLogger("library").warning("of %s", "x", extra={"request": KEY, "headers": {"Cookie": KEY}})
    assert KEY not in told.text
    assert told.lines()[0]["message"] == "of x"


def test_words_that_break_lines_stay_on_one(told):
    logging.getLogger("library").warning('a\nb\r\n{"level": "forged"}')
    [line] = told.lines()
    assert (line["level"], line["logger"]) == ("WARNING", "library")


def test_a_number_of_postgresql_is_told(told, platform_context):
    with contextlib.suppress(IntegrityError):
        try:
            Tenant.objects.filter(slug="casa").update(slug="pas-de-calais")
        except IntegrityError:
            logging.getLogger("portal").exception("refusé")
            raise
        finally:
            connection.needs_rollback = True
    [line] = told.lines()
    assert "23505" in line["stack"]
