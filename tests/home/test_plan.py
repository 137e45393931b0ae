"""« Plan du site »: the pages the reader may see, as nested lists, and the addresses that are no pages."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import ContentPage, HomePage, NewsPage
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
ADDRESS = "/plan-du-site/"


def plan(client: GuardedClient):
    return BeautifulSoup(client.get(ADDRESS).text, "html.parser").main


def links(client: GuardedClient) -> list[str]:
    return [link["href"] for link in plan(client).find_all("a")]


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_each_link_opens_for_a_visitor_and_is_there_once(host):
    found = [address for address in links(GuardedClient(host)) if address.startswith("/")]
    in_lists = [link["href"] for link in plan(GuardedClient(host)).find(class_="prose").find_all("a")]
    assert len(in_lists) == len(set(in_lists))
    for address in found:
        assert GuardedClient(host).get(address).status_code == 200, address


def test_a_page_stands_below_the_one_above_it_three_levels_deep(pdc):
    home = HomePage.objects.get(pk=pdc.home_page_id)
    one = home.add_child(instance=ContentPage(title="Un", slug="un"))
    two = one.add_child(instance=ContentPage(title="Deux", slug="deux"))
    three = two.add_child(instance=ContentPage(title="Trois", slug="trois"))
    three.add_child(instance=ContentPage(title="Quatre", slug="quatre"))
    main = plan(GuardedClient(PDC_HOST))
    item = main.find("a", href="/un/").parent
    assert [link["href"] for link in item.find_all("a")] == ["/un/", "/un/deux/", "/un/deux/trois/"]
    assert item.find("a", href="/un/deux/").find_parent("ul") is item.find("ul")


def test_the_news_are_one_line_not_a_hundred(pdc):
    assert NewsPage.objects.live().exists()
    assert "/actualites/" in links(GuardedClient(PDC_HOST))
    assert not [address for address in links(GuardedClient(PDC_HOST)) if address.startswith("/actualites/a")]


def test_a_page_for_members_is_in_theirs_alone(pdc):
    page = HomePage.objects.get(pk=pdc.home_page_id).add_child(instance=ContentPage(title="Entre nous", slug="nous"))
    page.add_child(instance=ContentPage(title="Dessous", slug="dessous"))
    show_to(page, Audience.objects.create(reach=Audience.Reach.PROFESSIONALS))
    assert "/nous/" not in links(GuardedClient(PDC_HOST))
    assert "/nous/dessous/" not in links(GuardedClient(PDC_HOST))
    assert "/nous/" in links(GuardedClient(PDC_HOST).login_as("bob"))


def test_a_page_below_one_that_is_not_published_is_shown_beside_it(pdc):
    home = HomePage.objects.get(pk=pdc.home_page_id)
    hidden = home.add_child(instance=ContentPage(title="Caché", slug="cache"))
    hidden.add_child(instance=ContentPage(title="Visible", slug="visible"))
    hidden.refresh_from_db()
    hidden.unpublish()
    found = links(GuardedClient(PDC_HOST))
    assert "/cache/" not in found
    assert "/cache/visible/" in found


def test_nothing_of_the_neighbour_is_in_it(casa):
    assert "/plan-d-action/" in links(GuardedClient(CASA_HOST))
    assert "/plan-d-action/" not in links(GuardedClient(PDC_HOST))


def test_each_page_links_to_it_in_its_foot():
    page = BeautifulSoup(GuardedClient(PDC_HOST).get("/contact/").text, "html.parser")
    assert page.footer.find("a", href=ADDRESS).text == "Plan du site"


def test_it_takes_six_queries_whatever_the_size_of_the_tree(pdc):
    client = GuardedClient(PDC_HOST)

    def cost() -> int:
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        return len(queries)

    before = cost()
    home = HomePage.objects.get(pk=pdc.home_page_id)
    for number in range(30):
        page = home.add_child(instance=ContentPage(title=f"P{number}", slug=f"p{number}"))
        page.add_child(instance=ContentPage(title="Dessous", slug="dessous"))
    assert cost() == before <= 6
