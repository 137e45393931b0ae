"""An address with an accent before the @ leaves through the servers that can write it, and at once or never."""

import email
import email.policy

import pytest
from django.core.mail import EmailMessage

from portal.notifications.models import Mail
from portal.notifications.smtp import needs_smtputf8
from tests.portal.notifications.transports import MailServer

pytestmark = pytest.mark.django_db
ACCENTED = "coordination.ruralité@exemple.example"


@pytest.fixture(params=[True, False], ids=["with SMTPUTF8", "without"])
def server(request, settings):
    with MailServer(speaks_utf8=request.param).running() as running:
        settings.MAILERS = settings.MAILERS | {"transport": running.transport}
        yield running


def post(to: str) -> Mail:
    EmailMessage("Une réunion à Hénin", "Été comme hiver.", to=[to]).send()
    return Mail.objects.latest("pk")


def test_a_plain_address_is_written_to_as_ever(server, pdc):
    assert post("alice@exemple.example").sent_at
    [received] = server.received
    assert received.recipients == ["alice@exemple.example"]
    assert "SMTPUTF8" not in received.options


def test_an_accent_in_the_domain_has_another_spelling_and_leaves_everywhere(server, pdc):
    assert post("alice@ruralité.example").sent_at
    assert server.received[0].recipients == ["alice@xn--ruralit-hya.example"]


def test_an_accent_before_the_at_sign_leaves_when_the_server_can_write_it(server, pdc):
    mail = post(ACCENTED)
    if not server.speaks_utf8:
        assert server.received == []
        assert mail.is_abandoned
        assert mail.attempts == 1
        assert "SMTPUTF8" in mail.last_error
        return
    [received] = server.received
    assert mail.sent_at
    assert received.recipients == [ACCENTED]
    assert "SMTPUTF8" in received.options
    message = email.message_from_bytes(received.content, policy=email.policy.SMTPUTF8)
    assert ACCENTED in str(message["To"])
    assert message["Subject"].endswith("Une réunion à Hénin")
    assert "Été comme hiver." in message.get_content()


def test_a_mailbox_that_does_not_exist_is_tried_again(server, pdc):
    mail = post("inconnue@exemple.example")
    assert not mail.is_abandoned
    assert mail.next_attempt_at


@pytest.mark.parametrize(
    ("address", "far"),
    [("a@b.fr", False), ("a@é.fr", False), ("é@b.fr", True), ("", False), ("sans-arobase", False)],
)
def test_only_what_stands_before_the_at_sign_needs_it(address, far):
    assert needs_smtputf8(address) is far
