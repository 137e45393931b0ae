"""A solicitation in a real browser, on a telephone: from the request of a partner to the end of the support."""

import re

import pytest
from django.db import connection, transaction
from django.utils import timezone
from playwright.sync_api import expect

from portal.database import context
from tests.e2e.addresses import PDC
from tests.e2e.test_every_page import NOT_AN_ERROR, violations
from tests.e2e.test_trainings import is_too_wide

ASK = "/extranet/solliciter/"
OF_A_SUPPORT = ("charge", "step", "leasestage")


@pytest.fixture
def forgotten(server, django_db_blocker):
    """References of which nothing stays after the test: as with a tenant's erasure, the database allows no less."""
    references = []
    yield references
    with django_db_blocker.unblock(), context.use(context.PLATFORM), transaction.atomic(), connection.cursor() as ask:
        ask.execute("UPDATE tenancy_tenant SET deletion_due_at = now() WHERE slug = 'pas-de-calais'")
        ask.execute("SELECT id FROM solicitations_solicitation WHERE reference = ANY(%s)", [references])
        keys = [key for (key,) in ask.fetchall()]
        for name in OF_A_SUPPORT:
            ask.execute(
                f"DELETE FROM solicitations_{name} USING solicitations_support AS support"
                " WHERE support.id = support_id AND solicitation_id = ANY(%s)", [keys],
            )  # fmt: skip
        for name in ("support", "message"):
            ask.execute(f"DELETE FROM solicitations_{name} WHERE solicitation_id = ANY(%s)", [keys])
        ask.execute("DELETE FROM solicitations_journalentry WHERE reference = ANY(%s)", [references])
        ask.execute("DELETE FROM solicitations_solicitation WHERE id = ANY(%s)", [keys])
        ask.execute("UPDATE tenancy_tenant SET deletion_due_at = NULL WHERE slug = 'pas-de-calais'")


def seen(page) -> None:
    """The page has no fault, and fits the telephone."""
    assert violations(page) == []
    assert not is_too_wide(page)


def choose(page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).check()


def test_from_the_request_to_the_end_of_the_support(server, open_window, signed_in, forgotten):
    diane = open_window(320, dark=True, storage_state=signed_in("diane", PDC))
    reference = ask(diane.page, server(PDC))
    forgotten.append(reference)
    sheet = f"{server(PDC)}{ASK}{reference}/"

    alice = open_window(320, storage_state=signed_in("alice", PDC))
    study_and_support(alice.page, server(PDC) + ASK, reference)

    bob = open_window(320, dark=True, storage_state=signed_in("bob", PDC))
    follow_to_the_end(bob.page, sheet)

    diane.page.goto(sheet)
    expect(diane.page.get_by_text("l’accompagnement renforcé est terminé")).to_be_visible()
    seen(diane.page)
    gael = open_window(320, storage_state=signed_in("gael", PDC))
    assert gael.page.goto(sheet).status == 404  # the administration reads no file
    assert [fault for fault in diane.faults if NOT_AN_ERROR not in fault] == alice.faults == bob.faults == []


def ask(page, host: str) -> str:
    """Ask as a partner does, with a telephone number that is refused; return the reference."""
    page.goto(host + ASK)
    page.get_by_role("link", name="Solliciter la plateforme").click()
    page.get_by_label("Commune où vit le ménage").fill("Lens")
    choose(page, "Personne seule", "26 à 59 ans", "Hébergement chez un proche ou un tiers", "Accéder à un logement")
    seen(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()

    text = page.get_by_label(re.compile("En quelques mots.*ce qui a été tenté"))
    text.fill("Appelez au 06 12 34 56 78.")
    choose(page, "Un accompagnement renforcé", "Dans le mois", "De vive voix")
    page.get_by_label("La personne a été informée le").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Tout relire avant d’envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text("06")
    expect(text).to_have_value("Appelez au 06 12 34 56 78.")
    seen(page)
    text.fill("Deux demandes restées sans suite.")
    page.get_by_role("button", name="Tout relire avant d’envoyer").click()
    expect(page.get_by_role("heading", name="Relire avant d’envoyer")).to_be_visible()
    seen(page)
    page.get_by_label(re.compile("J’ai tout relu")).check()
    page.get_by_role("button", name="Envoyer à la plateforme").click()
    expect(page.get_by_role("link", name=re.compile("bordereau"))).to_be_visible()
    seen(page)
    return re.search(r"S-[0-9A-Z]{4}-[0-9A-Z]{4}", page.url)[0]


def study_and_support(page, ways: str, reference: str) -> None:
    page.goto(f"{ways}plateforme/")
    page.get_by_role("link", name=reference).click()
    page.get_by_role("link", name="Noter que la situation est étudiée").click()
    page.get_by_role("button", name="Noter la situation étudiée").click()
    page.get_by_role("link", name="Mettre en place un accompagnement").click()
    page.get_by_label("Organisme qui accompagne").select_option(index=1)
    choose(page, "Accès au logement", "Avec un bail glissant")
    page.get_by_label("Référent ou référente").fill("Bob (exemple)")
    seen(page)
    page.get_by_role("button", name="Mettre en place").click()
    expect(page.get_by_text("l’accompagnement renforcé est en cours")).to_be_visible()
    seen(page)


def follow_to_the_end(page, sheet: str) -> None:
    page.goto(sheet)
    page.get_by_role("link", name="Noter une étape").click()
    choose(page, "Diagnostic partagé")
    seen(page)
    page.get_by_role("button", name="Noter").click()
    page.get_by_role("link", name="Bail glissant").click()
    choose(page, "Convention tripartite signée")
    page.get_by_role("button", name="Noter").click()
    page.goto(sheet)
    page.get_by_role("link", name="Terminer l’accompagnement").click()
    choose(page, "Entrée dans un logement, bail à son nom")
    seen(page)
    page.get_by_role("button", name="Terminer").click()
    expect(page.get_by_text("l’accompagnement renforcé est terminé")).to_be_visible()
    seen(page)
