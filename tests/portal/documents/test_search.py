"""Documents are found by their words, in French; the query itself knows who asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.documents import services
from portal.documents.models import Document
from portal.documents.search import found, put_extracts
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(pdc):
    everyone = make_folder()
    landlords = make_folder("Secret", "secret", reach="choisis", kinds=["bailleur"])
    lines = ["Le dépôt de garantie des hébergés est remboursé.", "Il vaut <b>un mois</b> de loyer."]
    return {
        "guide": make_document(everyone, pdf(lines), title="Guide du logement accompagné"),
        "charte": make_document(landlords, pdf(["La garantie des bailleurs."]), title="Charte"),
    }


def titles(words: str, who: str = "bob") -> list[str]:
    documents = Document.objects.visible_to(member(who)).filter(folder__slug__in=["vacance", "secret"])
    return [document.title for document in found(documents, words)]


@pytest.mark.parametrize(
    "words",
    ["depot de garantie", "DÉPÔT", "hébergé", "heberges", "remboursés", '"dépôt de garantie"', "accompagnés",
     "loyer -bailleur", "introuvable OR loyer", "loyers", "dépôts de garantie"],
)  # fmt: skip
def test_words_are_found_whatever_their_accents_and_endings(papers, words):
    assert titles(words, "diane") == ["Guide du logement accompagné"]


@pytest.mark.parametrize("words", ["zzz", "-", '"', "((", "a & | !", "le", "' OR 1=1", "\\"])
def test_what_is_typed_is_never_an_error(papers, words):
    assert titles(words, "diane") in ([], ["Guide du logement accompagné"])


def test_each_finds_what_is_for_them(papers):
    assert set(titles("garantie", "bob")) == {"Guide du logement accompagné", "Charte"}
    assert titles("garantie", "diane") == ["Guide du logement accompagné"]


def test_the_words_of_a_former_version_are_found_no_more(papers):
    services.add_version(papers["guide"], kept(pdf(["Caution solidaire."])), by=None)
    assert titles("dépôt", "diane") == []
    assert titles("caution", "diane") == ["Guide du logement accompagné"]


def test_a_new_title_is_found_at_once(papers):
    papers["guide"].title = "Mémento"
    services.change(papers["guide"])
    assert titles("memento", "diane") == ["Mémento"]


@pytest.mark.parametrize("words", ["loyer", "loyers", "Loyers"])
def test_one_and_several_are_the_same_word_and_both_are_marked(pdc, words):
    make_document(make_folder(), pdf(["Les loyers et le loyer."]), title="Note")
    (document,) = found(Document.objects.visible_to(member("bob")).filter(folder__slug="vacance"), words)
    put_extracts([document], words)
    assert "<mark>loyers</mark>" in document.extract
    assert "<mark>loyer</mark>" in document.extract


def test_an_archived_document_is_found_no_more(papers):
    services.set_archived(papers["guide"], True)
    assert titles("dépôt", "diane") == []


def test_an_extract_marks_the_words_and_nothing_of_the_file_is_html(papers):
    (document,) = found(Document.objects.visible_to(member("diane")), "garantie hébergés mois")
    put_extracts([document], "garantie hébergés mois")
    assert "<mark>garantie</mark>" in document.extract
    assert "<mark>hébergés</mark>" in document.extract
    assert "<b>" not in document.extract


def test_the_search_of_five_thousand_documents_is_one_query(pdc, django_assert_num_queries):
    from portal.documents.models import Content, Version
    from portal.organisations.models import Audience

    folder = make_folder()
    number = 5000
    audiences = Audience.objects.bulk_create([Audience(tenant=pdc) for _ in range(number)])
    documents = Document.objects.bulk_create(
        [Document(tenant=pdc, title=f"Note {n}", folder=folder, audience=each) for n, each in enumerate(audiences)]
    )
    versions = Version.objects.bulk_create(
        [Version(tenant=pdc, document=each, number=1, is_current=True, file="x", name="x", kind="pdf", size=1,
                 sha256="0" * 64) for each in documents]
    )  # fmt: skip
    Content.objects.bulk_create([Content(tenant=pdc, version=each) for each in versions])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE documents_content SET vector = to_tsvector('french_unaccent', 'loyer numero' || id)"
            " WHERE vector IS NULL"
        )
    with CaptureQueriesContext(connection) as queries:
        page = list(found(Document.objects.visible_to(member("bob")), "loyers")[:30])
    assert len(page) == 30
    assert len([query for query in queries if "documents_document" in query["sql"]]) == 1
