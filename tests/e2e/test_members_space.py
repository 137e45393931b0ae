"""Every page behind the login, in a real browser: no axe violation, nothing too wide, no error."""

import re
from itertools import groupby

import pytest
from playwright.sync_api import expect

from tests.e2e.addresses import PDC
from tests.e2e.members_addresses import ADDRESSES
from tests.e2e.test_accounts import confirm
from tests.e2e.test_every_page import check, violations
from tests.e2e.test_staff import sign_in

WHO = [(key, [address for *_, address in rows]) for key, rows in groupby(ADDRESSES, key=lambda row: row[:2])]


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
@pytest.mark.parametrize(("who", "addresses"), WHO, ids=[f"{person}-{host}" for (person, host), _ in WHO])
def test_the_pages_of_the_members_space_have_no_fault(server, open_window, who, addresses, width, dark):
    person, host = who
    window = sign_in(open_window(width, dark=dark), server(host), person, "/(extranet|admin)/")
    for address in addresses:
        check(window, server(host), address)


def test_sheets_that_are_found_by_following_links_have_no_fault(server, open_window):
    window = sign_in(open_window(320, dark=True), server(PDC), "diane", "/extranet/")
    for start, link in [
        ("/extranet/annuaire/", "Association d’insertion"),
        ("/extranet/annuaire/personnes/", "Nadia"),
        ("/extranet/mon-equipe/", "Inviter un ou une collègue"),
        ("/extranet/mon-equipe/", "N’est plus là"),
    ]:
        window.page.goto(server(PDC) + start)
        window.page.get_by_role("link", name=re.compile(link)).first.click()
        check(window, server(PDC), window.page.url.removeprefix(server(PDC)))


def test_forms_in_error_begin_with_what_is_wrong(server, open_window):
    window = sign_in(open_window(320, dark=True), server(PDC), "diane", "/extranet/")
    window.page.goto(server(PDC) + "/extranet/notifications/")
    pace = window.page.locator("main select").first
    pace.evaluate("select => { select.selectedOptions[0].value = 'jamais-vu' }")
    window.page.get_by_role("button", name="Enregistrer mes choix").click()
    said_first(window.page)

    window.page.goto(server(PDC) + "/extranet/annuaire/mon-profil/")
    window.page.get_by_label("Téléphone professionnel").fill("abc")
    window.page.get_by_role("button", name="Enregistrer").click()
    said_first(window.page)


def said_first(page) -> None:
    """The summary has the focus, leads to the field, and the field names its own error; axe finds nothing."""
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("alert").get_by_role("link").first.click()
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby').split(' ')[0]")
    expect(page.locator(f"#{described}")).to_contain_text("Erreur")


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
def test_leaving_the_space_has_no_fault(server, open_window, width, dark):
    window = sign_in(open_window(width, dark=dark), server(PDC), "diane", "/extranet/")
    check(window, server(PDC), "/extranet/mes-donnees/quitter/")
    confirm(window.page)
    expect(window.page.locator("h1")).to_have_text("Quitter cet espace")
    assert violations(window.page) == []
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_telephone_the_account_is_in_the_menu(server, open_window):
    window = sign_in(open_window(320), server(PDC), "alice", "/extranet/")
    account = window.page.locator("header").get_by_role("button", name="Se déconnecter")
    expect(account).to_be_hidden()
    window.page.get_by_role("button", name="Menu").click()
    expect(account).to_be_visible()
    assert violations(window.page) == []
    window.page.keyboard.press("Escape")
    expect(account).to_be_hidden()
