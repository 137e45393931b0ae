"""Whoever follows every link of a portal, as a visitor, finds no dead one, no closed door, nothing of a neighbour.

The client itself checks each page on the way: one ``h1``, ``lang``, labels, names of links (tests.html).
"""

import html
import re
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from events.models import Event
from home.figures.models import Figure
from home.glossary.models import Term
from home.legal.models import LegalIdentity
from home.models import Service
from portal.database import context
from portal.organisations.models import Organisation
from portal.tenancy.models import Tenant
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST
from tests.crawl import Crawl, asked_by, crawl
from trainings.models import Training

pytestmark = pytest.mark.django_db

STARTS = ["/", "/plan-du-site/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/agenda/mois/2026-12/",
          "/trouver/?q=zzzzz", "/recherche/?q=logement", "/recherche/?q=zzzzz", "/nulle-part/"]  # fmt: skip
NOT_THERE = "/nulle-part/"
SIGNING_IN = "/compte/connexion/"
NAMESPACES = ("http://www.w3.org/", "http://www.sitemaps.org/schemas/")
TELLING = 16
"""Signs that words must have to tell one portal from another: « Communication » is a word of everybody."""
NEIGHBOUR = {"pas-de-calais": "casa", "casa": "pas-de-calais"}
_SPACES = re.compile(r"\s+")


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_a_visitor_who_follows_every_link_meets_no_fault(host):
    check(crawl(host, STARTS, questions=2, alike=5))


@pytest.mark.full
@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_nor_does_one_who_goes_on_for_long(host):
    check(crawl(host, STARTS, questions=4, alike=15))


def check(found: Crawl) -> None:
    assert len(found.pages) > 60
    assert dead(found) == {}
    assert closed_doors(found) == {}
    assert fragments_of_nothing(found) == {}
    assert missing_files(found) == {}
    assert unsafe(found) == {}
    assert titles_used_twice(found) == {}
    slug = found.host.partition(".")[0]
    own, others = words_of(slug), words_of(NEIGHBOUR[slug])
    assert seen_of(own - others, found).keys() > {f"{slug}.localhost"}  # they are the words by which one is known
    assert seen_of(others - own, found) == {}


def dead(found: Crawl) -> dict:
    return {
        address: (answer.status, sorted(found.leading[address])[:3])
        for address, answer in found.answers.items()
        if answer.status != 200 and address != NOT_THERE
    }


def closed_doors(found: Crawl) -> dict:
    """Return what asks to sign in, and was not a link to do so."""
    return {
        address: sorted(found.leading[address])[:3]
        for address, answer in found.answers.items()
        if answer.ended_at.startswith(SIGNING_IN) and not address.startswith(SIGNING_IN)
    }


def fragments_of_nothing(found: Crawl) -> dict:
    return {
        f"{address}#{name}": sorted(pages)[:3]
        for (address, name), pages in found.fragments.items()
        if address in found.pages and name not in found.answers[address].ids
    }


def missing_files(found: Crawl) -> dict:
    """Return the static files that are not there, asked for by a page, a style sheet or a module."""
    missing, seen, waiting = {}, set(), dict.fromkeys(found.static, "a page")
    while waiting:
        file, asker = waiting.popitem()
        seen.add(file)
        if not finders.find(file):
            missing[file] = asker
        waiting |= dict.fromkeys(asked_by(file) - seen, file)
    return missing


def unsafe(found: Crawl) -> dict:
    """Return the addresses of other sites over a line that anyone may change; those of other hosts of ours too."""
    return {
        address: sorted(pages)[:3]
        for address, pages in found.elsewhere.items()
        if not address.startswith(("https://", *NAMESPACES))
    }


def titles_used_twice(found: Crawl) -> dict:
    """Return the titles of several pages; what is asked of a page makes it no other."""
    pages = defaultdict(set)
    for answer in found.pages.values():
        if answer.status == 200:
            pages[answer.title].add(urlsplit(answer.ended_at).path)
    return {title: sorted(paths) for title, paths in pages.items() if len(paths) > 1}


def words_of(slug: str) -> set[str]:
    """Return by which words a tenant is known: its names, its hosts, its titles, how to reach its people."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug=slug)
        hosts = {domain.host for domain in tenant.domains.all()}
    with context.use(tenant.context):
        titles = {tenant.name, tenant.short_name} | {
            words
            for rows in (
                tenant.site.root_page.get_descendants().values_list("title", flat=True),
                Service.objects.values_list("name", flat=True),
                Training.objects.values_list("title", flat=True),
                Event.objects.values_list("title", flat=True),
                Figure.objects.values_list("title", flat=True),
                Organisation.objects.values_list("name", flat=True),
            )
            for words in rows
        }
        for term, forms in Term.objects.values_list("term", "other_forms"):
            titles |= {each[:1].upper() + each[1:] for each in (term, *forms.splitlines())}
        ways = {*LegalIdentity.objects.values_list("publisher", "phone", "email", "dpo_contact").get()}
        for platform in Platform.objects.all():
            ways |= {platform.name, platform.email, platform.phone}
    return hosts | {way for way in ways if way} | {title for title in titles if len(title) >= TELLING}


def seen_of(words: set[str], found: Crawl) -> dict[str, list[str]]:
    """Return which of the words stand in an answer, and where."""
    texts = {address: flat(html.unescape(answer.text)) for address, answer in found.answers.items()}
    seen = {word: [address for address, text in texts.items() if flat(word) in text][:3] for word in words}
    return {word: places for word, places in seen.items() if places}


def flat(text: str) -> str:
    return _SPACES.sub(" ", text)
