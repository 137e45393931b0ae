"""A search takes as many queries among a thousand pages as among ten, and soon enough."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import ContentPage
from portal.search.indexing import read_all

pytestmark = pytest.mark.django_db

ASKED = ["/recherche/?q=logement", "/recherche/?q=Lens", "/recherche/?q=acessibilit%C3%A9", "/recherche/?q=zzzzz",
         "/recherche/?q=logement&type=pages&page=2", "/recherche/?q=trotinette+logement"]  # fmt: skip
MOST = {"/recherche/?q=logement": 6}
MOST_OF_ANY = 9


def count(client, address) -> int:
    client.get(address)  # the menu is remembered, and a question without answer is kept once
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def many_pages(tenant, number: int) -> None:
    home = tenant.home_page
    text = "Le logement accompagné, les bailleurs et les loyers. " * 60
    last = home.get_children().order_by("path").last()
    start = int(last.path[-4:], 36)
    model = ContentPage
    for n in range(number):
        page = model(title=f"Logement {n}", slug=f"logement-{n}", lead=text[:300], body="[]")
        page.set_url_path(home)
        page.depth, page.path = home.depth + 1, model._get_path(home.path, home.depth + 1, start + n + 1)
        page.content_type, page.locale_id = page.cached_content_type, home.locale_id
        page.draft_title = page.title
        page.save_base()
    home.numchild += number
    home.save(update_fields=["numchild"])


def test_a_search_is_as_many_queries_whatever_the_number_of_pages(pdc, pdc_client, record_property):
    before = {address: count(pdc_client, address) for address in ASKED}
    many_pages(pdc, 300)
    read_all()
    after = {address: count(pdc_client, address) for address in ASKED}
    assert all(after[address] <= before[address] for address in ASKED), (before, after)
    assert all(after[address] <= MOST.get(address, MOST_OF_ANY) for address in ASKED), after
    started = time.monotonic()
    pdc_client.get(ASKED[0])
    took = time.monotonic() - started
    record_property("a search among 300 pages (ms)", round(took * 1000))
    assert took < 2
