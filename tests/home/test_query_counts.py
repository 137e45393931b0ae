"""Public pages cost few queries, and no more when there is ten times as much to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import ActionPage, ActionPlanPage, ContentPage, HomePage, Service
from portal.territories.models import Commune, CoverageException, CoverageRule, Intercommunality, Platform
from tests.conftest import GuardedClient
from tests.e2e.addresses import COMMON, OWN

pytestmark = pytest.mark.django_db
MOST = 12

PAGES = [(host, address) for host in OWN for address in [*COMMON, *OWN[host]]]


def count(client, address) -> int:
    client.get(address)  # menu and map are remembered, as on a server that runs
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize(("host", "address"), PAGES, ids=[f"{h.partition('.')[0]}{a}" for h, a in PAGES])
def test_a_public_page_takes_at_most_twelve_queries(host, address):
    assert count(GuardedClient(host), address) <= MOST


def test_the_operator_s_pages_too():
    client = GuardedClient("localhost")
    for address in ["/", "/trouver/?q=Lens", "/trouver/?q=zzz"]:
        assert count(client, address) <= MOST


@pytest.fixture
def ten_times_as_much(casa):
    """Sixty more platforms, services, pages and actions, and a rule and an exception for each platform."""
    siren = iter(Intercommunality.objects.exclude(coverage_rules__tenant=casa).values_list("pk", flat=True))
    communes = iter(Commune.objects.filter(departement="83"))
    home = HomePage.objects.get(pk=casa.home_page_id)
    plan = ActionPlanPage.objects.child_of(home).get()
    principle = ContentPage.objects.child_of(home).get(slug="le-principe")
    for n in range(60):
        platform = Platform.objects.create(name=f"P{n:02}", slug=f"p{n}", title=f"plateforme P{n}", email="a@b.fr")
        Service.objects.create(name=f"S{n:02}", slug=f"s{n}", summary="…", for_whom="…").platforms.add(platform)
        CoverageRule.objects.create(intercommunality_id=next(siren), platform=platform, reason="essai")
        CoverageException.objects.create(commune=next(communes), platform=platform)
        plan.add_child(instance=ActionPage(title=f"A{n}", slug=f"a{n}", aim="…"))
        principle.add_child(instance=ContentPage(title=f"C{n}", slug=f"c{n}"))


def test_ten_times_the_data_takes_no_more_queries(casa_client, request):
    addresses = ["/", "/plateformes/", "/plateformes/casa/", "/services/", "/plan-d-action/", "/le-principe/",
                 "/trouver/?q=antibes", "/trouver/?q=06140", "/trouver/?q=valbone", "/api/plateformes/"]  # fmt: skip
    before = {address: count(casa_client, address) for address in addresses}
    request.getfixturevalue("ten_times_as_much")
    after = {address: count(casa_client, address) for address in addresses}
    assert after == before
