"""The back-office of one tenant: its name, its pages at the root, and no screen that makes no sense there."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page

from home.models import ContentPage
from portal.database import context
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

SENSELESS = ["users", "groups", "workflows/list", "workflows/tasks/index", "sites", "redirects", "snippets", "locales"]


def test_it_bears_the_tenant_s_name_and_colours(casa):
    page = GuardedClient(CASA_HOST).login_as("ezra").get("/admin/").text
    assert "Communauté d’agglomération Sophia Antipolis" in page
    assert f"/habillage/couleurs-{casa.version}.css" in page
    assert "Pas-de-Calais" not in page
    assert "Editor Guide" not in page
    assert "guide.wagtail.org" not in page


@pytest.mark.parametrize("person", ["gael", "olga"])
@pytest.mark.parametrize("screen", SENSELESS)
def test_senseless_screens_are_not_there_for_anyone(person, screen):
    assert GuardedClient(PDC_HOST).login_as(person).get(f"/admin/{screen}/").status_code == 404


@pytest.mark.parametrize("person", ["gael", "olga"])
def test_the_menu_leads_to_none_of_them(person):
    page = GuardedClient(PDC_HOST).login_as(person).get("/admin/").text
    for screen in SENSELESS:
        assert f'"/admin/{screen}/"' not in page, screen


@pytest.mark.parametrize("action", ["accounts/user/delete", "accounts/user/assign_role", "pages/portalimage/add_tags"])
def test_no_bulk_action_reaches_accounts_or_tags(action):
    assert GuardedClient(PDC_HOST).login_as("olga").get(f"/admin/bulk/{action}/?id=1").status_code == 404


@pytest.mark.parametrize("person", ["chloe", "olga"])
def test_pages_start_at_the_home_page(pdc, person):
    response = GuardedClient(PDC_HOST).login_as(person).get("/admin/pages/", follow=True)
    assert response.context["parent_page"].pk == pdc.home_page_id


def test_the_operator_leaves_the_roots_where_they_are(pdc):
    olga = GuardedClient(PDC_HOST).login_as("olga")
    for screen in ("", "delete/"):
        address = f"/admin/collections/{pdc.root_collection_id}/{screen}"
        assert olga.post(address, {"name": "Ailleurs"}).status_code == 404, address


@pytest.mark.parametrize("person", ["gael", "olga"])
@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_the_home_page_stays(pdc, person, action):
    client = GuardedClient(PDC_HOST).login_as(person)
    for address in (
        f"/admin/pages/{pdc.home_page_id}/{action}/",
        f"/admin/bulk/wagtailcore/page/{action}/?id={pdc.home_page_id}",
    ):
        page = client.post(address, {"confirm": "yes"}, follow=True)
        assert "ne peut être ni supprimée ni dépubliée" in page.text, address
    assert Page.objects.get(pk=pdc.home_page_id).live


def test_nothing_is_made_beside_the_home_page():
    olga = GuardedClient(PDC_HOST).login_as("olga")
    root = Page.objects.get(depth=1).pk
    for page_type in ("homepage", "contentpage"):
        assert olga.get(f"/admin/pages/add/home/{page_type}/{root}/").status_code in {302, 403, 404}


def test_a_redirect_is_the_tenant_s_own(pdc):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    target = ContentPage.objects.first()
    form = {"old_path": "/ancienne/", "redirect_page": target.pk, "redirect_link": "", "is_permanent": "on"}
    assert gael.post("/admin/redirections/new/", form).status_code == 302
    redirect = Redirect.objects.get()
    assert (redirect.old_path, redirect.site_id) == ("/ancienne", pdc.site_id)
    assert GuardedClient(PDC_HOST).get("/ancienne/")["Location"].endswith(target.get_url())
    assert GuardedClient(CASA_HOST).get("/ancienne/").status_code == 404
    page = gael.post("/admin/redirections/new/", form)
    assert page.status_code == 200
    assert "part déjà de cette adresse" in page.text
    page = gael.post("/admin/redirections/new/", form | {"old_path": "/autre", "redirect_page": ""})
    assert "l’un des deux" in page.text


def test_a_redirect_to_the_neighbour_s_page_is_refused(pdc, casa):
    with context.use(casa.context):
        theirs = ContentPage.objects.first().pk
    form = {"old_path": "/chez-eux", "redirect_page": theirs, "redirect_link": "", "is_permanent": "on"}
    with context.use(pdc.context):
        assert GuardedClient(PDC_HOST).login_as("gael").post("/admin/redirections/new/", form).status_code == 200
        assert not Redirect.objects.exists()


def test_albums_are_made_below_the_tenant_s_own_collection(pdc):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert gael.post("/admin/collections/add/", {"name": "Photos", "parent": pdc.root_collection_id}).status_code == 302
    assert Collection.objects.get(name="Photos").get_parent().pk == pdc.root_collection_id
