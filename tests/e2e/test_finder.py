"""The finder by hand: typing, choosing, keyboard alone, and with no script at all."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.addresses import OPERATOR, PDC


@pytest.fixture
def home(server, open_window):
    def visit(**options):
        window = open_window(**options)
        window.page.goto(server(PDC) + "/")
        return window.page

    return visit


def test_a_stranger_finds_the_coordinator_with_the_keyboard_alone(home):
    page = home()
    field = page.get_by_label("Votre commune ou votre code postal")
    field.focus()
    page.keyboard.type("lens")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Lens relève de la plateforme de Lens-Hénin")
    expect(page.get_by_role("link", name=re.compile("06.48.71.29.98")).first).to_have_attribute(
        "href", "tel:+33648712998"
    )


def test_suggestions_are_announced_walked_and_followed(home):
    page = home()
    field = page.get_by_role("combobox")
    field.press_sequentially("bethu")
    expect(page.get_by_role("option").first).to_contain_text("Béthune")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Béthune")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/trouver/62119-bethune/$"))


def test_escape_closes_the_list_and_keeps_what_was_typed(home):
    page = home()
    field = page.get_by_role("combobox")
    field.press_sequentially("arr")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("arr")


def test_a_late_answer_never_replaces_a_newer_one(home):
    page = home()
    held = []
    page.route(re.compile(r"/suggestions/\?q=le$"), lambda route: held.append(route))
    field = page.get_by_role("combobox")
    with page.expect_request(re.compile(r"\?q=le$")):
        field.press_sequentially("le")
    field.press_sequentially("ns")
    expect(page.get_by_role("option").first).to_contain_text("Lens")
    held[0].fulfill(json={"suggestions": [{"label": "Trop tard", "note": "", "url": "/"}]})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.get_by_role("option").first).to_contain_text("Lens")


def test_the_same_without_any_script(home):
    page = home(width=320, java_script_enabled=False)
    page.get_by_label("Votre commune ou votre code postal").fill("Hesdin")
    page.get_by_role("button", name="Trouver").click()
    expect(page.locator("h1")).to_contain_text("Hesdin")
    expect(page.get_by_text("[arobase]").first).to_be_visible()


def test_an_address_becomes_a_link_with_script_and_is_never_in_the_page_s_source(server, open_window):
    window = open_window()
    source = window.page.goto(server(PDC) + "/plateformes/artois/").text()
    assert "lda.artois@" not in source
    link = window.page.locator("a[href^='mailto:']").first
    expect(link).to_have_attribute("href", "mailto:lda.artois@habitat-insertion.fr")


def test_the_menu_opens_by_its_button_on_a_telephone(home):
    page = home(width=320)
    button = page.get_by_role("button", name=re.compile("menu", re.I))
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("link", name="Le principe").first).to_be_hidden()
    button.click()
    expect(page.get_by_role("link", name="Le principe").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")


def test_without_scripts_the_menu_is_there_and_nothing_that_a_script_would_do(server, open_window):
    page = open_window(320, java_script_enabled=False).page
    page.goto(server(PDC) + "/compte/connexion/")
    assert page.get_by_role("link", name="Le principe").first.is_visible()
    assert page.get_by_role("button").all_inner_texts() == ["Se connecter"]


def test_over_all_tenants_each_place_leads_to_its_own_host(server, open_window):
    window = open_window()
    window.page.goto(server(OPERATOR) + "/")
    window.page.get_by_role("combobox").fill("Antibes")
    window.page.keyboard.press("Enter")
    window.page.get_by_role("link", name=re.compile("Sophia Antipolis")).first.click()
    expect(window.page).to_have_url(re.compile(r"//casa\.localhost:\d+/trouver/06004-antibes/$"))
