"""The writer is told that the message is here, in a mail that is of no use to anybody else."""

import pytest
from django.core import mail

from home.contact.services import ACKNOWLEDGED
from home.models import ContactMessage
from portal.notifications.models import Mail
from tests.home.contact.conftest import MESSAGE

pytestmark = pytest.mark.django_db


def test_the_writer_is_told_when_about_what_and_what_follows(send, acknowledged, pdc):
    send(subject="proprietaire")
    [letter] = acknowledged()
    words = letter.body.replace("\N{NO-BREAK SPACE}", " ")
    assert "Sujet : Propriétaire privé" in words
    assert "plateforme de Lens-Hénin" in words
    assert str(ContactMessage.objects.get().created_at.year) in words
    for sentence in ("vous répond à cette adresse", "ne nommez personne", "90 jours", "/donnees-personnelles/"):
        assert sentence in words


def test_nothing_that_was_typed_is_in_it(send, acknowledged):
    send(name="Achetez ici https://faux.example", message="Cliquez https://faux.example", commune="Lens")
    [letter] = acknowledged()
    assert "faux.example" not in letter.subject + letter.body
    assert "Achetez" not in letter.subject + letter.body


def test_no_machine_answers_it(send, acknowledged, forwarded):
    send()
    assert acknowledged()[0].extra_headers["Auto-Submitted"] == "auto-replied"
    assert acknowledged()[0].extra_headers["X-Auto-Response-Suppress"] == "All"
    assert "Auto-Submitted" not in forwarded()[0].extra_headers


def test_an_address_is_not_flooded_though_its_messages_arrive(pdc_client, send, forwarded, acknowledged):
    for number in range(5):
        with pytest.MonkeyPatch.context() as patched:
            patched.setitem(pdc_client.defaults, "REMOTE_ADDR", f"192.0.2.{number}")
            assert send(email="Nora@CCAS.example" if number % 2 else MESSAGE["email"]).status_code == 302
    written = [letter for letter in mail.outbox if letter.to[0].casefold() == MESSAGE["email"]]
    assert len(written) == ACKNOWLEDGED
    assert Mail.objects.none().count() == 0
    assert len([letter for letter in mail.outbox if letter.to == ["coordinateurLDAlens@apsa62.fr"]]) == 5


def test_another_address_is_still_told(send):
    for _ in range(4):
        send()
    send(email="autre@ccas.example")
    assert ["autre@ccas.example"] in [letter.to for letter in mail.outbox]


def test_a_machine_gets_nothing_sent_to_anybody(send):
    send(website="http://spam.example")
    assert mail.outbox == []


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028"])
def test_no_field_smuggles_a_header_into_either_mail(send, pdc, end):
    send(name=f"Nora{end}Bcc: tous@exemple.example", subject="presse")
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        raw = letter.message().as_string()
        assert letter.recipients() in (["nora@ccas.example"], ["coordinateurLDAlens@apsa62.fr"])
        assert not any(line.startswith("Bcc") for line in raw.splitlines())


@pytest.mark.parametrize("email", ["nora@ccas.example\nBcc: tous@exemple.example", "a@b.example, c@d.example"])
def test_an_address_that_is_two_is_refused(send, email):
    assert send(email=email).status_code == 200
    assert mail.outbox == []
