"""Staff at work in a real browser: the door, the back-office under its policy, the gallery."""

import re

import pytest
from playwright.sync_api import expect

from portal.demo.people import PASSWORD
from tests.e2e.addresses import PDC
from tests.e2e.test_every_page import violations

SCREENS = [
    "/admin/", "/admin/pages/", "/admin/territoires/a-verifier/", "/admin/platform/", "/admin/coveragerule/",
    "/admin/coveragerule/new/", "/admin/coverageexception/new/", "/admin/services/", "/admin/messages/",
    "/admin/images/", "/admin/nouveautes/", "/admin/guide/", "/admin/guide/ecrire-une-page/", "/admin/roles/",
    "/admin/equipe/", "/admin/equipe/inviter/",
    "/admin/equipe/historique/", "/admin/territoires/coordination/", "/admin/absence/", "/admin/absence/new/",
    "/admin/identite/", "/admin/securite/", "/admin/redirections/new/", "/admin/collections/",
    "/admin/organisation/", "/admin/organisation/new/", "/admin/affiliation/new/", "/admin/circle/new/",
    "/admin/annuaire/importer/", "/admin/conservation/", "/admin/redirections/", "/admin/courriels/",
    "/admin/agenda/", "/admin/agenda/new/", "/admin/vacances-scolaires/", "/admin/vacances-scolaires/new/",
    "/admin/formations/", "/admin/formations/new/", "/admin/resource/?ordering=position", "/admin/resource/new/",
    "/admin/question/?ordering=position", "/admin/question/new/", "/admin/rubric/", "/admin/resourcetheme/new/",
    "/admin/logo-et-images/",
]  # fmt: skip


@pytest.fixture
def gael(server, open_window):
    return sign_in(open_window(), server(PDC), "gael", "/extranet/")


def sign_in(window, address: str, first_name: str, lands_on: str):
    window.page.goto(f"{address}/compte/connexion/")
    window.page.get_by_label("Courriel").fill(f"{first_name}@demo.example")
    window.page.get_by_label("Mot de passe").fill(PASSWORD)
    window.page.keyboard.press("Enter")
    expect(window.page).to_have_url(re.compile(f"{lands_on}$"))
    return window


def test_the_back_office_runs_under_its_content_policy(gael, server):
    for screen in SCREENS:
        assert gael.page.goto(server(PDC) + screen).status == 200, screen
    assert [url for url in gael.requests if not url.startswith((server(PDC), "data:", "blob:"))] == []
    assert gael.faults == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_screens_of_the_team_have_no_violation(gael, server, dark):
    gael.page.emulate_media(color_scheme="dark" if dark else "light")
    addresses = [
        "equipe/", "equipe/inviter/", "equipe/historique/", "roles/", "territoires/coordination/", "identite/",
        "securite/", "conservation/", "courriels/", "guide/", "guide/ecrire-une-page/",
    ]  # fmt: skip
    for address in addresses:
        gael.page.goto(server(PDC) + "/admin/" + address)
        assert violations(gael.page, "main") == [], address


def test_a_rule_is_made_by_choosing_an_intercommunality(gael, server):
    gael.page.goto(server(PDC) + "/admin/coveragerule/new/")
    gael.page.get_by_role("button", name="Choisir une intercommunalité").click()
    gael.page.get_by_label("Nom ou code").fill("Maubeuge")
    gael.page.get_by_role("link", name=re.compile("Maubeuge")).first.click()
    expect(gael.page.locator("#id_intercommunality-chooser")).to_contain_text("CA Maubeuge Val de Sambre")
    assert gael.faults == []


def test_a_page_is_edited_with_its_preview(gael, server):
    gael.page.goto(server(PDC) + "/admin/pages/")
    gael.page.get_by_role("link", name="Le principe").first.click()
    expect(gael.page.locator("h1, h2").filter(has_text="Le principe").first).to_be_visible()
    assert gael.faults == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_the_gallery_shows_every_component_without_a_violation(gael, server, width, dark):
    gael.page.set_viewport_size({"width": width, "height": 900})
    gael.page.emulate_media(color_scheme="dark" if dark else "light")
    gael.page.goto(server(PDC) + "/habillage/")
    assert violations(gael.page) == []
    assert gael.faults == []
