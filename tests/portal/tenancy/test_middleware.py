"""The host says the tenant; a host that lies gets nothing."""

import pytest
from django.conf import settings

from portal.database import context
from portal.demo.people import PASSWORD
from portal.tenancy.models import Tenant, TenantDomain
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["inconnu.fr", "pas-de-calais.localhost.pirate.fr", "127.0.0.1", "[::1]"])
def test_an_unknown_host_answers_a_plain_404(host):
    response = GuardedClient(host).get("/")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("host", ["a b", "x" * 300, "évil.fr", "pas-de-calais.localhost/evil", "a@b", ""])
def test_a_malformed_host_is_refused_without_an_error(host):
    assert GuardedClient(host or " ").get("/").status_code in {400, 404}


def test_each_host_shows_its_own_tenant(pdc_client, casa_client):
    assert "Département du Pas-de-Calais" in pdc_client.get("/").text
    page = casa_client.get("/").text
    assert "Sophia Antipolis" in page
    assert "Pas-de-Calais" not in page


def test_another_host_of_a_tenant_redirects_to_the_canonical_one():
    response = GuardedClient("62.localhost:8000").get("/trouver/?q=Lens")
    assert response.status_code == 301
    assert response["Location"] == f"http://{PDC_HOST}:8000/trouver/?q=Lens"


def test_the_host_is_not_case_sensitive():
    assert GuardedClient(PDC_HOST.upper()).get("/sante/").status_code == 200


def test_localhost_is_the_operator_s_landing_page():
    page = GuardedClient("localhost").get("/").text
    assert "Pas-de-Calais" in page
    assert "Sophia Antipolis" in page


def test_the_platform_s_addresses_are_not_on_a_tenant_s_host_nor_the_reverse(pdc_client):
    assert GuardedClient("localhost").get("/admin/").status_code == 404
    assert GuardedClient("localhost").get("/contact/").status_code == 404
    assert pdc_client.get("/console/").status_code == 404


def test_nothing_is_left_of_the_tenant_after_the_request(pdc_client):
    pdc_client.get("/")
    assert context.current() is context.NOTHING


def test_an_account_without_membership_here_is_told_so():
    response = GuardedClient(CASA_HOST).login_as("alice").get("/admin/")
    assert response.status_code == 403
    assert "n’est pas rattaché à ce portail" in response.text


def test_it_has_the_rights_of_a_visitor_elsewhere_on_that_host():
    response = GuardedClient(CASA_HOST).login_as("alice").get("/")
    assert response.status_code == 200
    assert "Administration" not in response.text


def test_a_member_without_role_is_told_whom_to_ask():
    response = GuardedClient(PDC_HOST).login_as("bob").get("/admin/")
    assert response.status_code == 403
    assert "Votre rôle n’ouvre pas cette page" in response.text


def test_a_visitor_is_led_to_the_login(pdc_client):
    assert pdc_client.get("/admin/")["Location"] == "/compte/connexion/?next=/admin/"


@pytest.mark.parametrize("person", ["alice", "chloe", "gael", "iris"])
def test_staff_enter_the_back_office_of_their_tenant(person):
    assert GuardedClient(PDC_HOST).login_as(person).get("/admin/").status_code == 200


def test_a_tenant_has_one_canonical_host(pdc):
    with pytest.raises(Exception, match="one_canonical_host_per_tenant"):
        TenantDomain.objects.create(tenant=pdc, host="autre.localhost", is_canonical=True)


def test_a_session_made_on_one_host_opens_no_other():
    """Fanny is a member of both: carried to the other host, her cookie is a visitor's."""
    here = GuardedClient(PDC_HOST).login_as("fanny")
    assert here.get("/compte/mot-de-passe/").status_code == 200
    for host in (CASA_HOST, "localhost"):
        elsewhere = GuardedClient(host)
        elsewhere.cookies = here.cookies
        assert "Se déconnecter" not in elsewhere.get("/").text
    elsewhere = GuardedClient(CASA_HOST)
    elsewhere.cookies = here.cookies
    assert elsewhere.get("/compte/mot-de-passe/").status_code == 302
    assert here.get("/compte/mot-de-passe/").status_code == 200


def test_a_session_s_cookie_is_for_its_host_alone(pdc_client):
    pdc_client.post("/compte/connexion/", {"login": "fanny@demo.example", "password": PASSWORD})
    cookie = pdc_client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert pdc_client.get("/compte/mot-de-passe/").status_code == 200


def close_for_maintenance():
    with context.use(context.PLATFORM):
        Tenant.objects.filter(slug="casa").update(state=Tenant.State.MAINTENANCE)


def test_a_tenant_closed_for_maintenance_says_so_and_the_others_stay_open(casa_client, pdc_client):
    close_for_maintenance()
    page = casa_client.get("/trouver/?q=Antibes")
    assert (page.status_code, page["Retry-After"]) == (503, "3600")
    assert "fermé pour maintenance" in page.text
    assert "115" in page.text
    assert casa_client.get("/sante/").status_code == 200
    assert pdc_client.get("/").status_code == 200


def test_the_operator_alone_passes():
    close_for_maintenance()
    assert GuardedClient(CASA_HOST).login_as("ezra").get("/admin/").status_code == 503
    assert GuardedClient(CASA_HOST).login_as("olga").get("/admin/").status_code == 200


def test_a_tenant_in_preparation_is_said_to_be_and_is_not_indexed(casa_client):
    with context.use(context.PLATFORM):
        Tenant.objects.filter(slug="casa").update(state=Tenant.State.PREPARING)
    page = casa_client.get("/")
    assert page["X-Robots-Tag"] == "noindex"
    assert "Portail en préparation" in page.text


def test_an_open_tenant_is_indexed(casa_client):
    assert "X-Robots-Tag" not in casa_client.get("/")
