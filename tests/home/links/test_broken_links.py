"""The report of broken links: what is dead is found, what is not is left alone, and staff see which page to mend."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from events.external.fetching import FetchError
from home.links import checking
from home.links.attention import waiting_rows
from home.links.jobs import check_now
from home.links.models import BrokenLink
from home.models import ContentPage, HomePage
from portal.tenancy.models import Membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_document

pytestmark = pytest.mark.django_db
INDEX = "/admin/liens-rompus/"


@pytest.fixture
def home(pdc):
    check_now()
    BrokenLink.objects.all().delete()  # what the demonstration may have is not what is looked at here
    return HomePage.objects.get(pk=pdc.home_page_id)


def write(home, *body, slug="essai") -> ContentPage:
    return home.add_child(instance=ContentPage(title="Essai", slug=slug, body=list(body)))


def text(*links: str) -> tuple[str, str]:
    return "text", "<p>" + " ".join(f"{link}ici</a>" for link in links) + "</p>"


def broken(page) -> dict[str, str]:
    check_now()
    return dict(BrokenLink.objects.filter(page=page).values_list("address", "reason"))


def test_the_demonstration_has_no_broken_link(pdc):
    check_now()
    assert not BrokenLink.objects.exists(), list(BrokenLink.objects.values("address", "page__title", "reason"))


def test_neither_has_the_other(casa):
    check_now()
    assert not BrokenLink.objects.exists(), list(BrokenLink.objects.values("address", "page__title", "reason"))


def test_a_link_to_a_page_that_was_deleted_or_unpublished_is_found(home):
    gone, hidden = write(home, slug="partie"), write(home, slug="cachee")
    page = write(
        home,
        text(f'<a linktype="page" id="{gone.pk}">', f'<a linktype="page" id="{hidden.pk}">', '<a href="/cachee/">'),
    )
    assert broken(page) == {}
    key = gone.pk
    gone.delete()
    hidden.unpublish()
    assert broken(page) == {f"page n° {key}": "supprimee", "/cachee/": "depubliee"}
    row = BrokenLink.objects.get(page=page, reason="supprimee")
    assert (row.words, row.where) == ("ici", "contenu, texte")


def test_what_a_card_or_a_button_leads_to_is_read_too(home):
    gone = write(home, slug="partie")
    card = {"link": {"label": "Par là", "page": gone.pk, "url": ""}, "text": ""}
    button = {"label": "Aller", "page": None, "url": f"http://{PDC_HOST}/rien/"}
    stored = [
        {"type": "cards", "value": {"title": "Voir", "cards": [card, {"type": "item", "value": card, "id": "1"}]}},
        {"type": "action", "value": {"title": "Agir", "text": "", "link": button}},
        {"type": "a block of before", "value": "x"},
    ]
    page = home.add_child(instance=ContentPage(title="Essai", slug="essai", body=json.dumps(stored)))
    key = gone.pk
    gone.delete()
    assert broken(page) == {f"page n° {key}": "supprimee", "/rien/": "inconnue"}
    assert BrokenLink.objects.get(page=page, reason="supprimee").words == "Par là"


def test_a_document_that_was_deleted_is_found(home, pdc):
    document = make_document(pdc)
    key = document.pk
    page = write(home, text(f'<a linktype="document" id="{key}">'), ("document", {"document": document, "text": ""}))
    assert broken(page) == {}
    document.delete()
    assert broken(page) == {f"document n° {key}": "document"}


def test_addresses_that_answer_are_left_alone(home, pdc):
    Redirect.objects.create(old_path="/ancienne", redirect_link="https://exemple.fr/", site=pdc.site)
    page = write(home, text(
        '<a href="/">', '<a href="/contact/">', '<a href="/contact">', '<a href="/agenda/?p=2">', '<a href="#plus">',
        '<a href="/pour-qui/#x">', f'<a href="http://{PDC_HOST}:8000/pour-qui/">', '<a href="/ancienne/">',
        '<a href="tel:115">', '<a href="mailto:a@essai.example">', '<a href="/api/plateformes/?format=csv">',
        '<a href="/sitemap.xml">', '<a href="https://ailleurs.example/">', '<a href="http://[">',
    ))  # fmt: skip
    assert broken(page) == {"http://[": "inconnue"}


def test_addresses_that_do_not_answer_are_found_however_they_are_written(home):
    page = write(home, text('<a href="/rien/">', f'<a href="https://{PDC_HOST}/la/bas">', '<a href="dessous/">'))
    assert set(broken(page)) == {"/rien/", "/la/bas", "/essai/dessous/"}


def test_a_mended_link_leaves_the_report_and_a_broken_one_keeps_its_date(home):
    page = write(home, text('<a href="/rien/">', '<a href="/nulle-part/">'))
    assert len(broken(page)) == 2
    long_ago = timezone.now() - datetime.timedelta(days=30)
    BrokenLink.objects.update(found_at=long_ago, is_ignored=True)
    page.body = [text('<a href="/rien/">')]
    page.save_revision().publish()
    assert broken(page) == {"/rien/": "inconnue"}
    row = BrokenLink.objects.get()
    assert (row.found_at, row.is_ignored) == (long_ago, True)
    assert row.checked_at > long_ago


def test_a_draft_is_not_read(home):
    page = write(home, text('<a href="/rien/">'))
    page.unpublish()
    assert broken(page) == {}


def test_other_sites_are_not_asked_unless_the_installation_says_so(home, monkeypatch, settings):
    asked = []
    monkeypatch.setattr(checking, "status_of", lambda address: asked.append(address) or 404)
    page = write(home, text('<a href="https://ailleurs.example/x">'))
    assert broken(page) == {}
    assert asked == []
    settings.EXTERNAL_LINKS_CHECKED = True
    assert broken(page) == {"https://ailleurs.example/x": "ailleurs"}


@pytest.mark.parametrize(
    ("status", "is_broken"), [(200, False), (403, False), (429, False), (404, True), (410, True), (503, True)]
)
def test_a_site_that_refuses_robots_is_no_broken_link(home, monkeypatch, settings, status, is_broken):
    settings.EXTERNAL_LINKS_CHECKED = True
    asked = []
    monkeypatch.setattr(checking, "status_of", lambda address: asked.append(address) or status)
    page = write(home, text('<a href="https://ailleurs.example/x">', '<a href="https://ailleurs.example/x">'))
    write(home, text('<a href="https://ailleurs.example/x">', '<a href="http://sans.example/">'), slug="autre")
    assert bool(broken(page)) is is_broken
    assert asked.count("https://ailleurs.example/x") == 1
    assert "http://sans.example/" not in asked


def test_a_site_that_does_not_answer_says_why(home, monkeypatch, settings):
    def refuse(address):
        raise FetchError("Ce nom de serveur n’existe pas.")

    settings.EXTERNAL_LINKS_CHECKED = True
    monkeypatch.setattr(checking, "status_of", refuse)
    page = write(home, text('<a href="https://ailleurs.example/x">'))
    assert broken(page) == {"https://ailleurs.example/x": "ailleurs"}
    assert BrokenLink.objects.get(page=page).detail == "Ce nom de serveur n’existe pas."


def test_reading_costs_no_more_queries_for_thirty_links_than_for_one(home):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            check_now()
        return len(queries)

    page = write(home, text('<a href="/pour-qui/">', f'<a linktype="page" id="{home.pk}">'))
    before = cost()
    page.body = [text(*['<a href="/pour-qui/">', f'<a linktype="page" id="{home.pk}">'] * 30)]
    page.save_revision().publish()
    assert cost() == before


@pytest.fixture
def staff():
    return GuardedClient(PDC_HOST).login_as("chloe")


def test_staff_see_which_page_to_mend_and_read_again_at_once(home, staff):
    page = write(home, text('<a href="/rien/">'))
    assert "/rien/" not in staff.get(INDEX).text
    assert "Aucun lien à corriger" in staff.get(f"{INDEX}verifier/").text
    assert staff.post(f"{INDEX}verifier/").status_code == 302
    shown = staff.get(INDEX).text
    assert "/rien/" in shown
    assert f"/admin/pages/{page.pk}/edit/" in shown
    assert "1 lien à corriger" in staff.get(f"{INDEX}verifier/").text


def test_a_link_may_be_left_as_it_is_and_nothing_else_of_it_changes(home, staff):
    page = write(home, text('<a href="/rien/">'))
    check_now()
    row = BrokenLink.objects.get(page=page)
    assert "/rien/" in staff.get(f"{INDEX}edit/{row.pk}/").text
    staff.post(f"{INDEX}edit/{row.pk}/", {"is_ignored": "on", "address": "/autre/", "reason": "ailleurs"})
    row.refresh_from_db()
    assert (row.is_ignored, row.address, row.reason) == (True, "/rien/", "inconnue")


def test_nobody_adds_or_deletes_one(home, staff):
    page = write(home, text('<a href="/rien/">'))
    check_now()
    row = BrokenLink.objects.get(page=page)
    for client in (staff, GuardedClient(PDC_HOST).login_as("olga")):
        assert client.get(INDEX).status_code == 200
        assert client.get(f"{INDEX}new/").status_code in (302, 403)
        client.post(f"{INDEX}delete/{row.pk}/")
    assert BrokenLink.objects.filter(pk=row.pk).exists()


def test_who_writes_no_page_does_not_see_them(home):
    assert GuardedClient(PDC_HOST).login_as("bob").get(INDEX).status_code == 403
    assert GuardedClient(PDC_HOST).login_as("alice").get(INDEX).status_code in (302, 403)


def test_what_waits_is_one_row_a_page_for_those_who_mend(home, pdc):
    page = write(home, text('<a href="/rien/">', '<a href="/nulle-part/">'))
    other = write(home, text('<a href="/rien/">'), slug="autre")
    check_now()
    chloe = Membership.objects.get(tenant=pdc, user__email="chloe@demo.example")
    bob = Membership.objects.get(tenant=pdc, user__email="bob@demo.example")
    rows = list(waiting_rows(chloe))
    assert sorted((kind, key, title) for kind, key, title, _ in rows) == sorted(
        ("links", str(each.pk), "Essai") for each in (page, other)
    )
    assert waiting_rows(bob) is None
    BrokenLink.objects.update(is_ignored=True)
    assert list(waiting_rows(chloe)) == []


def test_the_neighbour_reads_its_own_pages_alone(home, pdc):
    write(home, text('<a href="/rien/">'))
    check_now()
    assert BrokenLink.objects.count() == 1
    ezra = GuardedClient(CASA_HOST).login_as("ezra")
    assert "/rien/" not in ezra.get(INDEX).text
