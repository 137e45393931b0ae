"""The agenda in a real browser: moved through by keyboard, narrowed, printed."""

import re

from playwright.sync_api import expect

from tests.e2e.addresses import CASA, PDC
from tests.e2e.test_every_page import check, violations
from tests.e2e.test_staff import sign_in

LOADED = "2026-12"
"""A month in which the demonstration of the tests has events on several days."""


def test_a_month_is_moved_through_by_keyboard(server, open_window):
    page = open_window(1280).page
    page.goto(server(PDC) + f"/agenda/mois/{LOADED}/")
    days = page.locator("[data-day]")
    first, second = days.nth(0), days.nth(1)
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_focused()
    page.keyboard.press("PageDown")
    page.wait_for_url(re.compile("/agenda/mois/2027-01/"))
    page.go_back()
    first.focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"/agenda/mois/\d{4}-\d\d/$"))
    expect(page.get_by_role("link", name="Aujourd’hui")).to_have_attribute("aria-current", "true")


def test_the_agenda_is_narrowed_by_a_visitor_without_a_session(server, open_window):
    window = open_window(320, dark=True)
    page = window.page
    page.goto(server(PDC) + "/agenda/")
    page.get_by_text("Choisir ce qui s’affiche").click()
    page.get_by_label("Nature").select_option(label="Sensibilisation")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url(re.compile("nature=sensibilisation"))
    expect(page.get_by_label("Nature")).to_have_value("sensibilisation")
    assert violations(page) == []
    page.get_by_role("link", name="Mois", exact=True).click()
    page.wait_for_url(re.compile(r"/agenda/mois/\d{4}-\d\d/\?nature=sensibilisation"))
    assert page.context.cookies() == []


def test_the_page_of_a_date_has_no_fault(server, open_window):
    for host, person in ((PDC, "diane"), (CASA, "hugo"), (PDC, "alice")):
        window = sign_in(open_window(320, dark=True), server(host), person, "/(extranet|admin)/")
        window.page.goto(server(host) + f"/agenda/mois/{LOADED}/")
        window.page.locator(".month__day:not([data-outside]) .month__entry a").first.click()
        check(window, server(host), window.page.url.removeprefix(server(host)))


def test_a_month_prints_as_it_stands(server, open_window):
    page = open_window(1280).page
    page.goto(server(PDC) + f"/agenda/mois/{LOADED}/")
    page.emulate_media(media="print")
    expect(page.locator(".month__days")).to_be_visible()
    expect(page.get_by_role("navigation", name="Vues de l’agenda")).to_be_hidden()
