"""A mail that comes back is noted, by who may say so alone; staff see it, and nothing more goes to a dead address."""

import io
import sys

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.core.management import call_command

from portal.database import context
from portal.notifications import bounces, digests, mailbox_of_bounces
from portal.notifications.models import Mail, Notice
from portal.notifications.notices import notify
from portal.settings.mail import env_mailbox
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST, GuardedClient
from tests.counterparts import folder
from tests.counterparts.imap import Mailbox
from tests.portal.notifications.reports import away, report

pytestmark = pytest.mark.django_db
NORA, BOX = "nora@ccas.example", "retours@portail.example"


@pytest.fixture(autouse=True)
def address(settings):
    settings.BOUNCE_ADDRESS = BOX


def write(*to: str) -> Mail:
    EmailMessage("Convocation", "Le corps.", to=list(to) or [NORA]).send()
    return Mail.objects.latest("pk")


def came_to(mail: Mail) -> str:
    """Where its reports go: the address that it left from."""
    left = outbox.outbox[-1]
    assert left.from_email == bounces.return_address(mail)
    assert mail.tenant.name in left.extra_headers["From"]
    return left.from_email


def code_of(mail: Mail) -> str:
    return Mail.objects.get(pk=mail.pk).bounce_code


def test_it_is_noted_and_the_administration_sees_why(pdc):
    mail = write()
    assert bounces.note(report(came_to(mail)))
    assert Mail.objects.get(pk=mail.pk).state == Mail.State.RETURNED
    gael = GuardedClient(PDC_HOST).login_as("gael")
    page = gael.get("/admin/courriels/?etat=revenu").text
    assert "l’adresse n’existe pas (5.1.1)" in page
    assert NORA in page
    assert "l’adresse n’existe pas" not in gael.get("/admin/courriels/?etat=parti").text


def test_a_full_mailbox_is_told_apart_and_a_delay_is_none(pdc):
    mail = write()
    assert not bounces.note(report(came_to(mail), action="delayed", status="4.4.1"))
    assert bounces.note(report(came_to(mail), status="4.2.2"))
    assert Mail.objects.get(pk=mail.pk).why_it_came_back == "la boîte est pleine"


def test_an_invented_one_changes_nothing(pdc, settings):
    mine, other = write(), write("alice@demo.example")
    local, _, domain = came_to(other).partition("@")
    tag, _, signature = local.partition("+")[2].partition("-")
    stranger = bounces.return_address(Mail(pk=mine.pk)).replace("retours", "autre")
    for guess in (BOX, f"retours+{tag}-{'0' * 24}@{domain}", stranger,
                  f"retours+{bounces.int_to_base36(mine.pk)}-{signature}@{domain}"):  # fmt: skip
        assert not bounces.note(report(guess))
    assert (code_of(mine), code_of(other)) == ("", "")
    settings.BOUNCE_ADDRESS = ""
    assert not bounces.note(report(came_to_before := f"{local}@{domain}"), came_to_before)


def test_a_report_about_somebody_else_counts_only_where_one_person_was_written_to(pdc):
    several, alone = write(NORA, "alice@demo.example"), None
    assert not bounces.note(report(came_to(several), "stranger@elsewhere.example"))
    assert bounces.note(report(came_to(several), "NORA@ccas.example"))
    alone = write()
    assert bounces.note(report(came_to(alone), "nora.perso@elsewhere.example"))  # she has it sent on


def test_answers_of_who_is_away_and_odd_messages_change_nothing(pdc):
    mail = write()
    there = came_to(mail)
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    odd = [away(there), b"", b"\0\xff" * 1000, f"To: {there}\n{deep}".encode(), b"To: " + there.encode() * 5000,
           report(there).replace(b"Action: failed", b"Action: \xff\xfe"),
           f"To: {there}\n\n".encode() + b"x" * 3_000_000,
           report(there).replace(b"message/delivery-status", b"text/plain")]  # fmt: skip
    assert not any(bounces.note(raw) for raw in odd)
    assert code_of(mail) == ""
    assert bounces.note(report(there) + b"x" * 3_000_000)  # the mail that it returns is long


def test_it_is_understood_after_the_key_was_changed(pdc, settings):
    mail = write()
    there, settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = came_to(mail), [settings.SECRET_KEY], "another"
    assert bounces.note(report(there))


def test_a_mail_server_pipes_it_to_a_command(pdc, monkeypatch):
    mail = write()
    raw = report(came_to(mail)).replace(came_to(mail).encode(), b"undisclosed-recipients:;")
    for arguments, said in (([], "left aside"), (["--recipient", came_to(mail)], "noted")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("take_bounce", *arguments, stdout=(out := io.StringIO()))
        assert said in out.getvalue()
    assert code_of(mail) == "5.1.1"


def test_it_is_its_own_tenant_s_matter(pdc):
    ours = write()
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
    with context.use(casa.context):
        theirs = write()
    assert bounces.note(report(bounces.return_address(theirs)))
    assert code_of(ours) == ""
    assert not bounces.unreachable([NORA])
    with context.use(casa.context):
        assert code_of(theirs) == "5.1.1"


def test_after_three_nothing_more_is_announced_to_that_address_until_it_changes(pdc, subjects, member):
    diane = member("diane")
    for _ in range(bounces.ENOUGH):
        bounces.note(report(came_to(write(diane.user.email)), diane.user.email))
    before = len(outbox.outbox)
    for code in ("seance", "document"):
        notify([diane], subjects[code], title="Une nouvelle", url="/extranet/")
    Notice.objects.update(created_at="2026-01-01T00:00Z")
    digests.send_digests()
    assert len(outbox.outbox) == before
    page = GuardedClient(PDC_HOST).login_as("diane").get("/extranet/notifications/")
    assert "nous reviennent" in page.text
    diane.user.email = "diane.autrement@demo.example"
    diane.user.save()
    notify([diane], subjects["seance"], title="Une séance", url="/extranet/")
    assert outbox.outbox[-1].to == ["diane.autrement@demo.example"]


def test_a_mailbox_is_read_and_keeps_what_is_not_ours(pdc, settings, monkeypatch):
    ours, held = write(), came_to(Mail.objects.latest("pk"))
    with folder() as path:
        mailbox = Mailbox(path).start()
        monkeypatch.setenv("BOUNCE_MAILBOX_URL", mailbox.url)
        settings.BOUNCE_MAILBOX = env_mailbox("BOUNCE_MAILBOX_URL", BOX)
        mailbox.receive("1.report", report(held))
        mailbox.receive("2.away", away(held))
        mailbox.receive("3.invented", report(f"retours+1-{'0' * 24}@portail.example"))
        assert mailbox_of_bounces.read() == 1
        assert mailbox.held() == {"2.away": "S", "3.invented": "S"}
        assert mailbox_of_bounces.read() == 0
        mailbox.stop()
        with pytest.raises(mailbox_of_bounces.MailboxError) as silent:
            mailbox_of_bounces.read()
    assert "un mot de passe" not in str(silent.value)
    assert code_of(ours) == "5.1.1"
