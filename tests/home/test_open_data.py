"""What machines read: stable, open to other sites, without an e-mail address."""

import csv
import io

import pytest

pytestmark = pytest.mark.django_db


def find(client, query):
    return client.get("/api/trouver/", {"q": query}).json()


def test_a_place_is_answered_with_its_platform(pdc_client):
    answer = find(pdc_client, "Lens")
    assert answer["outcome"] == "platform"
    assert answer["platforms"] == ["lens-henin"]
    assert answer["communes"][0] == {
        "code": "62498", "name": "Lens", "departement": "62", "platform": "lens-henin",
    }  # fmt: skip


def test_a_place_elsewhere_is_named_and_covered_by_nobody(pdc_client):
    answer = find(pdc_client, "Lille")
    assert (answer["outcome"], answer["platforms"]) == ("outside", [])
    assert answer["communes"][0] == {"code": "59350", "name": "Lille", "departement": "59", "platform": None}


@pytest.mark.parametrize("address", ["/api/trouver/", "/api/trouver/?q=", "/api/trouver/?q=%20"])
def test_a_missing_question_is_a_400_with_its_reason(pdc_client, address):
    response = pdc_client.get(address)
    assert response.status_code == 400
    assert "q" in response.json()["error"]


def test_other_sites_may_read_and_keep_it(pdc_client):
    for address in ["/api/trouver/?q=Lens", "/api/plateformes/"]:
        response = pdc_client.get(address)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "public" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")


def test_seven_platforms_with_their_communes_and_no_address(pdc_client):
    platforms = pdc_client.get("/api/plateformes/").json()["platforms"]
    assert len(platforms) == 7
    assert sum(len(p["communes"]) for p in platforms) == 887 - 46
    by_slug = {p["slug"]: p for p in platforms}
    assert by_slug["lens-henin"]["phone"] == "+33648712998"
    assert by_slug["calaisis"]["phone"] is None
    assert by_slug["artois"]["page"] == "http://pas-de-calais.localhost/plateformes/artois/"
    assert pdc_client.get("/plateformes/artois/").status_code == 200
    assert pdc_client.get("/contact/artois/").status_code == 200


def test_the_same_as_csv(pdc_client):
    response = pdc_client.get("/api/plateformes/?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 841
    assert {"plateforme": "lens-henin", "commune": "Lens"}.items() <= next(
        row for row in rows if row["code_commune"] == "62498"
    ).items()


def test_an_unknown_format_is_refused(pdc_client):
    assert pdc_client.get("/api/plateformes/?format=xml").status_code == 400


def test_the_documentation_names_licence_and_sources(pdc_client):
    page = pdc_client.get("/donnees-ouvertes/").text
    for words in ["Licence Ouverte", "INSEE", "IGN", "SIRENE", "/api/trouver/"]:
        assert words in page


def test_one_list_one_flat_number_of_queries(pdc_client, casa_client, django_assert_max_num_queries):
    for client in (pdc_client, casa_client):
        with django_assert_max_num_queries(6):
            client.get("/api/plateformes/")


def test_communes_are_in_french_alphabetical_order(pdc_client):
    platforms = {p["slug"]: p for p in pdc_client.get("/api/plateformes/").json()["platforms"]}
    names = [commune["name"] for commune in platforms["sud-arrageois-ternois"]["communes"]]
    assert names.index("Écourt-Saint-Quentin") < names.index("Frévent")
