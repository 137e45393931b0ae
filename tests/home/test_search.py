"""The page of results: for everybody, on every device, with any question."""

import pytest

from portal.search.models import UnansweredQuestion
from tests.portal.search.making import make_page

pytestmark = pytest.mark.django_db


def test_without_a_question_the_form_and_what_can_be_found(pdc_client):
    page = pdc_client.get("/recherche/")
    assert page.status_code == 200
    assert 'role="search"' in page.text and "texte des fichiers compris" in page.text
    assert "résultat" not in page.text.partition("<main")[2].partition("</main>")[0].replace("résultats", "")


def test_results_with_their_extracts_and_their_kind(pdc_client):
    page = pdc_client.get("/recherche/?q=bail+glissant")
    assert "Sous-location avec bail glissant" in page.text
    assert "<mark>bail</mark>" in page.text
    assert 'value="bail glissant"' in page.text
    assert "<title>Recherche : bail glissant" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_filters_are_links_and_say_how_many(pdc_client):
    page = pdc_client.get("/recherche/?q=logement&type=formations")
    assert page.context["kind"] == "formations"
    assert {result.source.name for result in page.context["page"].object_list} == {"formations"}
    assert f"Tout ({page.context['answer'].total})" in page.text


def test_a_spelling_is_suggested_and_searched(pdc_client):
    page = pdc_client.get("/recherche/?q=acessibilit%C3%A9")
    assert "Vouliez-vous dire" in page.text
    assert 'href="/recherche/?q=accessibilit%C3%A9"' in page.text
    assert 'href="/accessibilite/"' in page.text.partition("<main")[2]


def test_nothing_found_says_what_to_do(pdc_client):
    page = pdc_client.get("/recherche/?q=zzzzz").text.partition("<main")[2].partition("</main>")[0]
    assert "Aucun résultat" in page and 'href="/trouver/"' in page and 'href="/contact/"' in page


@pytest.mark.parametrize(
    ("query", "address"),
    [("Lens", "/trouver/62498-lens/"), ("lens", "/trouver/62498-lens/"), ("62300", "/trouver/62498-lens/"),
     ("Lens (62)", "/trouver/62498-lens/"), ("Avesnes le comte", "/trouver/62063-avesnes-le-comte/")],
)  # fmt: skip
def test_a_place_has_the_finder_s_answer_on_top(pdc_client, query, address):
    page = pdc_client.get("/recherche/", {"q": query}).text.partition("<main")[2]
    assert address in page.partition('class="services"')[0]


@pytest.mark.parametrize("query", ["plan", "services", "bail", "logement", "accompagnement lens", "le", "saint"])
def test_a_word_is_no_place(pdc_client, query):
    assert pdc_client.get("/recherche/", {"q": query}).context["place"] is None


def test_a_word_that_is_also_a_commune_elsewhere_stays_a_word(pdc, pdc_client):
    assert pdc_client.get("/recherche/?q=antibes").context["place"].outcome == "outside"
    make_page(pdc, "Ce qui se fait à Antibes", "Un mot.")
    assert pdc_client.get("/recherche/?q=antibes").context["place"] is None


def test_a_place_is_said_on_the_first_page_alone(pdc_client):
    assert pdc_client.get("/recherche/?q=Lens&type=plateformes").context["place"] is None


@pytest.mark.parametrize(
    "query",
    ["\0", "📣", "'", '"', "a" * 5000, "((", "&|!:*", "<script>alert(1)</script>", "%00", "\\", "-plan", "1" * 40],
)
def test_any_question_has_a_page(pdc_client, query):
    for extra in ({}, {"page": "9" * 30}, {"page": "-1"}, {"page": "x"}, {"type": "\0"}, {"type": "inconnu"}):
        page = pdc_client.get("/recherche/", {"q": query, **extra})
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_page_too_far_is_the_last_one(pdc, pdc_client):
    for n in range(12):
        make_page(pdc, f"Trottinette {n}", "Un mot.")
    page = pdc_client.get("/recherche/?q=trottinette&page=99")
    assert page.context["page"].number == 2
    assert "Page 2 sur 2" in page.text and "q=trottinette&amp;page=1" in page.text


def test_search_engines_leave_results_out(pdc_client):
    page = pdc_client.get("/recherche/?q=bail")
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text


def test_only_reading(pdc_client):
    assert pdc_client.post("/recherche/", {"q": "bail"}).status_code == 405
    assert pdc_client.head("/recherche/?q=zzzzz").status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/plateformes/", "/agenda/", "/contact/", "/compte/connexion/", "/nulle-part/"]
)
def test_every_public_page_leads_to_the_search(pdc_client, address):
    assert 'href="/recherche/"' in pdc_client.get(address).text


def test_the_operator_s_host_has_no_search(visit):
    assert visit("localhost").get("/recherche/").status_code == 404
    assert 'href="/recherche/"' not in visit("localhost").get("/").text


def test_what_a_member_finds_is_not_kept_for_the_next_visitor(pdc, pdc_client, visit):
    from tests.conftest import PDC_HOST
    from tests.portal.search.making import keep_for

    keep_for(make_page(pdc, "Trottinette", "Un mot."))
    assert "Trottinette</a>" in visit(PDC_HOST).login_as("bob").get("/recherche/?q=trottinette").text
    assert "Trottinette</a>" not in pdc_client.get("/recherche/?q=trottinette").text
    assert UnansweredQuestion.objects.get().words == "trottinette"
