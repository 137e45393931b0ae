"""Wagtail's screens of pages and links answer a body that lacks something with their form, never with an error."""

import json

import pytest
from wagtail.models import Page

from home.models import ContentPage
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

EXTERNAL_LINK = "/admin/choose-external-link/"


@pytest.fixture
def gael(pdc):
    return GuardedClient(PDC_HOST).login_as("gael")


@pytest.fixture
def page(pdc):
    return ContentPage.objects.live().order_by("path").first()


@pytest.mark.parametrize("place", [None, "", "999999", "ici", "\0"])
def test_a_copy_to_a_place_that_is_not_there_is_asked_again(gael, page, place):
    pages = Page.objects.count()
    words = {"new_title": "Mon titre à garder", "new_slug": "mon-titre"}
    answer = gael.post(f"/admin/pages/{page.pk}/copy/", words | ({} if place is None else {"new_parent_page": place}))
    assert answer.status_code == 200
    assert answer.context["form"].errors["new_parent_page"]
    assert "Mon titre à garder" in answer.text
    assert Page.objects.count() == pages


def test_a_copy_to_a_place_that_is_there_is_made(gael, page, pdc):
    words = {"new_title": "Une copie", "new_slug": "une-copie", "new_parent_page": pdc.home_page_id}
    assert gael.post(f"/admin/pages/{page.pk}/copy/", words).status_code == 302
    assert page.get_parent().get_children().filter(slug="une-copie").exists()


@pytest.mark.parametrize("body", [{}, {"external-link-chooser-url": ""}, {"external-link-chooser-url": "pas une"}])
def test_an_external_link_without_an_address_is_asked_again(gael, body):
    answer = json.loads(gael.post(EXTERNAL_LINK, body).content)
    assert answer["step"] == "external_link"
    assert "error-message" in answer["html"]


def test_an_external_link_with_an_address_is_taken(gael):
    body = {"external-link-chooser-url": "https://exemple.test/aide", "external-link-chooser-link_text": "Aide"}
    answer = json.loads(gael.post(EXTERNAL_LINK, body).content)
    assert answer["result"] | {"url": "https://exemple.test/aide", "title": "Aide"} == answer["result"]


@pytest.mark.parametrize("chosen", ["999999", "ici", "\0"])
@pytest.mark.parametrize(
    ("form", "field"),
    [("redirections", "redirect_page"), ("coverageexception", "commune"), ("coveragerule", "intercommunality")],
)
def test_a_choice_of_what_is_no_key_is_asked_again(gael, form, field, chosen):
    answer = gael.post(f"/admin/{form}/new/", {field: chosen})
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
