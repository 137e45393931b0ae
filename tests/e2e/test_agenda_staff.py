"""Those who keep the calendar, in a real browser: a series made and published, one of its dates moved."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.addresses import PDC
from tests.e2e.test_every_page import violations

MAKE = "/admin/agenda/new/"


@pytest.fixture
def alice(server, open_window, signed_in):
    return open_window(storage_state=signed_in("alice", PDC))


def send(page, name: str) -> None:
    """Press a button from the keyboard."""
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(name)).press("Enter")


def say(page, label: str, words: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.focus()
    field.fill(words)


def draft(page, title: str) -> None:
    """Make a monthly series of four, from the keyboard: the first Tuesday of each month of 2027 from March on."""
    say(page, "Titre*", title)
    say(page, "Jour*", "2027-03-02")
    say(page, "Heure de début", "09:00")
    say(page, "Heure de fin", "11:00")
    page.get_by_label("Répétition").select_option("mois")
    page.get_by_label("Quel jour du mois").select_option("1")
    say(page, "Combien de fois", "4")
    send(page, "Enregistrer le brouillon et voir les dates")


def test_a_monthly_series_is_made_published_and_one_date_moved(alice, server):
    page = alice.page
    page.goto(server(PDC) + MAKE)
    draft(page, "Échanges du premier mardi (essai)")
    expect(page.get_by_role("link", name=re.compile("^mardi (2|6|4|1er)"))).to_have_count(4)
    page.reload()  # without Wagtail's own message
    assert violations(page, "main") == []
    send(page, "Publier")
    follow(page, "^mardi 6.avril 2027")
    assert violations(page, "main") == []
    say(page, "Jour*", "2027-04-08")
    send(page, "Enregistrer")
    expect(page.get_by_role("link", name=re.compile("^jeudi 8.avril 2027"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^mardi"))).to_have_count(3)
    follow(page, "^Annuler ou reporter : jeudi")
    assert violations(page, "main") == []
    page.get_by_label("cette date seulement").check()
    say(page, "Pourquoi*", "Salle fermée.")
    send(page, "Voir ce qui change")
    assert violations(page, "main") == []
    expect(page.get_by_text("Personne n’y est inscrit")).to_be_visible()
    send(page, "Annuler ces dates")
    expect(page.get_by_text("Salle fermée.")).to_be_visible()
    send(page, "Dépublier")
    assert alice.faults == []


def test_people_and_documents_are_found_by_typing(alice, server, open_window, signed_in):
    page = alice.page
    page.goto(server(PDC) + MAKE)
    page.get_by_label("certains professionnels").check()
    names = page.get_by_label("Ajouter des personnes")
    expect(names).to_be_visible()
    names.press_sequentially("dian", delay=50)
    page.get_by_role("option", name=re.compile("^Diane")).click()
    expect(page.get_by_label("Diane (exemple)", exact=True)).to_be_checked()

    chosen, found, other = (page.get_by_label(name) for name in ("Guide du bail", "Courrier de saisine", "Prévenir"))
    chosen.check()
    page.get_by_label("Chercher parmi ces documents").fill("SAISINE")
    expect(other).to_be_hidden()
    expect(found).to_be_visible()
    expect(chosen).to_be_visible()  # what is ticked stays in sight
    expect(page.get_by_text("1\xa0document", exact=True)).to_be_visible()
    assert violations(page, "main") == []
    page.get_by_label("Chercher parmi ces documents").fill("reperes")  # the name of a folder
    expect(other).to_be_visible()
    expect(found).to_be_hidden()

    plain = open_window(java_script_enabled=False, storage_state=signed_in("alice", PDC)).page
    plain.goto(server(PDC) + MAKE)
    expect(plain.get_by_label("Prévenir")).to_be_visible()
    expect(plain.locator("[data-narrows]")).to_be_hidden()


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
def test_the_agenda_s_screens_have_no_violation(alice, server, width, dark):
    page = alice.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if dark else "light")
    for address in (MAKE, "/admin/agenda/", "/admin/vacances-scolaires/", "/admin/vacances-scolaires/new/"):
        page.goto(server(PDC) + address)
        assert violations(page, "main") == [], address
    page.goto(server(PDC) + MAKE)
    send(page, "Enregistrer le brouillon et voir les dates")  # empty: every error at once
    assert violations(page, "main") == []
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Heure de fin").press("Enter")
    expect(page.get_by_label("Heure de fin", exact=True)).to_be_focused()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px too wide"
