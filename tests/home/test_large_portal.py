"""A thousand pages, a hundred news and fifty platforms take no more queries than the demonstration."""

import time
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.search.indexing import read_all
from portal.tenancy.cache import refresh
from tests import planting
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages"), pytest.mark.full]

MOST_COLD, MOST_WARM = 12, 1
KEPT = ["/", "/le-principe/", "/actualites/", "/actualites/?page=2", "/plateformes/", "/services/", "/plan-du-site/",
        "/sitemap.xml", "/actualites/flux.rss", "/actualites/flux.atom", "/api/plateformes/"]  # fmt: skip
OWN = {PDC_HOST: ["/plateformes/lens-henin/", "/trouver/?q=Lens"],
       CASA_HOST: ["/plateformes/casa/", "/plan-d-action/", "/trouver/?q=antibes"]}  # fmt: skip
SEARCHES = ["/recherche/?q=logement", "/recherche/?q=logement&page=2", "/recherche/?q=zzzzz"]


@dataclass(frozen=True)
class Cost:
    """Queries of the first page after a change, and of the same for the next visitor."""

    cold: int
    warm: int


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    # A test stands in a transaction: what begins one on a server, and asks nothing, is a savepoint here.
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def _costs(tenant, host: str) -> dict[str, Cost]:
    client = GuardedClient(host)
    costs = {}
    for address in [*KEPT, *OWN[host]]:
        refresh(tenant.pk)
        costs[address] = Cost(_queries(client, address), _queries(client, address))
    return costs


def _searches(host: str) -> dict[str, int]:
    client = GuardedClient(host)
    client.get(SEARCHES[-1])  # a question without answer is kept once
    return {address: _queries(client, address) for address in SEARCHES}


def _grow(tenant) -> None:
    planting.plant_texts(tenant, 1000)
    planting.plant_news(tenant, 100)
    planting.plant_platforms(tenant, 50)
    read_all()


@pytest.mark.parametrize("host", OWN)
def test_a_large_portal_takes_no_more_queries_and_few(host, request, record_property):
    tenant = request.getfixturevalue("pdc" if host == PDC_HOST else "casa")
    _costs(tenant, host)  # what a process learns once: types of content, sites
    costs, searches = _costs(tenant, host), _searches(host)
    started = time.monotonic()
    _grow(tenant)
    record_property(f"growing {tenant.slug} (ms)", round((time.monotonic() - started) * 1000))
    assert _costs(tenant, host) == costs
    after = _searches(host)
    assert all(after[address] <= searches[address] <= MOST_COLD for address in SEARCHES), (searches, after)
    assert max(cost.cold for cost in costs.values()) <= MOST_COLD, costs
    assert max(cost.warm for cost in costs.values()) <= MOST_WARM, costs


def test_what_was_planted_is_shown(pdc, pdc_client):
    _grow(pdc)
    assert pdc_client.get("/sitemap.xml").text.count("<loc>") > 1150
    assert "Loyers 99" in pdc_client.get("/actualites/").text
    assert "Plateforme P49" in pdc_client.get("/plateformes/").text
    assert pdc_client.get("/plateformes/plante-49/").status_code == 200
    assert "Logement 009" in pdc_client.get("/").text
    assert "résultats" in pdc_client.get("/recherche/?q=logement").text
