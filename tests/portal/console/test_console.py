"""The operator's console: for operators alone, on the operator's host alone."""

import pytest
from django.core import mail

from portal.accounts.models import User
from portal.database import context
from portal.demo.people import PASSWORD
from portal.tenancy.models import Tenant, TenantDomain
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.isolation.sweep.addresses import addresses_of

pytestmark = pytest.mark.django_db

SCREENS = [
    "collectivites/", "collectivites/nouvelle/", "collectivites/casa/", "collectivites/casa/supprimer/", "imports/",
    "suppressions/", "sante/", "comptes/",
]  # fmt: skip
ARGUMENTS = {"slug": "casa", "pk": 1}
ADDRESSES = [
    address.url(ARGUMENTS)
    for address in addresses_of("portal.console.urls")
    if address.format.startswith("console/") and address.name != "console"  # which leads to the list, whoever asks
]


@pytest.fixture
def olga(db):
    return GuardedClient("localhost").login_as("olga")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_visitor_signs_in_and_a_tenant_s_administrator_is_refused(screen):
    assert GuardedClient("localhost").get(f"/console/{screen}")["Location"].startswith("/compte/connexion/")
    assert GuardedClient("localhost").login_as("gael").get(f"/console/{screen}").status_code == 403
    assert GuardedClient(PDC_HOST).login_as("olga").get(f"/console/{screen}").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_of_the_console_is_open_to_anyone_else(address, method):
    def status(host, person=None):
        client = GuardedClient(host)
        return getattr(client.login_as(person) if person else client, method)(address).status_code

    assert status("localhost") == 302
    assert [status("localhost", person) for person in ("gael", "bob", "ezra")] == [403, 403, 403]
    assert [status(PDC_HOST, person) for person in (None, "olga", "gael")] == [404, 404, 404]


@pytest.mark.parametrize("action", ["collectivites/casa/hotes/", "comptes/1/"])
def test_nothing_changes_for_a_tenant_s_administrator(action):
    assert GuardedClient("localhost").login_as("gael").post(f"/console/{action}", {"host": "x.fr"}).status_code == 403


def test_an_operator_signs_in_there_and_lands_in_the_console():
    client = GuardedClient("localhost")
    answer = client.post("/compte/connexion/", {"login": "olga@demo.example", "password": PASSWORD})
    assert answer["Location"] == "/console/"
    page = client.get("/console/", follow=True)
    assert "Collectivités" in page.text
    assert client.get("/compte/mot-de-passe/oublie/").status_code == 200


def test_the_list_says_what_each_uses(olga):
    page = olga.get("/console/collectivites/").text
    assert "Département du Pas-de-Calais" in page
    assert "http://casa.localhost" in page


def test_the_list_has_a_flat_number_of_queries(olga, django_assert_max_num_queries):
    olga.get("/console/collectivites/")
    with django_assert_max_num_queries(12):
        olga.get("/console/collectivites/")


def test_a_portal_is_opened_by_the_form(olga):
    form = {
        "name": "Département du Finistère", "short_name": "Finistère", "kind": "departement",
        "host": "Finistere.localhost", "departement": "29", "administrator": "nora@finistere.example",
    }  # fmt: skip
    page = olga.post("/console/collectivites/nouvelle/", form, follow=True)
    assert "L’invitation est partie" in page.text
    assert [letter.to for letter in mail.outbox] == [["nora@finistere.example"]]
    assert GuardedClient("finistere.localhost").get("/").status_code == 200


def test_what_is_missing_is_said_beside_its_field(olga):
    page = olga.post("/console/collectivites/nouvelle/", {"host": CASA_HOST})
    assert page.status_code == 200
    assert "l’un des deux" in page.text
    form = {"name": "X", "short_name": "X", "kind": "autre", "administrator": "a@b.fr", "departement": "29"}
    assert "Sophia Antipolis" in olga.post("/console/collectivites/nouvelle/", form | {"host": CASA_HOST}).text


def test_a_portal_is_closed_for_maintenance_and_opened_again(olga):
    form = {"name": "CASA", "short_name": "CASA", "kind": "agglomeration", "modules": ["agenda"]}
    for state, status in (("maintenance", 503), ("ouvert", 200)):
        olga.post("/console/collectivites/casa/", form | {"state": state})
        assert GuardedClient(CASA_HOST).get("/").status_code == status
    with context.use(context.PLATFORM):
        assert Tenant.objects.get(slug="casa").modules == ["agenda"]


def test_a_host_is_added_made_canonical_and_removed(olga, casa):
    address = "/console/collectivites/casa/hotes/"
    olga.post(address, {"host": "Logement.agglo.example"})
    with context.use(context.PLATFORM):
        domain = TenantDomain.objects.get(host="logement.agglo.example")
        old = TenantDomain.objects.get(host=CASA_HOST)
    assert GuardedClient(domain.host).get("/")["Location"] == f"http://{CASA_HOST}/"
    olga.post(f"{address}{domain.pk}/principal/")
    assert GuardedClient(CASA_HOST).get("/")["Location"] == f"http://{domain.host}/"
    with context.use(casa.context):
        home = casa.site.root_page
        assert home.full_url.startswith(f"http://{domain.host}")
    page = olga.post(f"{address}{domain.pk}/retirer/", follow=True)
    assert "choisissez-en d’abord une autre" in page.text
    olga.post(f"{address}{old.pk}/retirer/")
    assert GuardedClient(CASA_HOST).get("/").status_code == 404


@pytest.mark.parametrize("host", ["", "pas un hôte", PDC_HOST, "x" * 300])
def test_a_wrong_or_taken_host_is_refused_in_words(olga, host):
    page = olga.post("/console/collectivites/casa/hotes/", {"host": host})
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.text


def test_an_account_is_found_closed_and_opened_again(olga):
    assert "gael@demo.example" in olga.get("/console/comptes/?q=gael").text
    assert "gael@demo.example" not in olga.get("/console/comptes/?q=iris").text
    gael = User.objects.get(email="gael@demo.example")
    client = GuardedClient(PDC_HOST).login_as("gael")
    olga.post(f"/console/comptes/{gael.pk}/", {"active": "0"})
    assert client.get("/admin/").status_code == 302
    olga.post(f"/console/comptes/{gael.pk}/", {"active": "1"})
    gael.refresh_from_db()
    assert gael.is_active


def test_nobody_closes_their_own_account(olga):
    account = User.objects.get(email="olga@demo.example")
    olga.post(f"/console/comptes/{account.pk}/", {"active": "0"})
    account.refresh_from_db()
    assert account.is_active
