"""A page is kept for the next visitor, and stale for no one."""

import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import ContentPage
from portal.database import context
from portal.jobs.housekeeping import purge_kept_pages
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from portal.tenancy.models import Tenant
from portal.tenancy.scoping import TenantModel
from portal.territories.models import Platform
from tests.conftest import PDC_HOST, GuardedClient
from tests.e2e.addresses import COMMON, OWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]
MOST = 12
KEPT = [(host, address) for host in OWN for address in ["/", "/le-principe/", "/trouver/?q=Lille", *OWN[host]]]


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    # A test stands in a transaction: what begins one on a server, and asks nothing, is a savepoint here.
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def _is_kept(client, address) -> bool:
    return "ETag" in client.get(address).headers


@pytest.mark.parametrize("host", OWN)
def test_a_page_costs_twelve_queries_at_most_then_one(host):
    client = GuardedClient(host)
    client.get("/trouver/")  # menu and map are remembered
    for address in [*COMMON, *OWN[host]]:
        assert _queries(client, address) <= MOST, address
        if _is_kept(client, address):
            assert _queries(client, address) == 1, address


def test_another_process_finds_it_on_the_shared_shelf(pdc_client):
    pdc_client.get("/")
    cache.clear()  # another process has a memory of its own
    assert _queries(pdc_client, "/") == 2


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
    assert not _is_kept(pdc_client, "/contact/")


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


REFRESHED = {
    # tables of no model of ours whose every change raises the version (portal.tenancy.signals)
    "wagtailcore_page", "wagtailcore_pageviewrestriction",
}  # fmt: skip
THE_SAME = {
    # what the tenant itself is, read anew at each request; Django's and Wagtail's own words
    "tenancy_tenant", "tenancy_tenantdomain", "wagtailcore_site", "wagtailcore_locale", "django_content_type",
    # the nation's geography: its import refreshes every tenant
    "territories_commune", "territories_intercommunality", "territories_departement", "territories_placename",
    "territories_cedex",
    "tenancy_keptpage",
}  # fmt: skip


def _owner(model):
    """Return the model whose many-to-many field this one stands for, or itself."""
    return model._meta.auto_created or model


def _refreshing() -> set[str]:
    own = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if issubclass(_owner(model), TenantModel) and _owner(model).is_shown_to_the_public
    }
    page_types = {model._meta.db_table for model in apps.get_models() if hasattr(model, "url_path")}
    return own | page_types | REFRESHED | THE_SAME


@pytest.mark.parametrize(("host", "address"), KEPT)
def test_what_a_kept_page_shows_refreshes_it_when_it_changes(host, address):
    client = GuardedClient(host)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if "ETag" in response.headers:
        asked = " ".join(query["sql"] for query in queries)
        assert set(re.findall(r'(?:FROM|JOIN) "(\w+)"', asked)) <= _refreshing()
