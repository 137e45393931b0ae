"""Mails leave through a real server: encrypted, to the one that its certificate names, and refusals are no loss."""

import pytest
from django.core.mail import EmailMessage

from portal.notifications import services
from portal.notifications.models import Mail
from tests.counterparts import folder
from tests.counterparts.certificates import Authority
from tests.counterparts.smtp import MailServer

pytestmark = pytest.mark.django_db
NORA = "nora@ccas.example"


@pytest.fixture(scope="module", params=["STARTTLS", "TLS"])
def running(request):
    with folder() as path:
        server = MailServer(path, from_the_first_byte=request.param == "TLS").start()
        yield server
        server.stop()


@pytest.fixture
def server(running, settings):
    running.forget()
    leave_through(running, settings)
    return running


def leave_through(server: MailServer, settings, **other) -> None:
    settings.MAILERS = settings.MAILERS | {"transport": server.transport(**other)}


def write(to: str = NORA) -> Mail:
    EmailMessage("Convocation", "Été comme hiver.", to=[to]).send()
    return Mail.objects.latest("pk")


def test_a_mail_leaves_encrypted_after_a_login(pdc, server):
    assert write().sent_at
    (got,) = server.received
    assert (got.recipients, got.is_encrypted, got.user) == ([NORA], True, "portail")
    assert "Été comme hiver." in got.message.get_content()


@pytest.mark.parametrize(
    "fault",
    ["another authority", "another name", "a wrong password"],
)
def test_it_waits_where_the_server_is_not_the_one_it_should_be_or_does_not_know_us(
    pdc, server, settings, tmp_path, fault
):
    other = {
        "another authority": {"ca_file": str(Authority(tmp_path).path)},
        "another name": {"host": "127.0.0.1"},
        "a wrong password": {"password": "faux"},
    }[fault]
    leave_through(server, settings, **other)
    mail = write()
    assert mail.state == Mail.State.REFUSED
    assert server.received == []
    assert "un mot de passe" not in mail.last_error and "faux" not in mail.last_error
    leave_through(server, settings)
    services.deliver.enqueue(mail.pk)
    assert Mail.objects.get(pk=mail.pk).sent_at
    assert len(server.received) == 1


@pytest.mark.parametrize("said", ["451 4.7.1 Greylisted, come back", f"550 5.1.1 <{NORA}> unknown"])
def test_a_refusal_is_tried_again_and_given_up_in_the_end_and_no_log_names_the_recipient(pdc, server, caplog, said):
    server.refuse({NORA: said})
    mail = write()
    assert mail.state == Mail.State.REFUSED
    assert said[:3] in mail.last_error
    assert "did not leave" in caplog.text
    assert NORA not in caplog.text
    Mail.objects.filter(pk=mail.pk).update(attempts=len(services.DELAYS))
    services.deliver.enqueue(mail.pk)
    assert Mail.objects.get(pk=mail.pk).is_abandoned
    server.refuse({})
    services.revive_abandoned()
    assert Mail.objects.get(pk=mail.pk).sent_at
