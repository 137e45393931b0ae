"""The library in a real browser: no page with a fault, and somebody's first document."""

import re

import pytest
from playwright.sync_api import expect

from portal.database import context
from portal.documents.models import Document, Reading
from tests.e2e.addresses import PDC
from tests.e2e.members_addresses import LIBRARY
from tests.e2e.test_every_page import violations
from tests.e2e.test_staff import sign_in


@pytest.fixture(scope="module")
def members(server, django_db_blocker):
    """The running server; what people opened is forgotten afterwards."""
    yield server
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        Reading.objects.all().delete()


@pytest.fixture(scope="module")
def guide(members, django_db_blocker):
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        return Document.objects.get(title__startswith="Guide du bail glissant").pk


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)])
@pytest.mark.parametrize("person", sorted({person for person, _, _ in LIBRARY}))
def test_no_page_of_the_members_space_has_a_fault(members, guide, open_window, person, width, dark):
    window = sign_in(open_window(width, dark=dark), members(PDC), person, "/(extranet|admin)/")
    for who, host, written in LIBRARY:
        if who == person:
            address = written.replace("/documents/1/", f"/documents/{guide}/")
            assert window.page.goto(members(host) + address).status == 200, address
            assert violations(window.page) == [], address
            wide = window.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{address}: {wide} px too wide"
    assert window.faults == []


def test_a_member_searches_and_reads_a_first_document(members, guide, open_window):
    diane = sign_in(open_window(320), members(PDC), "diane", "/extranet/")
    diane.page.goto(members(PDC) + "/extranet/")
    diane.page.get_by_role("navigation", name="Espace professionnel").get_by_role("link", name="Bibliothèque").click()
    diane.page.get_by_label("Chercher dans les documents").fill("bails glissants")
    diane.page.get_by_role("button", name="Chercher").click()
    expect(diane.page.locator("mark").first).to_be_visible()
    diane.page.get_by_role("link", name=re.compile("Guide du bail glissant")).click()
    expect(diane.page.get_by_text("pas encore ouvert").first).to_be_visible()
    with diane.page.expect_download() as download:
        diane.page.get_by_role("link", name="Télécharger").click()
    assert download.value.suggested_filename == "guide-du-bail-glissant.pdf"
    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"
    part = "url => fetch(url, {headers: {Range: 'bytes=1-3'}}).then(async r => [r.status, await r.text()])"
    address = f"{members(PDC)}/extranet/bibliotheque/documents/{guide}/telecharger/"
    assert diane.page.evaluate(part, address) == [206, "PDF"]
    diane.page.reload()
    expect(diane.page.get_by_text("pas encore ouvert")).to_have_count(0)
    assert diane.faults == []


def test_people_are_ticked_by_their_name_with_the_keyboard(members, open_window):
    alice = sign_in(open_window(320), members(PDC), "alice", "/(extranet|admin)/")
    alice.page.goto(members(PDC) + "/extranet/bibliotheque/nouveau-dossier/")
    alice.page.get_by_label("certains professionnels").check()
    alice.page.get_by_label("Ajouter des personnes").press_sequentially("dian")
    expect(alice.page.get_by_role("option", name="Diane")).to_be_visible()
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("Enter")
    expect(alice.page.get_by_role("checkbox", name="Diane (exemple)")).to_be_checked()
    expect(alice.page.get_by_label("Ajouter des personnes")).to_have_value("")
    assert violations(alice.page) == []
    alice.page.get_by_role("button", name="Enregistrer").click()  # without a name: what was ticked is kept
    expect(alice.page.get_by_role("checkbox", name="Diane (exemple)")).to_be_checked()
