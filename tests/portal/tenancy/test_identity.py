"""The administrator chooses the tenant's colours and its general contact; nobody else does."""

import pytest

from portal.tenancy.identity import COLOURS
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/identite/"


def form_of(tenant, **changes) -> dict:
    fields = {name: getattr(tenant, name) for name in COLOURS}
    return fields | {"contact_name": "Service habitat", "contact_phone": "", "contact_email": ""} | changes


def test_new_colours_show_at_once_on_the_site(pdc):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert gael.get(ADDRESS).status_code == 200
    assert gael.post(ADDRESS, form_of(pdc, brand="#7a1f4b"))["Location"] == ADDRESS
    before = pdc.version
    pdc.refresh_from_db()
    assert pdc.version > before
    assert "--brand:#7a1f4b" in gael.get(f"/habillage/couleurs-{pdc.version}.css").text
    assert f"couleurs-{pdc.version}.css" in gael.get("/").text
    assert pdc.contact_name == "Service habitat"


def test_colours_that_cannot_be_read_together_are_refused_beside_their_field(pdc):
    page = GuardedClient(PDC_HOST).login_as("gael").post(ADDRESS, form_of(pdc, brand="#ffee00"))
    assert page.status_code == 200
    assert "il en faut" in page.text
    pdc.refresh_from_db()
    assert pdc.brand != "#ffee00"


@pytest.mark.parametrize("person", ["alice", "chloe", "iris"])
def test_other_staff_neither_see_nor_open_it(person):
    client = GuardedClient(PDC_HOST).login_as(person)
    assert client.get(ADDRESS).status_code in {302, 403}
    assert ADDRESS not in client.get("/admin/").text


def test_each_host_edits_its_own_tenant(pdc, casa):
    olga = GuardedClient(CASA_HOST).login_as("olga")
    olga.post(ADDRESS, form_of(casa, contact_name="Ici"))
    casa.refresh_from_db()
    assert casa.contact_name == "Ici"
