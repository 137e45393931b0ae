"""« Courriels », in the back-office: the administration sees what did not leave, and tries again. Not what it says."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.database import context
from portal.notifications.models import Mail
from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
REPORT = "/admin/courriels/"


def write(subject="Bonjour", **fields) -> Mail:
    EmailMessage(subject, "Le corps secret.", to=["nora@ccas.example"]).send()
    kept = Mail.objects.order_by("pk").last()
    Mail.objects.filter(pk=kept.pk).update(**fields)
    return kept


@pytest.fixture
def abandoned(pdc) -> Mail:
    kept = write("Convocation", sent_at=None, next_attempt_at=None, attempts=9, last_error="SMTPRecipientsRefused: 550")
    mail.outbox.clear()
    return kept


@pytest.fixture
def gael(pdc_client):
    return pdc_client.login_as("gael")


def test_it_says_to_whom_when_and_whether_it_left_and_never_what(abandoned, gael):
    write("Compte rendu")
    page = gael.get(REPORT).text
    for said in (
        "Convocation",
        "nora@ccas.example",
        "abandonné",
        "SMTPRecipientsRefused: 550",
        "Compte rendu",
        "parti",
    ):
        assert said in page
    assert "secret" not in page


def test_an_abandoned_mail_waits_for_the_administration_on_its_dashboard(abandoned, gael, visit):
    page = gael.get("/extranet/").text
    assert "Un courriel n’est pas parti" in page
    assert f'href="{REPORT}?etat=abandonne"' in page
    assert "courriel n’est pas parti" not in visit(PDC_HOST).login_as("alice").get("/extranet/").text


def test_one_mail_is_tried_again(abandoned, gael):
    gael.post(f"{REPORT}{abandoned.pk}/renvoyer/")
    assert [letter.subject for letter in mail.outbox] == ["[Pas-de-Calais] Convocation"]
    page = gael.post(f"{REPORT}{abandoned.pk}/renvoyer/", follow=True).text
    assert "n’a pas besoin d’être renvoyé" in page
    assert len(mail.outbox) == 1


def test_all_are_tried_again(abandoned, gael):
    write("Autre", sent_at=None, next_attempt_at=None)
    mail.outbox.clear()
    assert "2 courriels sont de nouveau confiés" in gael.post(f"{REPORT}renvoyer/", follow=True).text
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("etat=abandonne", {"Convocation"}), ("etat=parti", {"Parti hier"}), ("etat=refuse", {"Refusé une fois"}),
        ("etat=attente", {"Tout neuf"}), ("q=convoc", {"Convocation"}),
        ("etat=zzz", {"Convocation", "Parti hier", "Refusé une fois", "Tout neuf"}),
        ("q=personne", set()), ("q=%00", {"Convocation", "Parti hier", "Refusé une fois", "Tout neuf"}),
    ],
)  # fmt: skip
def test_the_list_can_be_narrowed(query, found, abandoned, gael):
    write("Parti hier")
    write("Refusé une fois", sent_at=None, next_attempt_at=timezone.now(), attempts=1)
    write("Tout neuf", sent_at=None, next_attempt_at=timezone.now(), attempts=0)
    page = gael.get(f"{REPORT}?{query}").text
    every = {"Convocation", "Parti hier", "Refusé une fois", "Tout neuf"}
    assert {subject for subject in every if f"[Pas-de-Calais] {subject}" in page} == found


@pytest.mark.parametrize("who", ["alice", "chloe", "iris"])
def test_other_staff_neither_see_nor_send(who, abandoned, visit):
    client = visit(PDC_HOST).login_as(who)
    assert client.get(REPORT).status_code == 403
    assert client.post(f"{REPORT}{abandoned.pk}/renvoyer/").status_code == 403
    assert client.post(f"{REPORT}renvoyer/").status_code == 403
    assert REPORT not in client.get("/admin/").text
    assert mail.outbox == []


def test_the_neighbour_s_mails_are_not_there(gael):
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
    with context.use(casa.context):
        theirs = write("Secret de la voisine", sent_at=None, next_attempt_at=None)
    assert "voisine" not in gael.get(REPORT).text
    assert gael.post(f"{REPORT}{theirs.pk}/renvoyer/").status_code == 404
    assert GuardedClient(CASA_HOST).get(REPORT).status_code == 302


def test_thirty_mails_cost_as_much_as_one(gael, pdc):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            gael.get(REPORT)
        return len(queries)

    write()
    gael.get(REPORT)
    one = cost()
    for _ in range(30):
        write(sent_at=None, next_attempt_at=None)
    assert cost() == one
