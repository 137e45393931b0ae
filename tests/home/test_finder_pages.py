"""A visitor types a place and reads who answers for it, in any case with what to do next."""

import pytest
from bs4 import BeautifulSoup

from portal.territories.models import Commune, CoverageException, Platform
from tests.conftest import GuardedClient

pytestmark = pytest.mark.django_db


def ask(client, query):
    return client.get("/trouver/", {"q": query})


def words(response) -> str:
    text = BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_a_visitor_in_lens_finds_their_coordinator(pdc_client):
    page = ask(pdc_client, "Lens")
    assert "Lens relève de la plateforme de Lens-Hénin" in words(page)
    assert 'href="tel:+33648712998"' in page.text
    assert "06 48 71 29 98" in words(page)
    assert "Lens - Liévin" in words(page)
    assert "/contact/lens-henin/" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("62120", "Aire-sur-la-Lys"),
        ("62580", "hors"),
        ("62000", "Communauté urbaine d’Arras"),
        ("Arras", "115"),
        ("Lille", "Lillers"),
        ("Méricour", "Méricourt"),
        ("Calé", "115"),
        ("Hesdin", "Hesdin-la-Forêt"),
        ("Alquines", "à confirmer"),
    ],
)
def test_each_outcome_says_what_to_do_next(pdc_client, query, expected):
    page = ask(pdc_client, query)
    assert page.status_code == 200
    if expected != "hors":
        assert expected in words(page)


def test_an_empty_question_is_an_error_tied_to_its_field(pdc_client):
    page = ask(pdc_client, "  ")
    soup = BeautifulSoup(page.content, "html.parser")
    field = soup.find("input", attrs={"name": "q", "aria-invalid": "true"})
    assert soup.find(id=field["aria-describedby"].split()[-1])
    assert soup.title.get_text(strip=True).startswith("Erreur")


def test_each_commune_has_a_permanent_address_that_search_engines_leave(pdc_client):
    page = pdc_client.get("/trouver/62498-lens/")
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"


def test_a_wrong_slug_goes_to_the_right_one_and_an_unknown_code_is_404(pdc_client):
    response = pdc_client.get("/trouver/62498-liévin-ou-autre/")
    assert response.status_code in {301, 404}
    assert pdc_client.get("/trouver/62498-autre/")["Location"] == "/trouver/62498-lens/"
    assert pdc_client.get("/trouver/99999-nulle-part/").status_code == 404


def test_the_address_of_a_commune_elsewhere_says_it_is_elsewhere(pdc_client):
    assert "Lille" in words(pdc_client.get("/trouver/59350-lille/"))


def test_suggestions_lead_to_permanent_addresses(pdc_client):
    listed = pdc_client.get("/trouver/suggestions/", {"q": "len"}).json()["suggestions"]
    assert listed[0]["url"] == "/trouver/62498-lens/"
    assert len(listed) <= 8
    assert pdc_client.get("/trouver/suggestions/").json() == {"suggestions": []}


def test_the_raw_address_is_nowhere(pdc_client):
    for address in ["/", "/trouver/?q=Lens", "/plateformes/", "/plateformes/lens-henin/", "/api/plateformes/",
                    "/api/plateformes/?format=csv", "/api/trouver/?q=Lens", "/contact/lens-henin/"]:  # fmt: skip
        text = pdc_client.get(address).text
        assert "apsa62.fr" not in text or "@apsa62.fr" not in text, address
        assert "@audasse.fr" not in text


def test_an_address_with_an_accent_is_kept_as_its_owner_wrote_it(pdc_client):
    assert "coordinationLDA.ruralitéarrageoise" in words(pdc_client.get("/plateformes/sud-arrageois-ternois/"))


def test_a_missing_telephone_is_said(pdc_client):
    page = ask(pdc_client, "Calais")
    assert "tel:" not in page.text.replace("tel:115", "")
    assert "téléphone" in words(page)


def test_a_change_of_coverage_is_read_at_once(pdc_client, pdc):
    assert "Boulonnais" in words(ask(pdc_client, "Wimereux"))
    CoverageException.objects.create(
        commune=Commune.objects.get(name="Wimereux"), platform=Platform.objects.get(slug="calaisis")
    )
    assert "relève de la plateforme du Calaisis" in words(ask(pdc_client, "Wimereux"))


@pytest.mark.parametrize("query", ["x" * 10_000, "\x00\x01", "%00", "%FF", "<script>", "' OR 1=1 --", "62", "٣٤٥٦٧"])
def test_bad_input_gets_a_clear_answer(pdc_client, query):
    page = ask(pdc_client, query)
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_raw_bytes_that_are_no_text_get_a_clear_answer(pdc_client):
    assert pdc_client.get("/trouver/?q=%FF%FE%00").status_code == 200
    assert pdc_client.get("/api/trouver/?q=%FF%FE%00").status_code == 200


def test_a_finder_answer_takes_at_most_four_queries(django_assert_max_num_queries):
    for host, queries in {
        "pas-de-calais.localhost": [
            "Lens",
            "62120",
            "62130",
            "Arras",
            "Lille",
            "Mericour",
            "zzzzzz",
            "st omer",
        ],
        "casa.localhost": ["juan les pins", "06140", "Sophia Antipolis"],
    }.items():
        client = GuardedClient(host)
        ask(client, "Lens")  # the menu and the map are now remembered, as on a server that runs
        for query in queries:
            with django_assert_max_num_queries(4):
                ask(client, query)
    client = GuardedClient("pas-de-calais.localhost")
    with django_assert_max_num_queries(4):
        client.get("/trouver/62498-lens/")
    with django_assert_max_num_queries(4):
        client.get("/api/trouver/?q=lens")
