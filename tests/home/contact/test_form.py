"""A message reaches the right platform, is kept until then, and is not a way in for machines."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.contact.services import deliver
from home.models import ContactMessage
from portal.database import context
from portal.notifications.models import Mail
from portal.tenancy.models import Membership
from portal.territories.models import Platform
from tests.conftest import GuardedClient
from tests.home.contact.conftest import MESSAGE

pytestmark = pytest.mark.django_db


def test_a_message_reaches_the_platform_and_answers_go_to_its_writer(send, pdc, forwarded):
    assert send()["Location"] == "/contact/message-envoye/?plateforme=lens-henin"
    [letter] = forwarded()
    assert letter.to == ["coordinateurLDAlens@apsa62.fr"]
    assert letter.reply_to == ["nora@ccas.example"]
    assert "une situation bloque" in letter.body
    assert "plateforme de Lens-Hénin" in letter.body
    assert ContactMessage.objects.get().sent_at


def test_a_general_message_goes_to_the_administrators_while_no_contact_is_known(send, forwarded):
    send("/contact/")
    assert [letter.to for letter in forwarded()] == [["gael@demo.example"]]


def test_a_message_that_nobody_can_receive_waits_for_the_staff(send, pdc, forwarded):
    Membership.objects.filter(tenant=pdc).update(roles=["coordination"])
    send("/contact/")
    assert forwarded() == []
    assert ContactMessage.objects.get().sent_at is None
    client = GuardedClient("pas-de-calais.localhost").login_as("alice")
    assert "Nora" in client.get("/admin/messages/").text


def test_it_is_sent_once_however_often_the_worker_tries(send, pdc, forwarded):
    send()
    deliver.func(ContactMessage.objects.get().pk)
    assert len(forwarded()) == 1


def test_a_subject_cannot_smuggle_a_header(send):
    send(name="Nora\nBcc: tous@exemple.example")
    assert all("\n" not in letter.subject for letter in mail.outbox)


@pytest.mark.parametrize("field", ["name", "email", "message"])
def test_a_missing_field_is_said_at_the_field_and_nothing_typed_is_lost(send, field):
    page = send(**{field: ""})
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.find(attrs={"name": field})["aria-invalid"] == "true"
    for other in {"name", "email", "message"} - {field}:
        assert MESSAGE[other] in page.text
    assert mail.outbox == []


def test_a_machine_that_fills_everything_is_told_nothing(send, pdc):
    assert send(website="http://spam.example")["Location"] == "/contact/message-envoye/"
    assert not ContactMessage.objects.exists()


def test_the_seventh_message_of_an_hour_waits(send, forwarded):
    for _ in range(6):
        assert send().status_code == 302
    page = send()
    assert page.status_code == 429
    assert MESSAGE["message"] in page.text
    assert len(forwarded()) == 6


def test_the_page_asks_not_to_name_the_household(pdc_client):
    assert "ménage" in pdc_client.get("/contact/lens-henin/").text


def test_a_platform_of_the_neighbour_has_no_form_here(pdc_client):
    assert pdc_client.get("/contact/casa/").status_code == 404


def test_a_message_outlives_a_mail_server_that_was_down(send, pdc, mail_server_down, forwarded):
    assert send().status_code == 302
    assert mail.outbox == []
    mail_server_down.mend()
    Mail.objects.update(next_attempt_at=timezone.now())
    with context.use(context.PLATFORM):
        call_command("scheduler", now="notifications.retry")
        call_command("scheduler", now="notifications.retry")
    [letter] = forwarded()
    assert letter.to == ["coordinateurLDAlens@apsa62.fr"]
    assert "une situation bloque" in letter.body


def test_a_message_that_waited_leaves_once_somebody_can_receive_it(send, pdc, forwarded):
    Membership.objects.filter(tenant=pdc).update(roles=["coordination"])
    send("/contact/")
    Membership.objects.filter(tenant=pdc, user__email="gael@demo.example").update(roles=["administration"])
    with context.use(context.PLATFORM):
        call_command("scheduler", now="home.waiting-messages")
        call_command("scheduler", now="home.waiting-messages")
    assert [letter.to for letter in forwarded()] == [["gael@demo.example"]]
    assert ContactMessage.objects.get().sent_at


def test_messages_are_purged_after_ninety_days(pdc):
    old = ContactMessage.objects.create(
        name="Vieux",
        email="a@b.example",
        message="…",
        created_at=timezone.now() - datetime.timedelta(days=91),
    )
    new = ContactMessage.objects.create(name="Neuf", email="a@b.example", message="…")
    with context.use(context.PLATFORM):
        call_command("scheduler", now="home.expired-messages")
    assert list(ContactMessage.objects.all()) == [new]
    assert old.pk


def test_every_platform_has_a_way_to_be_reached(pdc):
    assert all(platform.email for platform in Platform.objects.all())


def test_the_form_costs_no_more_when_there_are_more_messages_and_platforms(pdc, pdc_client):
    def cost() -> int:
        pdc_client.get("/contact/")
        with CaptureQueriesContext(connection) as queries:
            pdc_client.get("/contact/")
        return len(queries)

    before = cost()
    for number in range(20):
        Platform.objects.create(name=f"Autre {number}", title=f"plateforme {number}", slug=f"autre-{number}")
        ContactMessage.objects.create(name="Nora", email="a@b.example", message="…")
    assert cost() == before <= 12
