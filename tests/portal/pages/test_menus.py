"""The menu and the foot follow the page tree, at once, and hold what one may read."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.models import ContentPage
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from portal.pages.menus import menus_of
from portal.tenancy.models import Membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def put(parent: Page, title: str, **fields) -> ContentPage:
    page = ContentPage(title=title, slug=title.lower().replace(" ", "-"), **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return page


def keep_for(page: Page, reach: str = "professionnels", **chosen) -> Audience:
    audience = Audience.objects.create(reach=reach, **chosen)
    show_to(page, audience)
    return audience


def nav(host: str, name: str, person: str | None = None) -> list[str]:
    client = GuardedClient(host)
    page = (client.login_as(person) if person else client).get("/").text
    found = BeautifulSoup(page, "html.parser").find("nav", attrs={"aria-label": name})
    return [link.get_text(strip=True) for link in found.find_all("a")] if found else []


def foot(host: str = PDC_HOST, person: str | None = None) -> list[str]:
    return nav(host, "Pied de page", person)


def member(first_name: str) -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example", tenant__slug="pas-de-calais")


def test_the_foot_holds_the_pages_that_ask_for_it_each_with_its_own(pdc):
    before = foot()
    parent = put(pdc.home_page, "Ressources", show_in_footer=True)
    put(parent, "Textes", show_in_footer=True)
    put(parent, "Ailleurs")
    put(pdc.home_page, "Sans pied")
    assert foot() == [*before, "Ressources", "Textes"]


def test_a_page_below_one_that_is_not_in_the_foot_is_not_there_either(pdc):
    parent = put(pdc.home_page, "Ressources")
    put(parent, "Textes", show_in_footer=True)
    assert "Textes" not in foot()


def test_a_draft_and_a_page_below_a_draft_are_not_there(pdc):
    parent = put(pdc.home_page, "Ressources", show_in_footer=True)
    put(parent, "Textes", show_in_footer=True)
    parent.unpublish()
    assert not {"Ressources", "Textes"} & set(foot())


def test_the_neighbour_has_a_foot_of_its_own(pdc, casa):
    assert foot(PDC_HOST) == ["Pour qui", "Comment ça marche"]
    assert foot(CASA_HOST)[:2] == ["Le plan d’action", "Comité inter-bailleurs"]
    assert not set(foot(PDC_HOST)) & set(foot(CASA_HOST))


def test_a_tenant_that_asks_for_nothing_has_no_empty_foot(pdc):
    for page in ContentPage.objects.descendant_of(pdc.home_page):
        page.show_in_footer = False
        page.save_revision().publish()
    assert "Pied de page" not in GuardedClient(PDC_HOST).get("/").text


def test_pages_moved_in_the_explorer_move_in_menu_and_foot_at_once(pdc):
    menu = nav(PDC_HOST, "Principale")
    comment = ContentPage.objects.child_of(pdc.home_page).get(slug="comment")
    place = [page.pk for page in pdc.home_page.get_children()].index(
        ContentPage.objects.child_of(pdc.home_page).get(slug="le-principe").pk
    )
    chloe = GuardedClient(PDC_HOST).login_as("chloe")
    moved = chloe.post(f"/admin/pages/{comment.pk}/set_position/?position={place}")
    assert moved.status_code == 200
    assert foot() == ["Comment ça marche", "Pour qui"]
    assert nav(PDC_HOST, "Principale") == sorted(menu, key=lambda title: title != "Comment ça marche")


def test_a_page_deleted_renamed_or_unticked_leaves_at_once(pdc):
    page = put(pdc.home_page, "Passagère", show_in_footer=True, show_in_menus=True)
    assert "Passagère" in foot()
    page.title = "Durable"
    page.save_revision().publish()
    assert "Durable" in foot()
    Page.objects.get(pk=page.pk).delete()
    assert "Durable" not in [*foot(), *nav(PDC_HOST, "Principale")]


def test_members_find_what_is_for_them_and_nobody_else_does(pdc):
    all_members = put(pdc.home_page, "Tous", show_in_footer=True, show_in_menus=True)
    put(all_members, "Dessous", show_in_footer=True)
    keep_for(all_members)
    some = put(pdc.home_page, "Bailleurs", show_in_footer=True, show_in_menus=True)
    keep_for(some, "choisis", kinds=["bailleur"])
    asked = {"Tous", "Dessous", "Bailleurs"}
    seen = {person: asked & set(foot(person=person)) for person in (None, "ezra", "diane", "bob")}
    assert seen == {None: set(), "ezra": set(), "diane": {"Tous", "Dessous"}, "bob": asked}
    assert "Bailleurs" in nav(PDC_HOST, "Principale", "bob")
    assert "Bailleurs" not in nav(PDC_HOST, "Principale", "diane")


def test_somebody_named_and_somebody_of_a_circle(pdc):
    page = put(pdc.home_page, "Nommée", show_in_footer=True)
    audience = keep_for(page, "choisis")
    audience.people.add(member("diane"))
    assert "Nommée" in foot(person="diane")
    assert "Nommée" not in foot(person="bob")


def test_a_page_that_says_nothing_of_whom_it_is_for_is_for_nobody(pdc):
    page = put(pdc.home_page, "Fermée", show_in_footer=True)
    page.view_restrictions.create(restriction_type="login")
    page.save_revision().publish()
    assert "Fermée" not in foot(person="bob")


def count(tenant, person) -> int:
    with CaptureQueriesContext(connection) as queries:
        menus_of(tenant, person)
    return len(queries)


def test_one_query_for_both_then_none_and_one_for_a_chosen_few(pdc):
    tenant, bob = pdc, member("bob")
    tenant.site.root_page.pk  # noqa: B018 (a request has it already)
    assert [count(tenant, None), count(tenant, None), count(tenant, bob)] == [1, 0, 0]
    for number in range(30):
        page = put(pdc.home_page, f"P{number}", show_in_footer=True, show_in_menus=True)
        keep_for(page, *(("choisis",) if number % 2 else ()))
    tenant.refresh_from_db()
    tenant.site.root_page.pk  # noqa: B018
    assert [count(tenant, None), count(tenant, None), count(tenant, bob)] == [1, 0, 1]
