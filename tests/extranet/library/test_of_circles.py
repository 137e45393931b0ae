"""The page of a circle shows its members what the library holds for it; a folder says whom it is for."""

import pytest
from bs4 import BeautifulSoup

from portal.database import context
from portal.organisations.models import Circle
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.directory.people import lens, queries_of
from tests.portal.documents.making import make_document, make_folder, member

pytestmark = pytest.mark.django_db
LENS = "/extranet/annuaire/cercles/echanges-de-pratiques-lens-henin/"
LIBRARY = "/extranet/bibliotheque/"


@pytest.fixture
def folder(pdc):
    made = make_folder("Comptes rendus", "comptes-rendus", reach="choisis")
    made.audience.circles.add(lens())
    return made


def client(first_name: str, host: str = PDC_HOST) -> GuardedClient:
    return GuardedClient(host).login_as(first_name)


def for_whom(page: str) -> str:
    soup = BeautifulSoup(page, "html.parser")
    said = (each.get_text() for each in soup.select("header p") if each.get_text().startswith("Pour"))
    return next(said).replace("\xa0", " ")


def test_a_member_finds_the_folders_and_the_latest_documents_of_their_circle(folder):
    make_document(folder, title="Compte rendu de mars")
    elsewhere = make_document(make_folder("Divers", "divers"), title="Invitation", audience=folder.audience.copy())
    page = client("diane").get(LENS).text
    assert "/dossiers/comptes-rendus/" in page
    assert "Compte rendu de mars" in page
    assert f"/documents/{elsewhere.pk}/" in page  # it is for the circle, in a folder for all
    assert "/dossiers/bailleurs/" not in page  # for others
    assert "Déposer un document" not in page


def test_who_is_not_in_the_circle_sees_none_of_it(folder):
    make_document(folder, title="Compte rendu de mars")
    page = client("bob").get(LENS).text
    assert "Comptes rendus" not in page
    assert "Compte rendu de mars" not in page


def test_what_in_the_folder_is_for_others_stays_with_them(folder):
    theirs = make_folder("Autre", "autre", reach="choisis", kinds=["bailleur"]).audience
    make_document(folder, title="Note pour les bailleurs", audience=theirs)
    assert "Note pour les bailleurs" not in client("diane").get(LENS).text


def test_who_keeps_the_library_puts_documents_in_from_there(folder):
    make_folder("Photos", "photos", reach="choisis").audience.circles.add(lens())
    page = client("alice").get(LENS).text
    assert f"{LIBRARY}dossiers/comptes-rendus/deposer/" in page
    assert f"{LIBRARY}dossiers/photos/deposer/" in page


def test_a_circle_without_a_folder_offers_to_make_one_with_the_circle_chosen(pdc):
    address = "/extranet/annuaire/cercles/information-des-bailleurs/"
    assert "Documents du cercle" not in client("bob").get(address).text
    gael = client("gael")
    offered = BeautifulSoup(gael.get(address).text, "html.parser").select_one('a[href*="?cercle="]')
    form = BeautifulSoup(gael.get(offered["href"]).text, "html.parser")
    circle = Circle.objects.get(slug="information-des-bailleurs")
    assert form.select_one(f'input[name="audience-circles"][value="{circle.pk}"]').has_attr("checked")
    assert form.select_one('input[name="audience-reach"][value="choisis"]').has_attr("checked")


@pytest.mark.parametrize("slug", ["", "inconnu", "%00", "comite-inter-bailleurs"])
def test_an_unknown_circle_or_the_neighbour_s_prefills_nothing(pdc, slug):
    page = client("gael").get(f"{LIBRARY}nouveau-dossier/?cercle={slug}")
    assert page.status_code == 200
    assert not BeautifulSoup(page.text, "html.parser").select('input[name="audience-circles"][checked]')


def test_a_folder_and_a_document_say_for_which_circle_they_are(folder):
    document = make_document(folder, title="Compte rendu de mars")
    for address in (f"{LIBRARY}dossiers/comptes-rendus/", f"{LIBRARY}documents/{document.pk}/"):
        page = client("diane").get(address).text
        assert for_whom(page) == "Pour : cercle « Échanges de pratiques – Lens-Hénin »."
        assert f'href="{LENS}"' in page
    assert for_whom(client("bob").get(f"{LIBRARY}dossiers/modeles/").text).startswith("Pour : tous les professionnels")


def test_a_reader_is_told_neither_names_nor_a_circle_they_may_not_know_of(folder):
    folder.audience.kinds = ["association"]
    folder.audience.save()
    folder.audience.circles.add(Circle.objects.get(slug="preparation-du-bilan-annuel"))
    folder.audience.people.add(member("bob"))
    address = f"{LIBRARY}dossiers/comptes-rendus/"
    told = for_whom(client("diane").get(address).text)
    assert told == "Pour : association, cercle « Échanges de pratiques – Lens-Hénin » et des personnes choisies."
    told = for_whom(client("gael").get(address).text)
    assert "cercle « Préparation du bilan annuel »" in told
    assert told.endswith("et Bob (exemple).")


def test_the_neighbour_s_circle_shows_the_neighbour_s_folders_alone(folder):
    with context.use(context.PLATFORM):
        assert Circle.objects.filter(slug="comite-inter-bailleurs").exists()
    page = client("fanny", CASA_HOST).get("/extranet/annuaire/cercles/comite-inter-bailleurs/").text
    assert "/dossiers/comite-inter-bailleurs/" in page  # the demonstration's
    assert "comptes-rendus" not in page


def test_the_page_of_a_circle_takes_a_flat_number_of_queries(folder):
    make_document(folder, title="Un seul")
    people = [client("diane"), client("alice")]
    before = [queries_of(each, LENS) for each in people]
    for n in range(30):
        another = make_folder(f"Dossier {n}", f"dossier-{n}", reach="choisis")
        another.audience.circles.add(lens())
        make_document(another, title=f"Document {n}")
    assert [queries_of(each, LENS) for each in people] == before
