"""Pages for members: seen by those they are for, absent for others from menus, lists and addresses."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.models import ActionPage, ContentPage, NewsIndexPage, NewsPage
from portal.organisations.models import Audience
from portal.pages.audiences import audience_of, show_to, show_to_everyone, visible_to
from portal.tenancy.models import Membership
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def member(first_name: str) -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example", tenant__slug="pas-de-calais")


@pytest.fixture
def page(pdc) -> ContentPage:
    made = pdc.home_page.add_child(instance=ContentPage(title="Pour les membres", slug="membres", show_in_menus=True))
    made.add_child(instance=ContentPage(title="Dessous", slug="dessous"))
    return made


def keep_for(page: Page, reach: str = "professionnels", **chosen) -> Audience:
    audience = Audience.objects.create(reach=reach, kinds=chosen.get("kinds", []))
    show_to(page, audience)
    return audience


def status(person: str | None, address: str) -> int:
    client = GuardedClient(PDC_HOST)
    return (client.login_as(person) if person else client).get(address).status_code


def test_a_page_of_professionals(page):
    keep_for(page)
    for address in ("/membres/", "/membres/dessous/"):
        assert [status(person, address) for person in (None, "bob", "alice")] == [302, 200, 200]
    assert status("ezra", "/membres/") == 302  # the neighbour's coordinator is a visitor here


def test_a_page_of_landlords_is_not_there_for_others(page):
    keep_for(page, "choisis", kinds=["bailleur"])
    assert [status(person, "/membres/") for person in (None, "bob", "diane", "gael")] == [302, 200, 404, 404]


def test_both_restrictions_count_for_a_page_below(page):
    keep_for(page)
    keep_for(page.get_children().get(), "choisis", kinds=["bailleur"])
    assert [status(person, "/membres/dessous/") for person in ("bob", "diane")] == [200, 404]
    keep_for(page, "choisis", kinds=["ccas"])
    assert status("bob", "/membres/dessous/") == 404


def test_menu_and_lists_hold_what_one_may_read(page):
    def menu(person: str | None) -> str:
        client = GuardedClient(PDC_HOST)
        home = (client.login_as(person) if person else client).get("/").text
        return home.partition('id="menu"')[2].partition("</nav>")[0]

    assert "Pour les membres" in menu(None)
    keep_for(page, "choisis", kinds=["bailleur"])
    assert "Pour les membres" in menu("bob")
    assert [("Pour les membres" in menu(person)) for person in (None, "diane")] == [False, False]
    keep_for(page.get_children().get(), "choisis", kinds=["bailleur", "ccas"])
    below = GuardedClient(PDC_HOST).login_as("bob").get("/membres/").text
    assert "Dessous" in below


def test_wagtail_s_own_public_pages_leave_it_out(page):
    keep_for(page)
    public = Page.objects.live().public().values_list("slug", flat=True)
    assert not {"membres", "dessous"} & set(public)


def test_one_word_for_any_list(page):
    keep_for(page, "choisis", kinds=["bailleur"])
    pages = Page.objects.filter(slug__in=["membres", "dessous", "le-principe"])
    seen = {who: set(visible_to(pages, m).values_list("slug", flat=True)) for who, m in {
        "visitor": None, "bob": member("bob"), "diane": member("diane")}.items()}  # fmt: skip
    assert seen["visitor"] == seen["diane"] == {"le-principe"}
    assert seen["bob"] == {"membres", "dessous", "le-principe"}


def test_opened_again_to_everyone(page):
    audience = keep_for(page)
    show_to_everyone(page)
    assert status(None, "/membres/") == 200
    assert not Audience.objects.filter(pk=audience.pk).exists()


def test_the_number_of_queries_does_not_grow_with_the_restrictions(page):
    client = GuardedClient(PDC_HOST).login_as("bob")

    def count() -> int:
        client.get("/le-principe/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/le-principe/")
        return len(queries)

    keep_for(page)
    before = count()
    for number in range(20):
        keep_for(page.add_child(instance=ContentPage(title=f"P{number}", slug=f"p{number}")))
    assert count() == before


# The dialog of the back-office ----------------------------------------------------------------------------


def dialog(client, page) -> str:
    return json.loads(client.get(f"/admin/pages/{page.pk}/privacy/").content)["html"]


def test_the_dialog_says_who_and_changes_it(page, pdc_client):
    pdc_client.login_as("chloe")
    assert "tous les professionnels" in dialog(pdc_client, page)
    assert "mot de passe" not in dialog(pdc_client, page)
    chosen = {"audience-reach": "choisis", "audience-kinds": ["bailleur"]}
    done = json.loads(pdc_client.post(f"/admin/pages/{page.pk}/privacy/", chosen).content)
    assert done == {"step": "set_privacy_done", "is_public": False}
    assert audience_of(page).kinds == ["bailleur"]
    assert "« Pour les membres », au-dessus" in dialog(pdc_client, page.get_children().get()).replace("\xa0", " ")
    pdc_client.post(f"/admin/pages/{page.pk}/privacy/", {"audience-reach": "public"})
    assert audience_of(page) is None


def test_people_are_chosen_by_their_name_and_not_among_a_thousand_boxes(page, pdc_client):
    pdc_client.login_as("chloe")
    assert "Diane" not in dialog(pdc_client, page)
    typed = {"audience-reach": "choisis", "audience-names": "diane"}
    proposed = json.loads(pdc_client.post(f"/admin/pages/{page.pk}/privacy/", typed).content)["html"]
    assert "Diane (exemple)" in proposed
    assert audience_of(page) is None
    pdc_client.post(f"/admin/pages/{page.pk}/privacy/", typed | {"audience-names": "Diane (exemple)"})
    assert [each.user.first_name for each in audience_of(page).people.all()] == ["Diane"]


def test_a_choice_of_nobody_is_refused_and_changes_nothing(page, pdc_client):
    answer = pdc_client.login_as("chloe").post(f"/admin/pages/{page.pk}/privacy/", {"audience-reach": "choisis"})
    assert "au moins une nature" in json.loads(answer.content)["html"].replace("\xa0", " ")
    assert audience_of(page) is None


def test_who_may_not_publish_may_not_choose(page, pdc_client):
    assert pdc_client.login_as("iris").get(f"/admin/pages/{page.pk}/privacy/").status_code in (302, 403)


def test_the_front_page_stays_open(pdc, pdc_client):
    assert "Enregistrer" not in dialog(pdc_client.login_as("chloe"), pdc.home_page)


def test_a_copy_is_for_the_same(page, pdc_client):
    keep_for(page, "choisis", kinds=["bailleur"])
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk, "publish_copies": "on"}
    pdc_client.login_as("chloe").post(f"/admin/pages/{page.pk}/copy/", form)
    assert audience_of(Page.objects.get(slug="copie")).kinds == ["bailleur"]
    assert status(None, "/copie/") == 302


# News -----------------------------------------------------------------------------------------------------


@pytest.fixture
def news(pdc) -> list[NewsPage]:
    index = NewsIndexPage.objects.child_of(pdc.home_page).first()
    made = [index.add_child(instance=NewsPage(title=f"Nouvelle {n}", slug=f"nouvelle-{n}")) for n in (1, 2)]
    keep_for(made[1], "choisis", kinds=["bailleur"])
    return made


def test_each_reader_finds_the_news_that_are_for_them(news, pdc_client):
    assert "Nouvelle 2" not in pdc_client.get("/actualites/").text
    page = pdc_client.login_as("bob").get("/actualites/").text
    assert "Nouvelle 1" in page
    assert "Nouvelle 2" in page


def test_a_bad_page_number_is_a_clean_page(news, pdc_client):
    for query in ("?page=x", "?page=999", "?page=-1", "?page="):
        assert pdc_client.get(f"/actualites/{query}").status_code == 200


def test_what_an_action_means_for_those_it_is_for(casa, casa_client):
    action = ActionPage.objects.first()
    child = action.add_child(instance=ContentPage(title="Mode d’emploi du comité", slug="mode-d-emploi"))
    keep_for(child)
    assert "Mode d’emploi" not in casa_client.get(action.get_url()).text
    assert "Mode d’emploi" in casa_client.login_as("ezra").get(action.get_url()).text
