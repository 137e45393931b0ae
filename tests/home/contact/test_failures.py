"""What did not arrive is seen by the staff, who send it again; an accent before the @ costs nobody a message."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.contact.services import deliver_waiting_messages
from home.contact.waiting import waiting_rows
from home.models import ContactMessage, ContactRoute
from portal.accounts.models import User
from portal.notifications.models import Mail
from portal.notifications.services import DELAYS, retry
from portal.tenancy.models import Membership, Role, Tenant
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.notifications.transports import MailServer

pytestmark = pytest.mark.django_db
ACCENTED = "coordinationLDA.ruralitéarrageoise@audasse.fr"
ADDRESS = "/contact/sud-arrageois-ternois/"


@pytest.fixture
def mail_server(settings):
    """``mail_server(speaks_utf8=…)`` is where the mails leave from then on."""
    running = []

    def start(*, speaks_utf8: bool) -> MailServer:
        opened = MailServer(speaks_utf8=speaks_utf8).running()
        running.append(opened)
        server = opened.__enter__()
        settings.MAILERS = settings.MAILERS | {"transport": server.transport}
        return server

    yield start
    for opened in running:
        opened.__exit__(None, None, None)


def recipients(server) -> list[str]:
    return [received.recipients[0] for received in server.received if received.recipients != ["nora@ccas.example"]]


def rows_for(person: str, tenant) -> list:
    membership = Membership.objects.select_related("user").get(tenant=tenant, user__email=f"{person}@demo.example")
    rows = waiting_rows(membership)
    return None if rows is None else list(rows)


def gael() -> GuardedClient:
    return GuardedClient(PDC_HOST).login_as("gael")


@pytest.fixture
def lost(pdc) -> ContactMessage:
    """A message to Lens-Hénin that never arrived."""
    return ContactMessage.objects.create(
        platform=Platform.objects.get(slug="lens-henin"), name="Nora", email="nora@ccas.example", message="Bonjour",
        state=ContactMessage.State.FAILED, failure="Boîte pleine", mail_key="<perdu@portail>",
    )  # fmt: skip


def test_an_accent_is_no_matter_to_a_server_that_can_write_it(send, pdc, mail_server):
    server = mail_server(speaks_utf8=True)
    send(ADDRESS)
    assert recipients(server) == [ACCENTED]
    message = ContactMessage.objects.get()
    assert (message.state, message.failure, message.sent_to) == ("transmis", "", [ACCENTED])
    assert message.sent_at


def test_without_smtputf8_the_message_goes_to_the_general_contact_who_reads_why(send, pdc, mail_server):
    Tenant.objects.filter(pk=pdc.pk).update(contact_email="accueil@departement.example")
    server = mail_server(speaks_utf8=False)
    assert send(ADDRESS)["Location"] == "/contact/message-envoye/?plateforme=sud-arrageois-ternois"
    assert recipients(server) == ["accueil@departement.example"]
    [told] = [received for received in server.received if received.recipients == ["accueil@departement.example"]]
    letter = Mail.objects.get(to=["accueil@departement.example"])
    assert ACCENTED in letter.text
    assert "accent avant l’arobase" in letter.text
    assert "une situation bloque" in letter.text
    assert told.content
    message = ContactMessage.objects.get()
    assert (message.state, message.refused) == ("transmis", [ACCENTED])
    assert not Mail.objects.abandoned().exists()


def test_without_smtputf8_and_a_general_contact_the_administrators_get_it(send, pdc, mail_server):
    server = mail_server(speaks_utf8=False)
    send(ADDRESS)
    assert recipients(server) == ["gael@demo.example"]


def test_a_subject_s_own_accented_address_gives_way_to_the_platform(send, pdc, mail_server):
    ContactRoute.objects.create(subject="presse", email="relations.médias@departement.example")
    server = mail_server(speaks_utf8=False)
    send(subject="presse")
    assert recipients(server) == ["coordinateurLDAlens@apsa62.fr"]


def test_a_message_that_went_elsewhere_is_told_to_the_staff_until_somebody_saw_it(send, pdc, mail_server):
    mail_server(speaks_utf8=False)
    send(ADDRESS)
    message = ContactMessage.objects.get()
    [(kind, key, title, at)] = rows_for("gael", pdc)
    assert (kind, key, title, at) == ("contact", str(message.pk), "Message de Nora", message.created_at)
    browser = gael()
    assert ACCENTED in browser.get("/admin/messages/").text
    page = browser.get(f"/admin/messages/inspect/{message.pk}/").text
    assert "adresse sans accent" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "gael@demo.example" in page
    assert browser.post(f"/admin/messages/{message.pk}/vu/").status_code == 302
    assert rows_for("gael", pdc) == []


def test_a_message_given_up_is_a_failure_with_its_reason(send, pdc, mail_server_down):
    send()
    message = ContactMessage.objects.get()
    assert (message.state, message.sent_at) == ("attente", None)
    for _ in DELAYS:
        Mail.objects.waiting().update(next_attempt_at=timezone.now())
        retry()
    message.refresh_from_db()
    assert message.state == "echec"
    assert message.failure
    assert [row[1] for row in rows_for("gael", pdc)] == [str(message.pk)]
    assert "Nora" in gael().get("/admin/messages/", {"state": "echec"}).text
    assert "Nora" not in gael().get("/admin/messages/", {"state": "transmis"}).text


def test_a_writer_whose_mailbox_does_not_exist_troubles_nobody(send, pdc, mail_server):
    mail_server(speaks_utf8=True)
    send(email="inconnue@ccas.example")
    for _ in DELAYS:
        Mail.objects.waiting().update(next_attempt_at=timezone.now())
        retry()
    assert ContactMessage.objects.get().state == "transmis"
    assert not Mail.objects.filter(to=["inconnue@ccas.example"]).exists()
    assert rows_for("gael", pdc) == []


def test_a_message_that_nobody_can_receive_is_told_to_the_staff_until_somebody_can(send, pdc, forwarded):
    Membership.objects.filter(tenant=pdc).update(roles=["coordination"])
    send("/contact/")
    assert [row[2] for row in rows_for("alice", pdc)] == ["Message de Nora"]
    assert "Personne ne peut le recevoir" in GuardedClient(PDC_HOST).login_as("alice").get("/admin/messages/").text
    Membership.objects.filter(tenant=pdc, user__email="gael@demo.example").update(roles=["administration"])
    deliver_waiting_messages()
    assert [letter.to for letter in forwarded()] == [["gael@demo.example"]]
    assert ContactMessage.objects.get().failure == ""
    assert rows_for("alice", pdc) == []


def test_a_failed_message_is_sent_again_once_the_server_is_mended(send, pdc, mail_server_down, forwarded):
    send()
    for _ in DELAYS:
        Mail.objects.waiting().update(next_attempt_at=timezone.now())
        retry()
    mail_server_down.mend()
    message = ContactMessage.objects.get()
    assert "Renvoyer" in gael().get(f"/admin/messages/inspect/{message.pk}/").text
    gael().post(f"/admin/messages/{message.pk}/renvoyer/")
    message.refresh_from_db()
    assert (message.state, message.failure) == ("transmis", "")
    assert [letter.to for letter in forwarded()] == [["coordinateurLDAlens@apsa62.fr"]]
    gael().post(f"/admin/messages/{message.pk}/renvoyer/")
    assert len(forwarded()) == 1
    assert not Mail.objects.abandoned().filter(to=["coordinateurLDAlens@apsa62.fr"]).exists()


def test_a_mended_address_gets_the_message_when_it_is_sent_again(send, pdc, mail_server):
    server = mail_server(speaks_utf8=False)
    send(ADDRESS)
    Platform.objects.filter(slug="sud-arrageois-ternois").update(email="coordination@audasse.example")
    message = ContactMessage.objects.get()
    gael().post(f"/admin/messages/{message.pk}/renvoyer/")
    assert recipients(server) == ["gael@demo.example", "coordination@audasse.example"]
    assert rows_for("gael", pdc) == []


def test_a_coordinator_sees_the_messages_of_their_platforms_and_the_general_ones(pdc, lost):
    theirs = Platform.objects.exclude(slug="lens-henin").exclude(
        coordinations__user=User.objects.get(email="alice@demo.example")
    )
    other = ContactMessage.objects.create(
        platform=theirs.order_by("pk").first(), name="Ailleurs", email="a@b.example", message="…", failure="Non"
    )
    general = ContactMessage.objects.create(name="Générale", email="a@b.example", message="…", failure="Non")
    alice = GuardedClient(PDC_HOST).login_as("alice")
    listed = alice.get("/admin/messages/").text
    assert "Nora" in listed
    assert "Générale" in listed
    assert "Ailleurs" not in listed
    assert {row[1] for row in rows_for("alice", pdc)} == {str(lost.pk), str(general.pk)}
    for action in ("inspect/{}/", "delete/{}/", "history/{}/"):
        assert alice.get(f"/admin/messages/{action.format(lost.pk)}").status_code == 200
        assert alice.get(f"/admin/messages/{action.format(other.pk)}").status_code in {302, 403}, action
    for action in ("renvoyer", "vu"):
        alice.post(f"/admin/messages/{other.pk}/{action}/")
    alice.post(f"/admin/messages/delete/{other.pk}/")
    other.refresh_from_db()
    assert (other.failure, other.settled_at) == ("Non", None)


def test_the_administration_sees_them_all(pdc, lost):
    assert "Nora" in gael().get("/admin/messages/").text
    assert gael().get(f"/admin/messages/inspect/{lost.pk}/").status_code == 200


def test_who_reads_no_message_is_asked_nothing(pdc, lost, django_assert_num_queries):
    for person in ("bob", "chloe", "iris", "diane"):
        membership = Membership.objects.select_related("user").get(tenant=pdc, user__email=f"{person}@demo.example")
        with django_assert_num_queries(0):
            assert waiting_rows(membership) is None
    for role in (Role.COMMUNICATION, Role.REDACTION):
        assert waiting_rows(Membership(tenant=pdc, roles=[role])) is None


def test_the_neighbour_sees_nothing_of_it(lost, casa):
    assert rows_for("ezra", casa) == []
    ezra = GuardedClient(CASA_HOST).login_as("ezra")
    assert "Nora" not in ezra.get("/admin/messages/").text
    assert ezra.get(f"/admin/messages/inspect/{lost.pk}/").status_code == 404
    assert ezra.post(f"/admin/messages/{lost.pk}/renvoyer/").status_code == 404


def test_the_list_costs_the_same_with_one_message_and_with_thirty(pdc):
    ContentType.objects.clear_cache()
    browser = gael()

    def cost() -> int:
        browser.get("/admin/messages/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/admin/messages/")
        return len(queries)

    platforms = list(Platform.objects.order_by("pk"))
    ContactMessage.objects.create(platform=platforms[0], name="Un", email="a@b.example", message="…")
    one = cost()
    for number in range(29):
        ContactMessage.objects.create(
            platform=platforms[number % len(platforms)], name="Autre", email="a@b.example", message="…"
        )
    assert cost() == one
