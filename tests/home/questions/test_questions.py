"""Frequent questions: by category, each at an address of its own."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import ContentPage
from home.questions.attention import TO_PUBLISH, waiting_rows
from home.questions.models import Question, QuestionCategory
from portal.tenancy.models import Membership
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_document

pytestmark = pytest.mark.django_db
ADDRESS = "/questions-frequentes/"


def read(client) -> str:
    return client.get(ADDRESS).text.replace("\xa0", " ").replace("\u202f", " ")


def ask(question: str = "Combien cela coûte-t-il ?", *, is_shown: bool = True, **fields) -> Question:
    fields = {"answer": "<p>Rien.</p>"} | fields
    return Question.objects.create(question=question, is_shown=is_shown, **fields)


def member(first_name: str) -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example")


def test_each_question_unfolds_at_an_address_of_its_own(pdc, pdc_client):
    asked = ask()
    page = BeautifulSoup(read(pdc_client), "html.parser")
    answer = page.find(id="question-combien-cela-coute-t-il")
    assert "Rien." in answer.text
    assert answer.find_parent("details").summary.text == "Combien cela coûte-t-il ?"
    assert answer.find("a", href="#question-combien-cela-coute-t-il")
    assert asked.get_absolute_url() == f"{ADDRESS}#question-combien-cela-coute-t-il"


def test_its_address_lasts_when_its_words_change(pdc):
    asked = ask()
    asked.question = "À quel prix ?"
    asked.save()
    assert asked.get_absolute_url().endswith("#question-combien-cela-coute-t-il")
    assert ask("Combien cela coûte-t-il !").slug == "combien-cela-coute-t-il-2"
    assert ask("???").slug == "question"


def test_they_stand_by_category_in_the_order_that_staff_gave(pdc, pdc_client):
    first, second = (QuestionCategory.objects.create(name=name, position=n) for n, name in enumerate(["Z", "A"], 50))
    for category, words, position in ((second, "quatre", 1), (first, "deux", 2), (first, "un", 1), (None, "cinq", 0)):
        ask(f"Essai {words}", category=category, position=position)
    page = read(pdc_client)
    places = [page.index(f"<span>Essai {words}") for words in ("un", "deux", "quatre", "cinq")]
    assert places == sorted(places)
    assert "Autres questions" in page
    assert 'href="#categorie-z"' in page and 'id="categorie-z"' in page


def test_what_is_prepared_and_what_is_the_neighbour_s_is_not_read(pdc, pdc_client, casa_client):
    ask("En préparation ?", is_shown=False)
    ask("D’ici ?")
    assert "En préparation" not in read(pdc_client)
    assert "D’ici" in read(pdc_client)
    assert "D’ici" not in read(casa_client)


def test_nothing_yet_is_said(pdc, pdc_client):
    Question.objects.all().delete()
    page = read(pdc_client)
    assert "Aucune question pour l’instant" in page
    assert "Posez votre question" in page


def test_answers_lead_to_pages_and_documents_in_as_many_queries_as_one(pdc, pdc_client):
    def count():
        read(pdc_client)
        with CaptureQueriesContext(connection) as queries:
            read(pdc_client)
        return len(queries)

    page, paper = ContentPage.objects.get(slug="pour-qui"), make_document(pdc)
    answer = f'<p><a linktype="page" id="{page.pk}">Voir</a> <a linktype="document" id="{paper.pk}">Lire</a></p>'
    ask("Où ?", answer=answer)
    shown = BeautifulSoup(read(pdc_client), "html.parser").find(id="question-ou")
    assert [link.get("href") for link in shown.find_all("a")][:2] == [page.url, paper.url]
    before = count()
    for n in range(30):
        ask(f"Où {n} ?", answer=answer, category=QuestionCategory.objects.create(name=f"Catégorie {n}"))
    assert count() == before <= 12
    assert len(BeautifulSoup(read(pdc_client), "html.parser").find_all("a", string="Voir")) == 31


@pytest.mark.parametrize("query", ["?x=%00", "?categorie=1", "?%FF"])
def test_what_stands_after_the_question_mark_changes_nothing(pdc_client, query):
    assert pdc_client.get(ADDRESS + query).status_code == 200


def test_the_footer_leads_there_and_to_the_resources(pdc_client):
    page = pdc_client.get("/").text
    assert f'href="{ADDRESS}"' in page
    assert 'href="/ressources/"' in page


# Staff ------------------------------------------------------------------------------------------------------


def form(question: str, *, ranges=(), entities=None, **more) -> dict:
    """What the editor of Wagtail sends."""
    block = {"key": "a", "text": "Oui.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": list(ranges)}  # fmt: skip
    answer = json.dumps({"blocks": [block], "entityMap": entities or {}})
    return {"question": question, "answer": answer, "category": "", "review_on": "2027-01-31"} | more


@pytest.mark.parametrize(("person", "status"), [("chloe", 200), ("gael", 200), ("iris", 200), ("alice", 302)])
def test_whoever_writes_pages_keeps_them(pdc_client, person, status):
    pdc_client.login_as(person)
    for address in ("/admin/question/", "/admin/question/new/"):
        assert pdc_client.get(address).status_code == status


def test_who_publishes_shows_one_at_once_and_redaction_prepares(pdc, pdc_client):
    GuardedClient(PDC_HOST).login_as("chloe").post("/admin/question/new/", form("Visible ?", is_shown="on"))
    iris = GuardedClient(PDC_HOST).login_as("iris")
    iris.post("/admin/question/new/", form("Préparée ?", is_shown="on"))
    assert "Visible ?" in read(pdc_client)
    assert "Préparée ?" not in read(pdc_client)
    prepared = Question.objects.get(question="Préparée ?")
    assert str(prepared.review_on) == "2027-01-31"
    shown = Question.objects.get(question="Visible ?")
    assert iris.get(f"/admin/question/edit/{prepared.pk}/").status_code == 200
    assert iris.get(f"/admin/question/edit/{shown.pk}/").status_code == 302


def test_an_answer_leads_to_nothing_of_a_neighbour(pdc, casa, pdc_client):
    theirs = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": casa.home_page_id, "url": "/"}}
    link = form("Chez eux ?", ranges=[{"key": 0, "offset": 0, "length": 3}], entities={"0": theirs})
    response = pdc_client.login_as("chloe").post("/admin/question/new/", link)
    assert "n’existe pas dans ce portail" in response.text


def test_the_same_question_is_not_asked_twice(pdc, pdc_client):
    ask()
    response = pdc_client.login_as("chloe").post("/admin/question/new/", form("Combien cela coûte-t-il ?"))
    assert "déjà dans la liste" in response.text


def test_staff_put_them_in_order(pdc, pdc_client):
    Question.objects.all().delete()
    asked = [ask(f"Essai {n}", position=n) for n in range(1, 4)]
    pdc_client.login_as("chloe").post(f"/admin/question/reorder/{asked[0].pk}/?position=2")
    page = read(GuardedClient(PDC_HOST))
    places = [page.index(f"<span>Essai {n}") for n in (2, 3, 1)]
    assert places == sorted(places)


def test_what_is_prepared_waits_for_those_who_publish(pdc, django_assert_num_queries):
    asked = ask("Préparée ?", is_shown=False)
    chloe, bob = member("chloe"), member("bob")
    with django_assert_num_queries(1):
        assert list(waiting_rows(chloe)) == [(TO_PUBLISH, str(asked.pk), "Préparée ?", asked.created_at)]
    assert waiting_rows(bob) is None
