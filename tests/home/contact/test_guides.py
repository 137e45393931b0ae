"""What a private owner and a mayor read before they write."""

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks.struct_block import StructBlockValidationError

from home.models import ContactPolicy, ContentPage, HomePage
from home.receivers import make_the_missing_contact_pages
from portal.database import context
from portal.tenancy.models import Tenant
from portal.tenancy.provisioning import provision_tenant
from tests.conftest import CASA_HOST, PDC_HOST

pytestmark = pytest.mark.django_db
GUIDES = [("/proprietaires/", "proprietaire"), ("/maires/", "mairie")]


@pytest.fixture
def fresh(db):
    """A tenant on its first day, without trainings."""
    with context.use(context.PLATFORM):
        home = HomePage(title="Accueil", slug="nouvelle", headline="Nouvelle")
        tenant = provision_tenant(
            slug="nouvelle", name="Commune nouvelle", short_name="Nouvelle", kind="commune",
            hosts=["nouvelle.localhost"], home_page=home,
        )  # fmt: skip
    with context.use(tenant.context):
        yield tenant


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
@pytest.mark.parametrize(("address", "subject"), GUIDES)
def test_each_guide_leads_to_the_form_with_its_subject(visit, host, address, subject):
    page = visit(host).get(address)
    assert page.status_code == 200
    links = [link["href"] for link in BeautifulSoup(page.content, "html.parser").find_all("a", href=True)]
    assert f"/contact/?sujet={subject}" in links
    assert address in visit(host).get("/contact/").text


@pytest.mark.parametrize(("address", "subject"), GUIDES)
def test_a_fresh_tenant_has_both_on_its_first_day(visit, fresh, address, subject):
    page = visit("nouvelle.localhost").get(address)
    assert page.status_code == 200
    assert f"/contact/?sujet={subject}" in page.text


def test_the_mayors_are_sent_to_the_trainings_where_there_are_some(visit, fresh):
    assert "/formations/" in visit(PDC_HOST).get("/maires/").text
    page = BeautifulSoup(visit("nouvelle.localhost").get("/maires/").content, "html.parser")
    assert page.main.find("a", href="/formations/") is None


def test_an_older_tenant_gets_them_once_and_a_deleted_one_does_not_come_back(pdc, pdc_client):
    ContactPolicy.objects.all().delete()
    ContentPage.objects.get(slug="maires").delete()
    ContentPage.objects.filter(slug="proprietaires").update(title="La nôtre")
    with context.use(context.PLATFORM):
        make_the_missing_contact_pages(Tenant)
    assert pdc_client.get("/maires/").status_code == 200
    assert ContentPage.objects.get(slug="proprietaires").title == "La nôtre"
    ContentPage.objects.get(slug="maires").delete()
    with context.use(context.PLATFORM):
        make_the_missing_contact_pages(Tenant)
    assert pdc_client.get("/maires/").status_code == 404
    assert "/maires/" not in pdc_client.get("/contact/").text
    assert ContactPolicy.objects.count() == 1


def test_the_staff_save_a_guide_as_it_is(pdc):
    """A link to the form is a path of this site: the editor takes it."""
    page = ContentPage.objects.get(slug="maires")
    for block in page.body:
        assert block.block.clean(block.value) is not None
    invitation = next(block for block in page.body if block.block_type == "action")
    for wrong in ("//ailleurs.example/", "/\\ailleurs.example/", "javascript:alert(1)", "contact"):
        invitation.value["link"]["url"] = wrong
        with pytest.raises(StructBlockValidationError):
            invitation.block.clean(invitation.value)


def test_a_path_keeps_its_question_mark(pdc):
    body = ContentPage.objects.get(slug="maires").body
    assert [block.value["link"]["url"] for block in body if block.block_type == "action"] == ["/contact/?sujet=mairie"]
