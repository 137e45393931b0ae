"""The glossary: a page of terms in the order of letters, and each explained where a page first uses it."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from home.glossary.models import Term
from home.models import ContentPage
from portal.database import context
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def make(term, definition="Ce que cela veut dire.", **fields):
    slug = fields.pop("slug", term.lower().replace(" ", "-"))
    return Term.objects.create(term=term, slug=slug, definition=definition, **fields)


@pytest.fixture
def page(pdc):
    """A page of the Pas-de-Calais, whose text ``write`` gives."""
    return ContentPage.objects.get(slug="pour-qui")


def write(page, *blocks):
    page.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    page.save_revision().publish()


def soup_of(client, address="/pour-qui/"):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def aside_of(soup):
    return soup.find("section", attrs={"aria-labelledby": lambda value: value and value.startswith("mots-expliques")})


# The page of terms ---------------------------------------------------------------------------------------


def test_terms_stand_in_the_order_of_letters_whatever_their_accents(pdc, pdc_client):
    Term.objects.all().delete()
    for term in ["éviction", "Zone tendue", "eau", "Foyer", "115", "épargne"]:
        make(term, slug=f"t-{term[:2].strip().lower().replace('é', 'e')}-{len(term)}")
    soup = soup_of(pdc_client, "/glossaire/")
    assert [dt.b.text for dt in soup.find_all("dt")] == ["eau", "épargne", "éviction", "Foyer", "Zone tendue", "115"]
    assert [h2.text for h2 in soup.main.find_all("h2")] == ["E", "F", "Z", "0-9"]
    letters = soup.find("nav", attrs={"aria-label": "Lettres du glossaire"}).find_all("a")
    assert all(soup.find(id=a["href"][1:]) for a in letters)


def test_each_term_has_its_address_its_forms_and_what_more_there_is_to_say(pdc_client):
    soup = soup_of(pdc_client, "/glossaire/")
    term = soup.find(id="terme-iml")
    assert "intermédiation locative" in term.text
    assert "garante" in term.find_next_sibling("dd").text
    assert "assuré du loyer" in term.find_next_sibling("dd").text


def test_a_glossary_without_a_term_says_so(pdc, pdc_client):
    Term.objects.all().delete()
    assert "Aucun terme" in pdc_client.get("/glossaire/").text
    assert "Les mots de cette page" not in pdc_client.get("/pour-qui/").text


def test_the_neighbour_s_terms_are_neither_listed_nor_explained(page, pdc, casa, pdc_client):
    with context.use(casa.context):
        make("Mot voisin")
    with context.use(pdc.context):
        write(page, ("text", "<p>Un mot voisin.</p>"))
    assert "Mot voisin" not in pdc_client.get("/glossaire/").text
    assert aside_of(soup_of(pdc_client)) is None
    assert "Mot voisin" in GuardedClient(CASA_HOST).get("/glossaire/").text


# Where it occurs -----------------------------------------------------------------------------------------


def test_the_first_occurrence_leads_to_a_definition_on_the_page_and_back(page, pdc_client):
    write(page, ("text", "<p>Le SIAO oriente. Le SIAO répond.</p>"), ("text", "<p>Encore le SIAO.</p>"))
    soup = soup_of(pdc_client)
    (link,) = soup.find_all("a", class_="term")
    assert link.text == "SIAO"
    assert soup.find(id=link["aria-describedby"]).text.startswith("Service intégré")
    assert soup.find(id=link["href"][1:]).name == "dt"
    back = aside_of(soup).find("a", string=lambda text: text is None or "Revenir" in text) or aside_of(soup).a
    assert back["href"] == f"#{link['id']}"
    assert "Revenir au texte" in back.text
    assert aside_of(soup).find("a", href="/glossaire/")


def test_terms_of_every_block_are_listed_once_in_the_order_of_the_page(page, pdc_client):
    write(
        page,
        ("heading", "Le SIAO"),
        ("steps", {"title": "IML", "steps": [{"title": "CCAS", "text": "Le CCAS aide."},
                                             {"title": "Puis", "text": "Le CCAS et l’IML."}]}),
        ("text", '<p><a href="https://exemple.fr/">Le SIAO</a>, un bail glissant.</p>'),
    )  # fmt: skip
    soup = soup_of(pdc_client)
    assert [dt.text for dt in aside_of(soup).find_all("dt")] == ["CCAS", "IML", "bail glissant"]
    assert [a.text for a in soup.find_all("a", class_="term")] == ["CCAS", "IML", "bail glissant"]
    assert not soup.select("a a, h2 a.term, h3 a.term")


def test_a_definition_that_is_corrected_shows_at_once(page, pdc_client):
    write(page, ("text", "<p>Le SIAO.</p>"))
    pdc_client.get("/pour-qui/")
    term = Term.objects.get(slug="siao")
    term.definition = "Tout autre chose."
    term.save()
    assert "Tout autre chose." in aside_of(soup_of(pdc_client)).text
    term.delete()
    assert aside_of(soup_of(pdc_client)) is None


def test_words_of_a_definition_are_never_markup(page, pdc_client):
    make("mot piège", definition="<script>alert(1)</script>", other_forms="a<b")
    write(page, ("text", "<p>Un mot piège.</p>"))
    assert "<script>alert" not in pdc_client.get("/pour-qui/").text
    assert "<script>alert" not in pdc_client.get("/glossaire/").text


def test_sixty_terms_cost_one_query_then_none(page, pdc_client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            pdc_client.get("/pour-qui/")
        return [query["sql"] for query in queries if "glossary_term" in query["sql"]], len(queries)

    write(page, ("text", "<p>Un SIAO.</p>"))
    pdc_client.get("/pour-qui/")
    _, before = count()
    for n in range(60):
        make(f"terme {n}")
    write(page, ("text", "".join(f"<p>Un terme {n}.</p>" for n in range(60))))
    cold, _ = count()
    warm, after = count()
    assert (len(cold), len(warm)) == (1, 0)
    assert after == before
    assert len(soup_of(pdc_client).find_all("a", class_="term")) == 60


# Whoever keeps it ----------------------------------------------------------------------------------------


def form(**fields):
    return {
        "term": "ADIL", "slug": "adil", "other_forms": "agence départementale d’information sur le logement",
        "definition": "Elle informe sur le logement.", "more": "", "review_on": "2027-01-01",
    } | fields  # fmt: skip


def test_communication_adds_a_term(pdc):
    chloe = GuardedClient(PDC_HOST).login_as("chloe")
    response = chloe.post("/admin/term/new/", form())
    assert response.status_code == 302, response.context["form"].errors
    assert Term.objects.get(slug="adil").forms == ("ADIL", "agence départementale d’information sur le logement")
    assert ModelLogEntry.objects.filter(action="wagtail.create").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"term": "A"}, "term"),
        ({"other_forms": "adil\nx"}, "other_forms"),
        ({"slug": "siao"}, "__all__"),
        ({"definition": "x" * 301}, "definition"),
        ({"review_on": "demain"}, "review_on"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(pdc, wrong, field):
    response = GuardedClient(PDC_HOST).login_as("chloe").post("/admin/term/new/", form(**wrong))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "Elle informe sur le logement." in response.text or "definition" in wrong


@pytest.mark.parametrize("person", ["alice", "iris"])
def test_others_of_the_staff_do_not_keep_it(pdc, person):
    response = GuardedClient(PDC_HOST).login_as(person).get("/admin/term/new/")
    assert response.status_code == 302
