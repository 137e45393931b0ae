"""A mail is kept, leaves once, in its tenant's name, is tried again, given up, and forgotten."""

import datetime
import threading

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.database import context
from portal.jobs.backends import MissingTenantError
from portal.notifications import services
from portal.notifications.models import KEPT_FOR, Mail, MailAttachment
from portal.tenancy.models import Tenant
from tests.conftest import GuardedClient
from tests.portal.notifications.transports import Slow


def write(**fields) -> EmailMessage:
    message = EmailMessage(**{"subject": "Bonjour", "body": "Un mot.", "to": ["nora@ccas.example"]} | fields)
    message.send()
    return message


def outbox():
    return django_mail.outbox


def make_due():
    Mail.objects.filter(sent_at=None).update(next_attempt_at=timezone.now())


@pytest.mark.django_db
def test_a_mail_is_a_row_and_leaves_by_the_transport(pdc):
    write(cc=["a@b.example"], reply_to=["c@d.example"])
    kept = Mail.objects.get()
    assert kept.sent_at
    assert (kept.attempts, kept.next_attempt_at, kept.last_error) == (1, None, "")
    [letter] = outbox()
    assert letter.sent_using == "transport"
    assert (letter.body, letter.to, letter.cc, letter.reply_to) == (
        "Un mot.", ["nora@ccas.example"], ["a@b.example"], ["c@d.example"],
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "sender", "prefix"),
    [
        ("pas-de-calais", "Département du Pas-de-Calais <ne-pas-repondre@localhost>", "[Pas-de-Calais] "),
        ("casa", "Communauté d’agglomération Sophia Antipolis <ne-pas-repondre@localhost>", "["),
    ],
)
def test_sender_and_subject_say_the_tenant_once(slug, sender, prefix, db):
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug=slug)
    with context.use(tenant.context):
        write(subject=f"[{tenant.short_name}] Bonjour", from_email="autre@ailleurs.example")
        write()
    assert {letter.from_email for letter in outbox()} == {sender}
    assert {letter.subject for letter in outbox()} == {f"[{tenant.short_name}] Bonjour"}
    assert outbox()[0].subject.startswith(prefix)


@pytest.mark.django_db
@pytest.mark.parametrize("asking", [context.NOTHING, context.PLATFORM])
def test_a_mail_that_no_tenant_writes_is_refused(asking):
    with context.use(asking), pytest.raises(MissingTenantError):
        write()
    assert outbox() == []


@pytest.mark.django_db
def test_what_is_undone_sends_nothing(pdc, settings):
    settings.TASKS = {"default": {"BACKEND": "portal.jobs.backends.DatabaseBackend"}}
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert not Mail.objects.exists()
    from django_tasks_db.models import DBTaskResult

    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_smuggled_header_is_refused_to_who_wrote_it(pdc):
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        write(subject="Bonjour\nBcc: tous@exemple.example")
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_what_a_row_cannot_keep_is_refused(pdc):
    message = EmailMessage("Bonjour", "<p>Un mot.</p>", to=["nora@ccas.example"])
    message.content_subtype = "html"
    with pytest.raises(services.UnsupportedMailError):
        message.send()
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_html_and_files_leave_with_the_mail(pdc):
    message = EmailMultiAlternatives("Convocation", "Voir le fichier.", to=["nora@ccas.example"])
    message.attach_alternative("<p>Voir le fichier.</p>", "text/html")
    message.attach("séance.ics", "BEGIN:VCALENDAR", "text/calendar")
    message.attach("plan.pdf", b"%PDF-1.7\x00", "application/pdf")
    message.send()
    [letter] = outbox()
    assert letter.alternatives[0].content == "<p>Voir le fichier.</p>"
    assert [(name, kind) for name, _, kind in letter.attachments] == [
        ("séance.ics", "text/calendar"), ("plan.pdf", "application/pdf"),
    ]  # fmt: skip
    assert letter.attachments[1].content == b"%PDF-1.7\x00"


@pytest.mark.django_db
def test_a_refused_mail_waits_longer_and_longer_is_given_up_and_can_be_revived(pdc, mail_server_down):
    write()
    waits = []
    for _ in range(20):
        kept = Mail.objects.get()
        if kept.is_abandoned:
            break
        waits.append(kept.next_attempt_at - timezone.now())
        make_due()
        services.retry()
    assert len(waits) == len(services.DELAYS) == 8
    assert waits == sorted(waits)
    assert sum(services.DELAYS, datetime.timedelta()) < datetime.timedelta(days=3)
    assert (kept.attempts, kept.text) == (9, "Un mot.")
    assert "ConnectionRefusedError" in kept.last_error
    said = GuardedClient("localhost").get("/sante/").json()
    assert said["mails"] == {"waiting": 0, "abandoned": 1}
    assert said["status"] == "degraded"
    services.retry()
    assert Mail.objects.get().attempts == 9
    mail_server_down.mend()
    call_command("revive_mails")
    assert [letter.body for letter in outbox()] == ["Un mot."]
    assert GuardedClient("localhost").get("/sante/").json()["mails"] == {"waiting": 0, "abandoned": 0}


@pytest.mark.django_db
def test_each_attempt_carries_the_same_message_id(pdc, mail_server_down):
    written = write()
    make_due()
    mail_server_down.mend()
    services.retry()
    [letter] = outbox()
    assert letter.message()["Message-ID"] == written.extra_headers["Message-ID"]
    assert letter.message()["Message-ID"].endswith("@localhost>")


@pytest.mark.django_db
def test_a_mail_whose_worker_died_is_handed_again_after_a_while_and_no_sooner(pdc, settings):
    immediate = settings.TASKS
    settings.TASKS = {"default": {"BACKEND": "portal.jobs.backends.DatabaseBackend"}}  # and no worker
    write()
    settings.TASKS = immediate
    services.retry()
    assert outbox() == []
    Mail.objects.update(next_attempt_at=timezone.now())
    services.retry()
    services.retry()
    assert len(outbox()) == 1


@pytest.mark.django_db
def test_a_mail_that_left_does_not_leave_again(pdc):
    write()
    services.deliver.func(Mail.objects.get().pk)
    assert len(outbox()) == 1


@pytest.mark.django_db
def test_a_sent_mail_cannot_be_said_to_wait(pdc):
    write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.update(next_attempt_at=timezone.now())


@pytest.mark.django_db
def test_production_forgets_what_a_mail_said_once_it_left(pdc, settings, mail_server_down):
    settings.DEMO = False
    write(attachments=[("plan.pdf", b"%PDF", "application/pdf")])
    assert Mail.objects.get().text == "Un mot."  # it has not left
    mail_server_down.mend()
    make_due()
    services.retry()
    kept = Mail.objects.get()
    assert (kept.text, kept.html, kept.to) == ("", "", ["nora@ccas.example"])
    assert not MailAttachment.objects.exists()
    assert len(outbox()) == 1


@pytest.mark.django_db
def test_mails_are_purged_after_thirty_days_unless_they_still_wait(pdc, mail_server_down):
    write(subject="attend")
    mail_server_down.mend()
    write(subject="vieux")
    Mail.objects.update(created_at=timezone.now() - KEPT_FOR - datetime.timedelta(hours=1))
    write(subject="neuf")
    services.purge()
    assert {kept.subject for kept in Mail.objects.all()} == {"[Pas-de-Calais] attend", "[Pas-de-Calais] neuf"}


def test_two_workers_never_send_a_mail_twice(django_db_setup, django_db_blocker, settings):
    """Two threads, two connections, a committed row: the second comes while the transport holds the mail."""
    settings.MAILERS = settings.MAILERS | {
        "transport": {"BACKEND": "tests.portal.notifications.transports.Slow"},
    }
    Slow.took.clear()
    Slow.may_answer.clear()
    Slow.sent.clear()

    def work(asking, pk):
        try:
            with context.use(asking):
                services.deliver.func(pk)
        finally:
            connection.close()

    with django_db_blocker.unblock():
        try:
            with context.use(context.PLATFORM):
                asking = Tenant.objects.get(slug="casa").context
            with context.use(asking):
                pk = Mail.objects.create(to=["a@b.example"], subject="x", next_attempt_at=timezone.now()).pk
            first = threading.Thread(target=work, args=(asking, pk))
            first.start()
            assert Slow.took.wait(20)
            second = threading.Thread(target=work, args=(asking, pk))
            second.start()
            second.join(20)
            assert not second.is_alive()
            Slow.may_answer.set()
            first.join(20)
            with context.use(asking):
                kept = Mail.objects.get(pk=pk)
                assert kept.attempts == 1
                assert kept.sent_at
        finally:
            Slow.may_answer.set()
            with context.use(context.PLATFORM):
                Mail.objects.filter(pk=pk).delete()
            connection.close()
    assert Slow.sent == [["a@b.example"]]
