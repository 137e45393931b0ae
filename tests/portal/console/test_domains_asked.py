"""What a front asks before it has a certificate made for a host name."""

import pytest

from portal.tenancy.models import TenantDomain
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
ADDRESS = "/sante/domaine/"


@pytest.fixture
def asked(platform_context):
    front = GuardedClient("localhost")
    return lambda domain: front.get(ADDRESS, {"domain": domain}).status_code


def test_a_host_of_a_tenant_and_the_operators_own_are_ours(asked, pdc):
    TenantDomain.objects.create(tenant=pdc, host="logement.essai.example", is_canonical=False)
    assert [asked(host) for host in (PDC_HOST, "PAS-DE-CALAIS.localhost", "logement.essai.example", "localhost")] == [
        200, 200, 200, 200,
    ]  # fmt: skip


def test_a_domain_that_is_added_is_known_at_once_and_one_that_is_removed_no_more(asked, pdc):
    assert asked("nouveau.essai.example") == 403
    row = TenantDomain.objects.create(tenant=pdc, host="nouveau.essai.example", is_canonical=False)
    assert asked("nouveau.essai.example") == 200
    row.delete()
    assert asked("nouveau.essai.example") == 403


@pytest.mark.parametrize(
    "domain", ["", "essai.example", f"www.{PDC_HOST}", f"{PDC_HOST}.", "*", "%", "a\0b", "é.example", "x" * 5000]
)
def test_any_other_is_not(asked, domain):
    assert asked(domain) == 403


def test_a_tenants_host_does_not_answer_the_question(client):
    assert GuardedClient(PDC_HOST).get(ADDRESS, {"domain": PDC_HOST}).status_code == 404


def test_the_question_costs_one_query_however_often_strangers_point_names_here(asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert asked("inconnu.essai.example") == 403
