"""The first day of a portal: no content but what came with it, and on every page all that the law wants linked."""

import re

import pytest
from bs4 import BeautifulSoup

from portal.database import context
from portal.tenancy.models import Module, Tenant
from tests.conftest import GuardedClient
from tests.crawl import crawl
from tests.e2e.addresses import COMMON
from tests.extranet.solicitations.making import record_assessment
from tests.home.legal.conftest import HOST
from tests.home.test_crawl import closed_doors, dead, fragments_of_nothing, titles_used_twice
from tests.home.test_malformed_queries import public_addresses

pytestmark = pytest.mark.django_db

MANDATORY = {
    "/accessibilite/": "Accessibilité : non conforme",
    "/mentions-legales/": "Mentions légales",
    "/donnees-personnelles/": "Données personnelles",
    "/cookies/": "Cookies",
    "/plan-du-site/": "Plan du site",
    "/contact/": "Nous écrire",
}
OWN = ["/plateformes/finistere/", "/contact/finistere/", "/trouver/?q=Brest", "/trouver/?q=29000",
       "/trouver/29232-quimper/", "/recherche/?q=Quimper", "/agenda/mois/2027-01/", "/comites/extraits/"]  # fmt: skip
OF_THE_DEMONSTRATION = ("/boite-aux-lettres/",)
IN_COMPLEMENT = ["/mentions-legales/", "/donnees-personnelles/", "/accessibilite/schema-pluriannuel/"]
NO_PAGES = ["/sitemap.xml", "/robots.txt", "/actualites/flux.rss", "/actualites/flux.atom", "/agenda/flux.ics",
            "/agenda/flux.rss", "/api/plateformes/", "/api/plateformes/?format=csv", "/api/chiffres/",
            "/api/chiffres/?format=csv", "/api/trouver/?q=Brest", "/trouver/suggestions/?q=qui"]  # fmt: skip


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def addresses() -> list[str]:
    return [each for each in sorted({*COMMON, *OWN, *public_addresses()}) if each not in OF_THE_DEMONSTRATION]


def switch(tenant: Tenant, modules: list[str]) -> None:
    if Module.SOLICITATIONS in modules:  # it opens with its assessment alone
        with context.use(tenant.context):
            record_assessment(tenant)
    with context.use(context.PLATFORM):
        Tenant.objects.filter(pk=tenant.pk).update(modules=modules)


@pytest.fixture(params=["as it opens", *(pytest.param(each, marks=pytest.mark.full) for each in ("all", "none"))])
def tenant(finistere, request):
    """With the modules of a new tenant, with all of them, with none."""
    switch(finistere, {"as it opens": finistere.modules, "all": Module.values, "none": []}[request.param])
    return finistere


def test_every_page_leads_to_what_is_mandatory_and_says_that_it_is_not_official_yet(tenant):
    visitor, pages = GuardedClient(HOST), 0
    for address in addresses():
        response = visitor.get(address)
        assert response.status_code < 500, address
        assert response["X-Robots-Tag"] == "noindex", address
        if not response["Content-Type"].startswith("text/html") or not response.content:
            continue
        page = BeautifulSoup(response.text, "html.parser")
        links = {link["href"]: flat(link.get_text()) for link in page.find("footer", class_="footer").find_all("a")}
        assert {href: links.get(href) for href in MANDATORY} == MANDATORY, address
        assert "Portail en préparation" in page.find(class_="state-banner").text, address
        pages += 1
    assert pages > 60


def test_each_of_them_opens_and_what_is_not_known_yet_is_said(finistere):
    visitor = GuardedClient(HOST)
    for address in MANDATORY:
        assert visitor.get(address).status_code == 200
    for address in IN_COMPLEMENT:
        assert "Cette information est en cours de complément." in flat(visitor.get(address).text), address


def test_what_machines_read_is_there_and_empty(finistere):
    switch(finistere, Module.values)
    visitor = GuardedClient(HOST)
    for address in NO_PAGES:
        response = visitor.get(address)
        assert response.status_code == 200, address
        assert response["X-Robots-Tag"] == "noindex"
    assert "Disallow: /\n" in visitor.get("/robots.txt").text
    assert "<loc>" not in visitor.get("/sitemap.xml").text


def test_every_link_of_its_pages_leads_somewhere(tenant):
    """Its menus and its starter pages name nothing that is not there yet."""

    found = crawl(HOST, ["/", "/plan-du-site/"], questions=1, alike=2)
    assert dead(found) == closed_doors(found) == fragments_of_nothing(found) == titles_used_twice(found) == {}
