"""A page that moves keeps its readers."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from home.models import ContentPage, HomePage
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(pdc):
    return HomePage.objects.get(pk=pdc.home_page_id)


@pytest.fixture
def page(home):
    page = home.add_child(instance=ContentPage(title="Un", slug="un"))
    page.add_child(instance=ContentPage(title="Dessous", slug="dessous"))
    page.save_revision().publish()
    return ContentPage.objects.get(pk=page.pk)


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def rename(page, slug: str):
        page = ContentPage.objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


def follow(address: str, host: str = PDC_HOST) -> tuple[int, str]:
    """Return how many times one is sent on from an address, and where one ends."""
    client = GuardedClient(host)
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return len(response.redirect_chain), response.request["PATH_INFO"]


def test_a_new_slug_keeps_the_old_address_of_the_page_and_of_those_below(page, rename):
    rename(page, "deux")
    assert follow("/un/") == (1, "/deux/")
    assert follow("/un/dessous/") == (1, "/deux/dessous/")
    assert follow("/un/?utm=x") == (1, "/deux/")


def test_moving_a_page_keeps_its_addresses_too(home, page):
    other = home.add_child(instance=ContentPage(title="Ailleurs", slug="ailleurs"))
    page.move(other, pos="last-child")
    assert follow("/un/") == (1, "/ailleurs/un/")
    assert follow("/un/dessous/") == (1, "/ailleurs/un/dessous/")


def test_moving_again_makes_no_chain(home, page, rename):
    rename(page, "deux")
    rename(page, "trois")
    other = home.add_child(instance=ContentPage(title="Ailleurs", slug="ailleurs"))
    ContentPage.objects.get(pk=page.pk).move(other, pos="last-child")
    for address in ("/un/", "/deux/", "/trois/"):
        assert follow(address) == (1, "/ailleurs/trois/")
        assert follow(f"{address}dessous/") == (1, "/ailleurs/trois/dessous/")


def test_coming_back_makes_no_loop_even_once_the_page_is_unpublished(page, rename):
    rename(page, "deux")
    rename(page, "un")
    assert follow("/deux/") == (1, "/un/")
    assert GuardedClient(PDC_HOST).get("/un/").status_code == 200
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == ["/deux", "/deux/dessous"]
    ContentPage.objects.get(pk=page.pk).unpublish()
    assert GuardedClient(PDC_HOST).get("/un/").status_code == 404


def test_no_browser_keeps_for_ever_where_it_was_sent(page, rename):
    rename(page, "deux")
    response = GuardedClient(PDC_HOST).get("/un/")
    assert response.status_code == 301
    assert response["Cache-Control"] == "no-cache"


def test_only_this_portal_sends_on(page, rename):
    rename(page, "deux")
    assert GuardedClient(CASA_HOST).get("/un/").status_code == 404


def test_another_page_may_take_the_place(home, page, rename):
    rename(page, "deux")
    home.add_child(instance=ContentPage(title="Un autre", slug="un"))
    assert follow("/un/") == (0, "/un/")


def test_a_redirection_that_staff_made_is_never_taken_away(page, pdc, rename):
    Redirect.objects.create(old_path="/deux", redirect_link="https://exemple.fr/", site=pdc.site)
    rename(page, "deux")
    assert Redirect.objects.filter(old_path="/deux", automatically_created=False).exists()


def test_putting_pages_in_another_order_makes_no_redirection(home, page):
    page.move(home, pos="first-child")
    assert not Redirect.objects.exists()
