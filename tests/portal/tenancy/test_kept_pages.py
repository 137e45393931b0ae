"""A page is kept for the next visitor, and stale for no one."""

import pytest
from django.core.cache import cache
from django.db import connection

from home.models import ContentPage
from portal.database import context
from portal.jobs.housekeeping import purge_kept_pages
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant
from portal.territories.models import Platform
from tests.conftest import PDC_HOST, GuardedClient
from tests.e2e.addresses import COMMON, OWN
from tests.kept import is_kept, queries_of, what_refreshes_nothing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]
MOST = 12
FEEDS = ["/agenda/flux.ics", "/agenda/flux.rss", "/actualites/flux.rss", "/actualites/flux.atom", "/sitemap.xml"]
DATED = ["/agenda/", "/agenda/passes/", "/formations/", *FEEDS]
KEPT = [(host, address) for host in OWN for address in ["/", "/le-principe/", "/trouver/?q=Lille", *DATED, *OWN[host]]]


@pytest.mark.parametrize("host", OWN)
def test_a_page_costs_twelve_queries_at_most_then_one(host):
    client = GuardedClient(host)
    client.get("/trouver/")  # menu and map are remembered
    for address in [*COMMON, *DATED, *OWN[host]]:
        assert queries_of(client, address) <= MOST, address
        if is_kept(client, address):
            assert queries_of(client, address) == 1, address


@pytest.mark.parametrize("address", [*DATED, *COMMON[:1]])
def test_what_has_a_date_is_kept_too_and_not_sent_again(pdc_client, address):
    etag = pdc_client.get(address)["ETag"]
    assert queries_of(pdc_client, address) == 1
    cache.clear()
    for _ in range(2):  # found on the shared shelf, then in memory
        again = pdc_client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


def test_who_asks_whether_theirs_is_still_right_has_it_kept_for_others(pdc, pdc_client):
    etag = pdc_client.get("/agenda/flux.ics")["ETag"]
    refresh(pdc.pk)
    assert pdc_client.get("/agenda/flux.ics", headers={"If-None-Match": etag}).status_code == 304
    assert queries_of(pdc_client, "/agenda/flux.ics") == 1


def test_another_process_finds_it_on_the_shared_shelf(pdc_client):
    pdc_client.get("/")
    cache.clear()  # another process has a memory of its own
    assert queries_of(pdc_client, "/") == 2


def test_a_change_shows_at_once(pdc, pdc_client):
    platform = Platform.objects.get(slug="lens-henin")
    before = pdc_client.get("/plateformes/lens-henin/")
    platform.phone = "03 00 00 00 00"
    platform.save()
    after = pdc_client.get("/plateformes/lens-henin/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "03 00 00 00 00".replace(" ", "\N{NO-BREAK SPACE}") in after.text.replace("&nbsp;", "\N{NO-BREAK SPACE}")


def test_what_a_browser_has_is_not_sent_again(pdc_client):
    page = pdc_client.get("/")
    again = pdc_client.get("/", headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert page["Cache-Control"] == "no-cache"


def test_a_member_is_not_shown_the_visitors_page_nor_the_other_way_round(pdc_client):
    pdc_client.get("/")
    member = GuardedClient(PDC_HOST).login_as("diane")
    assert "Ouvrir mon espace" in member.get("/").text
    assert "Ouvrir mon espace" not in GuardedClient(PDC_HOST).get("/").text


def test_a_page_that_is_closed_is_gone_for_visitors_at_once(pdc, pdc_client):
    page = ContentPage.objects.get(slug="le-principe")
    assert pdc_client.get("/le-principe/").status_code == 200
    show_to(page, Audience.objects.create(reach=Audience.Reach.PROFESSIONALS))
    assert pdc_client.get("/le-principe/").status_code == 302


def test_each_tenant_has_its_own(pdc_client, casa_client):
    assert pdc_client.get("/").content != casa_client.get("/").content
    assert "Sophia" in casa_client.get("/").text


def test_a_closed_portal_answers_nothing_that_was_kept(pdc, pdc_client):
    pdc_client.get("/")
    Tenant.objects.filter(pk=pdc.pk).update(state=Tenant.State.MAINTENANCE)
    assert pdc_client.get("/").status_code == 503


def test_a_form_to_post_is_each_visitor_s_own(pdc_client):
    assert not is_kept(pdc_client, "/contact/")


def test_what_is_over_is_erased(pdc, pdc_client):
    pdc_client.get("/")
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("UPDATE tenancy_keptpage SET expires = now() - interval '1 second'")
        purge_kept_pages()
        cursor.execute("SELECT count(*) FROM tenancy_keptpage")
        assert cursor.fetchone() == (0,)


def test_a_question_is_not_put_on_the_shared_shelf(pdc_client):
    pdc_client.get("/trouver/?q=Lens")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenancy_keptpage")
        assert cursor.fetchone() == (0,)


def test_the_shared_shelf_has_a_wall(pdc, casa, pdc_client):
    pdc_client.get("/")
    with connection.cursor() as cursor:  # asks as the last of the two: Sophia Antipolis
        cursor.execute("SELECT count(*) FROM tenancy_keptpage")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(("host", "address"), KEPT)
def test_what_a_kept_page_shows_refreshes_it_when_it_changes(host, address):
    assert not what_refreshes_nothing(GuardedClient(host), address)
