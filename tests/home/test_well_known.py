"""robots.txt and security.txt, on each host."""

import datetime

import pytest
from django.utils import timezone

from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
OPERATOR = "localhost"


def lines(host: str, address: str) -> list[str]:
    response = GuardedClient(host).get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.text.splitlines()


def security(host: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines(host, "/.well-known/security.txt"))


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_robots_are_told_where_not_to_go_and_where_the_sitemap_is(host):
    found = lines(host, "/robots.txt")
    assert found[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /extranet/", "Disallow: /compte/", "Disallow: /agenda/mois/"} <= {*found}
    assert "Disallow: /" not in found
    assert found[-1] == f"Sitemap: http://{host}:8000/sitemap.xml"


def test_robots_stay_out_of_a_portal_that_is_not_open(pdc):
    pdc.state = Tenant.State.PREPARING
    pdc.save()
    assert lines(PDC_HOST, "/robots.txt") == ["User-agent: *", "Disallow: /"]


def test_the_operator_s_host_has_robots_too():
    found = lines(OPERATOR, "/robots.txt")
    assert "Disallow: /console/" in found
    assert not [line for line in found if line.startswith("Sitemap")]


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_a_flaw_is_told_by_the_contact_form_and_no_mailbox_is_given(host):
    told = security(host)
    assert told["Contact"] == f"http://{host}:8000/contact/?sujet=securite"
    assert GuardedClient(host).get("/contact/?sujet=securite").status_code == 200
    assert told["Canonical"] == f"http://{host}:8000/.well-known/security.txt"
    assert told["Preferred-Languages"] == "fr"


def test_it_ends_in_less_than_a_year_at_midnight():
    expires = datetime.datetime.fromisoformat(security(PDC_HOST)["Expires"])
    assert datetime.timedelta(days=30) < expires - timezone.now() < datetime.timedelta(days=365)
    assert expires.time() == datetime.time()


def test_the_operator_s_own_contact_is_given_on_every_host(settings):
    assert GuardedClient(OPERATOR).get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "https://operateur.example/securite"
    assert security(OPERATOR)["Contact"] == security(PDC_HOST)["Contact"] == "https://operateur.example/securite"
    assert security(OPERATOR)["Canonical"].endswith("localhost/.well-known/security.txt")
