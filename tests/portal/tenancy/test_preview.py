"""The administrator sees six colours before keeping them, without JavaScript too; nobody else does."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.html import faults_of
from tests.portal.tenancy.test_identity import ADDRESS, form_of

pytestmark = pytest.mark.django_db

PAGE, CSS = "/admin/identite/apercu/", "/admin/identite/apercu.css"


@pytest.fixture
def gael(pdc):
    return GuardedClient(PDC_HOST).login_as("gael")


def frames(page) -> list[str]:
    return [frame["src"] for frame in BeautifulSoup(page.text, "html.parser").select("iframe")]


def test_the_screen_shows_both_themes_in_the_tenant_s_colours(gael, pdc):
    light, dark = frames(gael.get(ADDRESS))
    assert "theme=clair" in light
    assert "theme=sombre" in dark
    shown = gael.get(dark)
    assert shown.status_code == 200
    assert not faults_of(shown.text)
    address = BeautifulSoup(shown.text, "html.parser").select("link[rel=stylesheet]")[-1]["href"]
    rules = gael.get(address).text
    assert rules.startswith(":root{color-scheme:dark;")
    assert f"--brand:{pdc.brand};" in rules
    assert "--action:oklch(from var(--brand) .8 min(c, .1) h);" in rules


def test_without_javascript_colours_are_seen_before_they_are_kept(gael, pdc):
    before = pdc.brand
    page = gael.post(ADDRESS, form_of(pdc, brand="#7a1f4b", contact_name="À moitié écrit", apercu="oui"))
    assert page.status_code == 200
    assert all("brand=%237a1f4b" in frame for frame in frames(page))
    assert 'value="#7a1f4b"' in page.text
    assert "À moitié écrit" in page.text
    pdc.refresh_from_db()
    assert pdc.brand == before


def test_the_screen_says_what_cannot_be_read_and_what_to_try(gael, pdc):
    assert "Tout se lit" in gael.get(ADDRESS).text
    page = gael.post(ADDRESS, form_of(pdc, brand="#ffee00", apercu="oui")).text
    assert re.search(r"\d+ contrastes insuffisants", page)
    assert "Essayez #" in page
    assert "data-fault" in page


@pytest.mark.parametrize(
    "value", ["red", "#fff", "#0f5a6e;}body{display:none", "</style>", "url(//exemple.test)", "#0F5A6G", "", "\x00"]
)
def test_what_is_no_colour_never_reaches_the_stylesheet(gael, pdc, value):
    rules = gael.get(CSS, {"brand": value, "theme": value})
    assert rules.status_code == 200
    assert f"--brand:{pdc.brand};" in rules.text
    assert rules.text.startswith(":root{color-scheme:light;")
    assert rules.text.count("{") == rules.text.count("}") == 1
    assert gael.get(PAGE, {"brand": value, "theme": value}).status_code == 200


def test_a_bad_colour_is_refused_and_is_no_fault_of_the_server(gael, pdc):
    page = gael.post(ADDRESS, form_of(pdc, brand="rouge"))
    assert page.status_code == 200
    assert "Une couleur s’écrit comme" in page.text


@pytest.mark.parametrize("person", ["alice", "chloe", "bob", None])
def test_nobody_else_opens_the_frames(person):
    client = GuardedClient(PDC_HOST)
    client = client.login_as(person) if person else client
    assert {client.get(address).status_code for address in (PAGE, CSS)} <= {302, 403}


def test_each_host_shows_its_own_tenant(casa):
    olga = GuardedClient(CASA_HOST).login_as("olga")
    assert f"--brand:{casa.brand};" in olga.get(CSS).text
    assert casa.short_name in olga.get(PAGE).text
