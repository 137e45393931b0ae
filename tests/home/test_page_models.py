"""An editor starts from a model: a draft of known blocks, let out once each of its words to write is written."""

import json

import pytest
from wagtail.models import Page

from home.models import ActionPlanPage, ContentPage, NewsIndexPage
from home.page_models import MODELS, models_below, start_page
from portal.accounts.models import User
from portal.database import context
from portal.pages.checks import TO_WRITE, faults_of
from portal.pages.publication import faults_of_page, keeps_in
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def parent_of(model, tenant):
    return NewsIndexPage.objects.child_of(tenant.home_page).get() if "News" in model.page_type else tenant.home_page


def make(model, tenant, title: str = "Un essai"):
    iris = User.objects.get(email="iris@demo.example")
    return start_page(model, parent_of(model, tenant).specific, title, by=iris)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_a_model_is_refused_until_its_words_are_written_and_faultless_then(model, pdc):
    page = make(model, pdc)
    assert not page.live
    left = TO_WRITE.findall(json.dumps(page.body.get_prep_value(), ensure_ascii=False))
    assert bool(keeps_in(page)) == bool(left or page.lead)
    written = json.loads(json.dumps(page.body.get_prep_value(), ensure_ascii=False).replace("[à écrire", "[écrit"))
    page.body, page.lead = page.body.stream_block.to_python(written), "Une phrase."
    assert faults_of_page(page) == []
    page.body.stream_block.clean(page.body)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_each_word_left_to_write_is_found(model, pdc):
    page = make(model, pdc)
    words = json.dumps(page.body.get_prep_value(), ensure_ascii=False)
    for place in [found.start() for found in TO_WRITE.finditer(words)]:
        before, after = words[:place].replace("[à écrire", "[écrit"), words[place + 1 :].replace("[à écrire", "[écrit")
        body = page.body.stream_block.to_python(json.loads(f"{before}[{after}"))
        assert faults_of(body), words[place : place + 60]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_a_page_of_a_model_is_shown_as_a_valid_page(model, pdc):
    page = make(model, pdc)
    page.get_latest_revision().publish()  # as code may, past the form
    assert GuardedClient(PDC_HOST).get(Page.objects.get(pk=page.pk).get_url()).status_code == 200


def test_the_screen_makes_a_draft_and_opens_the_editor(pdc):
    iris = GuardedClient(PDC_HOST).login_as("iris")
    address = f"/admin/modeles/{pdc.home_page_id}/"
    assert f'href="{address}"' in iris.get(f"/admin/pages/{pdc.home_page_id}/").text
    assert "Présentation d’un dispositif" in iris.get(address).text
    answer = iris.post(address, {"title": "Le bail glissant", "model": "dispositif"})
    page = ContentPage.objects.get(slug="le-bail-glissant")
    assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert (page.live, page.owner.email) == (False, "iris@demo.example")
    assert "[à écrire" in iris.get(answer["Location"]).text


def test_two_pages_of_one_title_have_each_their_address(pdc):
    first, second = make(MODELS[0], pdc), make(MODELS[0], pdc)
    assert (first.slug, second.slug) == ("un-essai", "un-essai-2")


def test_models_are_those_that_fit_the_place(pdc):
    news = NewsIndexPage.objects.child_of(pdc.home_page).get()
    assert {model.page_type for model in models_below(news)} == {"home.NewsPage"}
    assert {model.page_type for model in models_below(pdc.home_page.specific)} == {"home.ContentPage"}
    plan = pdc.home_page.add_child(instance=ActionPlanPage(title="Plan", slug="plan"))
    iris = GuardedClient(PDC_HOST).login_as("iris")
    assert iris.get(f"/admin/modeles/{plan.pk}/").status_code == 404
    assert f"/admin/modeles/{plan.pk}/" not in iris.get(f"/admin/pages/{plan.pk}/").text


@pytest.mark.parametrize(("posted", "field"), [({}, "title"), ({"title": "T", "model": "inconnu"}, "model")])
def test_what_is_missing_is_asked_again(posted, field, pdc):
    pages = Page.objects.count()
    answer = GuardedClient(PDC_HOST).login_as("iris").post(f"/admin/modeles/{pdc.home_page_id}/", posted)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Page.objects.count() == pages


def test_who_may_not_write_here_makes_nothing(pdc, casa):
    address = f"/admin/modeles/{pdc.home_page_id}/"
    assert GuardedClient(PDC_HOST).login_as("bob").get(address).status_code in (302, 403)
    with context.use(pdc.context):
        there = casa.home_page_id
    assert GuardedClient(PDC_HOST).login_as("iris").get(f"/admin/modeles/{there}/").status_code == 404
