"""The runbook, rehearsed: each incident is made to happen, and what is written is done."""

import datetime
import http.client
import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import EmailMessage
from django.core.management import get_commands, load_command_class
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from home.models import ContentPage
from portal.console.archive import deletion
from portal.console.models import Export
from portal.database import context
from portal.jobs import scheduler
from portal.notifications import services
from portal.notifications.models import Mail
from tests.conftest import PDC_HOST, GuardedClient
from tests.counterparts import free_port, nginx
from tests.portal.accounts.people import code, give_application, person, sign_in
from tests.portal.documents.clamd import Clamd
from tests.portal.documents.making import make_document, make_folder
from tests.portal.jobs import tasks
from tests.portal.jobs.conftest import queue, seen  # noqa: F401 (fixtures)
from tests.portal.operations import runbook
from tests.portal.operations.test_limits import served

pytestmark = pytest.mark.django_db
PARTS = ("**Sign.**", "**First 5 minutes.**", "**Mend.**", "**Verify.**", "**Tell.**", "**Rehearsed by**")
ROOT = Path(__file__).parents[3]
HOUR = datetime.timedelta(hours=1)


# What is written ------------------------------------------------------------------------------------------


def test_every_incident_says_its_sign_what_to_do_how_to_verify_and_whom_to_tell():
    incidents = runbook.incidents()
    assert list(incidents) == list(range(1, 12))
    for text in incidents.values():
        places = [text.find(part) for part in PARTS]
        assert -1 not in places and places == sorted(places), text[:60]


def test_every_incident_names_what_rehearses_it_and_that_is_there():
    for number, text in runbook.incidents().items():
        said = text.partition("**Rehearsed by**")[2]
        files, targets = re.findall(r"`(tests/[^`]+)`", said), re.findall(r"`make ([a-z-]+)`", said)
        assert files or targets, number
        assert all((ROOT / file).exists() for file in files), number
        rules = (ROOT / "Makefile").read_text()
        assert all(re.search(rf"^{target}:", rules, re.MULTILINE) for target in set(targets)), number


def test_every_command_of_the_portal_is_one_and_takes_these_options():
    lines = {line for text in runbook.incidents().values() for line in re.findall(r"manage\.py [^`\n]+", text)}
    assert len(lines) > 15
    known = get_commands()
    for line in lines:
        name, *words = line.removeprefix("manage.py ").split()
        command = load_command_class(known[name], name)
        options = {option for action in command.create_parser("", name)._actions for option in action.option_strings}
        given = {word for word in words if word.startswith("--")} - {"--tenant"}
        assert given <= options, line


def test_whoever_reports_a_flaw_finds_how():
    text = (ROOT / "SECURITY.md").read_text()
    assert "security.txt" in text and "72" in text


# Rehearsals -----------------------------------------------------------------------------------------------


@pytest.mark.full
def test_1_without_its_database_a_process_says_so_and_serves_again_once_it_is_back(monkeypatch):
    health, ready = runbook.commands_of(1, beginning="curl")
    with served() as port:
        at = {"OPERATOR": "localhost", "PROBE": f"http://127.0.0.1:{port}"}
        assert runbook.shell(ready, **at).stdout.strip() == "200"
        with monkeypatch.context() as gone:
            gone.setitem(connections.settings["default"], "HOST", "127.0.0.1")
            gone.setitem(connections.settings["default"], "PORT", str(free_port()))
            assert json.loads(runbook.shell(health, **at).stdout)["status"] == "down"
            assert runbook.shell(ready, **at).stdout.strip() == "503"
        assert runbook.shell(ready, **at).stdout.strip() == "200"
        assert json.loads(runbook.shell(health, **at).stdout)["database"] is True


def test_2_what_may_be_thrown_away_goes_and_nothing_else_does(pdc, settings, tmp_path, platform_context):
    archives = settings.STORAGES["archives"]
    settings.STORAGES = settings.STORAGES | {"archives": archives | {"OPTIONS": {"location": tmp_path}}}
    old, recent = (
        Export.objects.create(
            tenant_key=pdc.pk, tenant_slug=pdc.slug,
            path=storages["archives"].save(f"exports/{name}", ContentFile(b"x")),
            finished_at=timezone.now() - datetime.timedelta(days=days), size=1,
        )
        for name, days in (("old", 8), ("recent", 1))
    )  # fmt: skip
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - HOUR)
    Session.objects.create(session_key="open", session_data="", expire_date=timezone.now() + HOUR)
    with context.use(pdc.context):
        version = make_document(make_folder()).current
    scheduler.synchronise()
    lines = runbook.commands_of(2, beginning="manage.py")
    assert len(lines) == 5
    for line in lines:
        runbook.managed(line)
    assert not storages["archives"].exists(old.path)
    assert storages["archives"].exists(recent.path)
    assert [*Session.objects.values_list("pk", flat=True)] == ["open"]
    assert storages["private"].exists(version.file.name)
    assert runbook.shell(runbook.commands_of(2, beginning="df")[0]).returncode == 0


def test_3_what_a_dead_worker_left_is_taken_up_and_the_queue_is_emptied(pdc, queue, seen):  # noqa: F811
    with context.use(pdc.context):
        left, waiting = tasks.look.enqueue(), tasks.look.enqueue()
    long_ago = timezone.now() - 2 * HOUR
    with context.use(context.PLATFORM):
        rows = DBTaskResult.objects.filter(pk__in=[left.id, waiting.id])
        rows.update(enqueued_at=long_ago)
        rows.filter(pk=left.id).update(status="RUNNING", started_at=long_ago, worker_ids=["dead"])
        scheduler.synchronise()
    assert GuardedClient("localhost").get("/sante/").json()["queue"]["oldest_seconds"] > 300
    for line in runbook.commands_of(3, beginning="manage.py")[1:3]:
        runbook.managed(line)
    with context.use(context.PLATFORM):
        assert set(rows.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert len(seen) == 2
    assert GuardedClient("localhost").get("/sante/").json()["queue"]["waiting"] == 0


class Moody:
    """A mail server that refuses until it is mended."""

    refuses, took = True, ()

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            return "554 5.7.1 Sender refused"
        self.took = (*self.took, envelope)
        return "250 OK"


def test_4_what_the_mail_server_refused_leaves_once_it_is_mended(pdc, settings):
    server = Moody()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        smtp = {"host": controller.hostname, "port": controller.port, "timeout": 20}
        transport = {"BACKEND": "portal.notifications.smtp.EmailBackend", "OPTIONS": smtp}
        settings.MAILERS = settings.MAILERS | {"transport": transport}
        with context.use(pdc.context):
            EmailMessage("Bonjour", "Un mot.", to=["nora@ccas.example"]).send()
            for _ in range(len(services.DELAYS)):
                Mail.objects.filter(sent_at=None).update(next_attempt_at=timezone.now())
                services.retry()
            assert "554" in Mail.objects.get().last_error
        assert GuardedClient("localhost").get("/sante/").json()["mails"]["abandoned"] == 1
        server.refuses = False
        (trial, revive) = runbook.commands_of(4, beginning="manage.py")
        runbook.managed(trial, PERSON="olga@demo.example", SLUG="pas-de-calais")
        assert [envelope.rcpt_tos for envelope in server.took] == [["olga@demo.example"]]
        runbook.managed(revive)
    finally:
        controller.stop()
    assert [envelope.rcpt_tos for envelope in server.took[1:]] == [["nora@ccas.example"]]
    assert GuardedClient("localhost").get("/sante/").json()["mails"]["abandoned"] == 0


def certify(place: Path, *, days: int) -> None:
    """Write a key, and a certificate of it that is over in ``days``."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, PDC_HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=90))
    signed = made.not_valid_after(now + datetime.timedelta(days=days)).sign(key, hashes.SHA256())
    form = serialization.Encoding.PEM
    place.joinpath("cert.pem").write_bytes(signed.public_bytes(form))
    place.joinpath("key.pem").write_bytes(
        key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.mark.full
def test_5_a_certificate_that_is_over_is_found_and_replaced_without_a_stop(tmp_path):
    certify(tmp_path, days=-1)
    port = free_port()
    tls = f"ssl_certificate {tmp_path}/cert.pem; ssl_certificate_key {tmp_path}/key.pem;"
    with nginx.running(f"server {{ listen 127.0.0.1:{port} ssl; {tls} return 204; }}", port) as front:
        at = {"FRONT": f"127.0.0.1:{port}", "HOST": PDC_HOST, "NGINX_CONF": f"{front.configuration} -e stderr"}
        until, is_good = runbook.commands_of(5, beginning="openssl")
        assert PDC_HOST in runbook.shell(until, **at).stdout
        assert runbook.shell(is_good, **at).returncode == 1
        certify(tmp_path, days=60)
        for line in runbook.commands_of(5, beginning="nginx"):
            assert runbook.shell(line.replace("nginx ", f"{front.command[0]} ", 1), **at).returncode == 0
        assert any(runbook.shell(is_good, **at).returncode == 0 for _ in range(50))  # nginx reloads in its own time


def test_6_a_stolen_laptop_opens_nothing_any_more():
    laptop, _ = sign_in("gael")
    assert laptop.get("/admin/").status_code == 200
    first, *others = runbook.commands_of(6, beginning="manage.py")
    assert "1 sessions" in runbook.managed(first, PERSON="gael@demo.example")
    assert laptop.get("/admin/")["Location"].startswith("/compte/connexion/")
    assert sign_in("gael")[1].status_code == 200  # refused: the password is gone
    colleague, _ = sign_in("diane")
    for line in others:
        runbook.managed(line, SLUG="pas-de-calais")
    assert colleague.get("/extranet/").status_code == 302


def test_7_after_a_key_leaked_second_factors_work_and_nobody_is_signed_in(settings):
    secret = give_application(person("diane"))
    new, apply, again, everybody = runbook.commands_of(7, beginning="manage.py")
    leaked, settings.SECRET_KEY = settings.SECRET_KEY, runbook.managed(new).strip()
    settings.SECRET_KEY_FALLBACKS = [leaked]
    runbook.managed(apply)
    settings.SECRET_KEY_FALLBACKS = []
    assert "0 under a former one, 0 under none that is given" in runbook.managed(again)
    runbook.managed(everybody)
    assert not Session.objects.exists()
    client, _ = sign_in("diane")
    assert client.post("/compte/connexion/double/", {"code": code(secret)})["Location"] == "/extranet/"


@pytest.mark.full
def test_7_a_password_of_the_database_that_leaked_opens_nothing_any_more():
    postgres = pytest.importorskip("tests.counterparts.postgres")
    psycopg = pytest.importorskip("psycopg")
    with postgres.running() as server, psycopg.connect(server.url()) as thief:
        (sql,) = runbook.written(7, "sql")
        server.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-v", "new=another", "-f", "-", server.local(), stdin=sql)
        with pytest.raises(psycopg.OperationalError):
            thief.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.url())
        psycopg.connect(server.url().replace(postgres.PASSWORD, "another")).close()


def test_8_a_page_published_by_mistake_is_gone_for_every_visitor(pdc, kept_pages):
    with context.use(pdc.context):
        home = Page.objects.get(pk=pdc.site.root_page_id)
        page = home.add_child(instance=ContentPage(title="Liste de Zénobie Tartempion", slug="liste"))
        page.save_revision().publish()
    visitor = GuardedClient(PDC_HOST)
    assert [visitor.get("/liste/").status_code for _ in range(2)] == [200, 200]  # the second from where it is kept
    address = re.search(r"`(/admin/pages/\$PAGE/unpublish/)`", runbook.incidents()[8])[1]
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert gael.post(address.replace("$PAGE", str(page.pk))).status_code == 302
    assert visitor.get("/liste/").status_code == 404
    for elsewhere in ("/recherche/?q=Tartempion", "/plan-du-site/", "/sitemap.xml"):
        assert "liste" not in re.findall(r'href="/([a-z]+)/"', visitor.get(elsewhere).text), elsewhere
    assert "/liste/" not in visitor.get("/sitemap.xml").text


def test_9_a_deletion_that_was_a_mistake_is_cancelled(pdc):
    with context.use(context.PLATFORM):
        deletion.ask_for_deletion(pdc, by=person("olga"), slug=pdc.slug, reason="")
    assert GuardedClient(PDC_HOST).get("/").status_code != 200
    (cancel,) = runbook.commands_of(9, beginning="manage.py delete_tenant")
    runbook.managed(cancel, SLUG=pdc.slug)
    assert GuardedClient(PDC_HOST).get("/").status_code == 200


@pytest.mark.full
def test_10_a_flood_is_bounded_and_the_others_are_served():
    (lines,) = runbook.written(10, "nginx")
    door, inner = free_port(), free_port()
    behind = f"server {{ listen 127.0.0.1:{inner}; return 200; }}"
    with nginx.running(lines + behind + nginx.proxy(door, inner), door):

        def ask(comes_from: str) -> int:
            with closing(http.client.HTTPConnection("127.0.0.1", door, source_address=(comes_from, 0))) as line:
                line.request("GET", "/")
                return line.getresponse().status

        flood = [ask("127.0.0.2") for _ in range(400)]
        assert flood[:100] == [200] * 100
        assert flood.count(429) > 100
        assert [ask("127.0.0.3") for _ in range(20)] == [200] * 20


def test_11_documents_that_waited_for_the_antivirus_are_scanned_at_once_when_it_is_back(pdc, settings):
    settings.CLAMAV_ADDRESS = f"127.0.0.1:{free_port()}"
    with context.use(pdc.context):
        version = make_document(make_folder()).current
        version.refresh_from_db()
    assert version.scan == version.Scan.FAILED
    server = Clamd()
    settings.CLAMAV_ADDRESS = server.address
    with context.use(context.PLATFORM):
        scheduler.synchronise()
    try:
        (line,) = runbook.commands_of(11, beginning="manage.py")
        runbook.managed(line)
    finally:
        server.close()
    with context.use(pdc.context):
        version.refresh_from_db()
    assert version.scan == version.Scan.CLEAN
