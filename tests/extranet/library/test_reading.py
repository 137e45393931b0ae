"""What members see of the library, and what they do not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.documents import services
from portal.documents.models import Document, Reading, Subscription
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, member

pytestmark = pytest.mark.django_db
HOME = "/extranet/bibliotheque/"


@pytest.fixture
def bob(db):
    return GuardedClient(PDC_HOST).login_as("bob")


@pytest.fixture
def diane(db):
    return GuardedClient(PDC_HOST).login_as("diane")


def count_queries(client, address) -> int:
    client.get(address)  # the first visit of the day is noted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_folder_for_others_is_neither_named_nor_open(pdc, bob, diane):
    folder = make_folder("Réunion des bailleurs", "reunion", reach="choisis", kinds=["bailleur"])
    document = make_document(folder, title="Ordre du jour réservé")
    assert "Réunion des bailleurs" in bob.get(HOME).text
    assert "Ordre du jour réservé" in bob.get(f"{HOME}dossiers/reunion/").text
    for text in (diane.get(HOME).text, diane.get(f"{HOME}recherche/?q=réservé").text):
        assert "Réunion des bailleurs" not in text
        assert "Ordre du jour" not in text
    for address in ("dossiers/reunion/", f"documents/{document.pk}/", f"documents/{document.pk}/telecharger/",
                    f"documents/{document.pk}/versions/1/"):  # fmt: skip
        assert diane.get(HOME + address).status_code == 404
        assert GuardedClient(CASA_HOST).login_as("fanny").get(HOME + address).status_code == 404


def test_a_folder_for_others_shows_what_is_for_one_in_it(pdc, diane):
    from portal.organisations.models import Audience

    folder = make_folder("Réunion des bailleurs", "reunion", reach="choisis", kinds=["bailleur"])
    make_document(folder, title="Compte rendu public", audience=Audience.objects.create())
    make_document(folder, title="Note interne")
    text = diane.get(f"{HOME}dossiers/reunion/").text
    assert "Compte rendu public" in text
    assert "Note interne" not in text
    assert "1 document<" in text


def test_a_document_says_what_it_is_and_that_opening_it_is_written(pdc, bob):
    document = make_document(make_folder(), title="Guide", description="Douze pages.")
    services.add_version(document, kept(pdf(["Corrigé"])), by=None, comment="Page 2 corrigée")
    text = bob.get(f"{HOME}documents/{document.pk}/").text
    for words in ("Douze pages.", "PDF", "Page 2 corrigée", "Version 1", "Version 2", "pas encore ouvert", "nouveau",
                  "douze mois", f"{HOME}documents/{document.pk}/telecharger/"):  # fmt: skip
        assert words in text
    assert "Tenir ce document" not in text
    assert bob.get(f"{HOME}documents/{document.pk}/telecharger/").getvalue() == pdf(["Corrigé"])
    assert "pas encore ouvert" not in bob.get(f"{HOME}documents/{document.pk}/").text


def test_looking_at_pages_writes_no_opening(pdc, bob):
    document = make_document(make_folder())
    for address in ("", "dossiers/vacance/", f"documents/{document.pk}/", "recherche/?q=guide"):
        bob.get(HOME + address)
    assert not Reading.objects.filter(document=document).exists()


def test_a_folder_is_followed_and_left(pdc, bob):
    folder = make_folder()
    for _ in range(2):
        bob.post(f"{HOME}dossiers/vacance/suivre/", {"suivre": "oui"})
    assert Subscription.objects.get(folder=folder).membership == member("bob")
    assert "Ne plus suivre" in bob.get(f"{HOME}dossiers/vacance/").text
    bob.post(f"{HOME}dossiers/vacance/suivre/", {"suivre": "non"})
    assert not Subscription.objects.filter(folder=folder).exists()


def test_a_folder_one_may_not_know_of_is_not_followed(pdc, diane):
    make_folder(reach="choisis", kinds=["bailleur"])
    assert diane.post(f"{HOME}dossiers/vacance/suivre/").status_code == 404


def test_the_search_shows_where_the_words_stand(pdc, bob):
    make_document(make_folder(), pdf(["La garantie <i>Visale</i> couvre les loyers."]), title="Note")
    text = bob.get(f"{HOME}recherche/?q=VISALE").text
    assert "<mark>Visale</mark>" in text
    assert "<i>" not in text
    assert "1 document pour" in text


@pytest.mark.parametrize("query", ["q=", "", "q=zzzz", "q=%00", "q=le&page=99", "q=bail&page=x", "q=" + "a" * 5000])
def test_any_question_has_its_page(pdc, bob, query):
    assert bob.get(f"{HOME}recherche/?{query}").status_code == 200


def test_lists_ask_the_same_whatever_they_hold(pdc, bob):
    folder = make_folder()
    make_document(folder, title="Guide un")
    services.follow(member("bob"), folder)
    addresses = [HOME, f"{HOME}dossiers/vacance/", f"{HOME}recherche/?q=guide", "/extranet/"]
    before = [count_queries(bob, address) for address in addresses]
    for n in range(29):
        make_document(folder, pdf([f"Feuille {n}"]), title=f"Guide {n}")
    assert [count_queries(bob, address) for address in addresses] == before


def test_the_dashboard_says_what_waits_to_be_read(pdc, bob):
    folder = make_folder()
    services.follow(member("bob"), folder)
    make_document(folder, title="Note de rentrée")
    document = make_document(folder, pdf(["Urgent"]), title="Consigne", is_to_read=True)
    hidden = make_document(
        make_folder("Autre", "autre", reach="choisis", kinds=["ccas"]), title="Papier caché", is_to_read=True
    )
    text = bob.get("/extranet/").text
    assert "À lire : Consigne" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "un document non lu" in text
    assert hidden.title not in text
    bob.get(f"{HOME}documents/{document.pk}/telecharger/").getvalue()
    assert "À lire : Consigne" not in bob.get("/extranet/").text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_archived_document_is_there_for_who_keeps_the_library_alone(pdc, bob):
    document = make_document(make_folder(), title="Périmé")
    services.set_archived(document, True)
    assert bob.get(f"{HOME}documents/{document.pk}/").status_code == 404
    alice = GuardedClient(PDC_HOST).login_as("alice")
    assert alice.get(f"{HOME}documents/{document.pk}/").status_code == 200
    assert "Périmé" in alice.get(f"{HOME}archives/").text
    assert "Périmé" not in alice.get(f"{HOME}dossiers/vacance/").text


def test_a_document_of_no_folder_is_not_the_library_s(pdc):
    document: Document = make_document(None, title="Pièce d’un comité")
    alice = GuardedClient(PDC_HOST).login_as("alice")
    assert alice.get(f"{HOME}documents/{document.pk}/").status_code == 404
    assert document.title not in alice.get(HOME).text
