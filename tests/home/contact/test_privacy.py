"""Nothing about a named household is asked; what is kept, why and how long is said where it is typed."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from home.contact.nir import holds_nir
from home.models import ContactMessage, ContactPolicy
from portal.database import context
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

NIR = "2 55 08 14 168 025 38"
"""The specimen of the health insurance: its key is right."""


def plain(page) -> str:
    return " ".join(page.text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("address", ["/contact/", "/contact/lens-henin/"])
def test_the_form_says_who_why_by_what_right_for_whom_how_long_and_which_rights(pdc_client, address):
    page = plain(pdc_client.get(address))
    for words in (
        "Responsable : Département du Pas-de-Calais", "vous répondre", "mission d’intérêt public", "Qui les lit",
        "90 jours", "rectification", "CNIL", 'href="/donnees-personnelles/"', "Ne nommez pas le ménage",
        "Nous ne vous demandons rien sur une personne précise",
    ):  # fmt: skip
        assert words in page


def test_the_length_that_the_tenant_chose_is_said_everywhere(pdc_client, send, pdc, acknowledged, forwarded):
    ContactPolicy.objects.update(kept_months=5)
    assert "150 jours" in plain(pdc_client.get("/contact/"))
    assert "150 jours" in plain(pdc_client.get("/contact/message-envoye/"))
    send()
    assert "150 jours" in acknowledged()[0].body
    assert "150 jours" in forwarded()[0].body
    data = GuardedClient(PDC_HOST).login_as("diane").get("/extranet/mes-donnees/")
    assert "150 jours après leur envoi" in plain(data)


@pytest.mark.parametrize(("months", "days"), [(1, 30), (3, 90), (12, 360)])
def test_messages_are_purged_when_their_own_tenant_says(pdc, months, days):
    ContactPolicy.objects.update(kept_months=months)
    ages = {name: timezone.now() - datetime.timedelta(days=days + more) for name, more in (("vieux", 1), ("neuf", -1))}
    for name, at in ages.items():
        ContactMessage.objects.create(name=name, email="a@b.example", message="…", created_at=at)
    with context.use(context.PLATFORM):
        call_command("scheduler", now="home.expired-messages")
    assert [message.name for message in ContactMessage.objects.all()] == ["neuf"]


def test_the_administration_chooses_how_long_between_a_month_and_a_year(pdc):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    address = "/admin/conservation-des-messages/"
    assert gael.get(address).status_code == 200
    assert gael.post(address, {"kept_months": 6}).status_code == 302
    assert ContactPolicy.objects.get().kept_months == 6
    for wrong in (0, 13, "abc", ""):
        assert gael.post(address, {"kept_months": wrong}).status_code == 200
    assert ContactPolicy.objects.get().kept_months == 6


def test_the_neighbour_s_choice_changes_nothing_here(casa, pdc_client):
    ContactPolicy.objects.update(kept_months=12)
    assert "90 jours" in plain(pdc_client.get("/contact/"))


@pytest.mark.parametrize("field", ["name", "message"])
def test_a_social_security_number_is_refused_and_nothing_is_lost(send, pdc, field):
    page = send(**{field: f"Nora {NIR}"})
    assert "numéro de sécurité sociale" in page.text
    assert f'id="id_{field}-erreur"' in page.text
    assert NIR in page.text
    assert not ContactMessage.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "text",
    [NIR, NIR.replace(" ", ""), f"({NIR})", NIR.replace(" ", "."), f"n°{NIR}.", "1 84 12 2A 451 089 33"],
)
def test_a_number_with_its_key_is_recognised(text):
    assert holds_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "06 48 71 29 98", "2 55 08 14 168 025 39", "255081416802539", "FR76 3000 6000 0112 3456 7890 189",
        "dossier 2550814168025380", "SIRET 226 200 012 00012", "a" * 4000, "1" * 4000,
    ],
)  # fmt: skip
def test_another_number_is_let_through(text):
    assert not holds_nir(text)
