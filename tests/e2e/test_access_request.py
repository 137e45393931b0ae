"""A newcomer asks, confirms, is accepted, and reads the dashboard: in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from extranet.access.models import AccessRequest
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from portal.tenancy.models import Invitation
from tests.e2e.addresses import PDC
from tests.e2e.test_every_page import check, violations

EMAIL = "nadia.petit@navigateur.example"


@pytest.fixture
def mailbox(server, django_db_blocker):
    """``mailbox(pattern)`` is what the last letter to the newcomer says there; what came of it all goes afterwards."""

    def last(pattern: str) -> str:
        with django_db_blocker.unblock(), context.use(context.PLATFORM):
            text = Mail.objects.filter(to=[EMAIL]).order_by("pk").values_list("text", flat=True).last()
        return re.search(pattern, text, re.MULTILINE)[1]

    yield last
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        for model in (AccessRequest, Invitation, User):
            model.objects.filter(email=EMAIL).delete()


def test_from_the_form_to_the_dashboard(server, open_window, signed_in, mailbox):
    newcomer = open_window(320, dark=True)
    ask(newcomer.page, server(PDC))
    newcomer.page.get_by_label("Code à six chiffres").fill(mailbox(r": (\d{6})$"))
    newcomer.page.get_by_role("button", name="Confirmer mon adresse").click()
    expect(newcomer.page.locator("h1")).to_have_text("Votre demande d’accès")
    assert violations(newcomer.page) == []

    alice = open_window(storage_state=signed_in("alice", PDC))
    alice.page.goto(server(PDC) + "/extranet/")
    alice.page.get_by_role("link", name="Demande d’accès de Nadia Petit").click()
    check(alice, server(PDC), alice.page.url.removeprefix(server(PDC)))
    alice.page.get_by_role("button", name="Accepter la demande").click()
    expect(alice.page.get_by_role("status").first).to_contain_text("une invitation part à Nadia Petit")

    newcomer.page.goto(server(PDC) + mailbox(r"(/invitation/\S+)"))
    expect(newcomer.page.get_by_label("Prénom")).to_have_value("Nadia")
    newcomer.page.get_by_label("Mot de passe").fill("quatre mots sans rapport")
    newcomer.page.get_by_role("button", name="Ouvrir mon compte").click()
    expect(newcomer.page.locator("h1")).to_have_text("Bonjour Nadia")
    assert newcomer.faults == alice.faults == []


def ask(page, host: str) -> None:
    """Fill the form, the organisation by its first letters and the arrows."""
    page.goto(host + "/demander-un-acces/")
    page.get_by_label("Prénom").fill("Nadia")
    page.get_by_label("Nom", exact=True).fill("Petit")
    page.get_by_label("Courriel professionnel").fill(EMAIL)
    organisation = page.get_by_label("Votre organisation")
    organisation.press_sequentially("insert")
    page.get_by_role("option", name="Association d’insertion (exemple)").wait_for()
    assert violations(page) == []
    organisation.press("ArrowDown")
    organisation.press("Enter")
    expect(organisation).to_have_value("Association d’insertion (exemple)")
    page.get_by_label("Votre fonction").fill("Éducatrice")
    commune = page.get_by_label("Commune où vous travaillez surtout")
    commune.press_sequentially("Liév")
    page.get_by_role("option", name="Liévin (62)").first.click()
    expect(commune).to_have_value("Liévin (62)")
    page.get_by_label("Votre besoin").fill("Suivre l’agenda.")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("h1")).to_have_text("Regardez vos courriels")
