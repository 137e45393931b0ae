"""One process serves all tenants in turn: nothing that it keeps for one is given to another."""

import pytest
from wagtail.models import Page, Site

from home.models import ContentPage
from portal.database import context
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/plateformes/", "/services/", "/api/plateformes/", "/contact/", "/trouver/?q=Lens"]


def test_a_then_b_then_a_again_answers_the_same(pdc_client, casa_client):
    first = [pdc_client.get(address).content for address in ADDRESSES[:4]]
    other = [casa_client.get(address).content for address in ADDRESSES[:4]]
    again = [pdc_client.get(address).content for address in ADDRESSES[:4]]
    assert again == first
    assert not set(first) & set(other)


def test_a_page_s_address_is_right_on_each_host_whoever_asked_first(pdc, casa):
    """Wagtail keeps the roots of the sites it saw: kept for one tenant, another's pages would have no address."""
    for tenant in (pdc, casa, pdc):
        with context.use(tenant.context):
            page = ContentPage.objects.live().first()
            assert page.url == page.relative_url(tenant.site)
            assert page.full_url.startswith(f"http://{tenant.site.hostname}")
            assert [site.pk for site in Site.objects.all()] == [tenant.site_id]


def test_a_queryset_made_for_one_tenant_shows_another_its_own(pdc, casa):
    with context.use(pdc.context):
        platforms, pages = Platform.objects.all(), Page.objects.all()
        seen = {p.pk for p in platforms}, {p.pk for p in pages if p.depth > 1}
    with context.use(casa.context):
        assert not {p.pk for p in platforms.all()} & seen[0]
        assert not {p.pk for p in pages.all() if p.depth > 1} & seen[1]
        assert platforms.all().exists()
        assert pages.all().filter(depth__gt=1).exists()


def test_a_back_office_form_first_opened_by_one_tenant_offers_another_its_own_choices():
    gael = GuardedClient(PDC_HOST).login_as("gael")
    ezra = GuardedClient(CASA_HOST).login_as("ezra")
    for address in ("/admin/services/new/", "/admin/coveragerule/", "/admin/reports/workflow/", "/admin/images/"):
        mine, theirs = gael.get(address), ezra.get(address)
        assert mine.status_code == theirs.status_code == 200
        assert "Lens-Hénin" not in theirs.content.decode()
        assert gael.get(address).status_code == 200
    assert "Lens-Hénin" in gael.get("/admin/services/new/").content.decode()


def test_fanny_who_is_in_both_sees_on_each_host_what_is_there():
    pages = {}
    for host in (PDC_HOST, CASA_HOST, PDC_HOST):
        fanny = GuardedClient(host).login_as("fanny")
        names = {platform["name"] for platform in fanny.get("/api/plateformes/").json()["platforms"]}
        assert pages.setdefault(host, names) == names
    assert not pages[PDC_HOST] & pages[CASA_HOST]
