"""A page is drawn while somebody changes what it shows: on two connections, for real."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from home.glossary.models import Term
from home.views import glossary
from portal.database import context
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST

ADDRESS, WAIT = "/glossaire/", 20  # seconds


@pytest.fixture
def term(django_db_setup, django_db_blocker, kept_pages):
    """A term of the Pas-de-Calais, committed, and erased afterwards with the pages that were kept."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
        with context.use(tenant.context):
            row = Term.objects.create(term="Zzz avant (exemple)", slug="zzz", definition="…")
            yield row
            row.delete()
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM tenancy_keptpage")
        connection.close()


def test_a_page_drawn_before_a_change_and_kept_after_it_is_shown_to_nobody_else(term, monkeypatch):
    drawn, changed, shown = threading.Event(), threading.Event(), []
    render = glossary.render

    def draw_slowly(*args):
        response = render(*args)
        drawn.set()
        assert changed.wait(WAIT)
        return response

    def read_too():
        try:
            shown.append(Client(HTTP_HOST=PDC_HOST).get(ADDRESS).text)
        finally:
            connections.close_all()

    monkeypatch.setattr(glossary, "render", draw_slowly)
    other = threading.Thread(target=read_too)
    other.start()
    assert drawn.wait(WAIT)
    monkeypatch.undo()
    term.term = "Zzz après (exemple)"
    term.save()
    changed.set()
    other.join()
    assert "Zzz avant" in shown[0]
    for _ in range(2):
        page = Client(HTTP_HOST=PDC_HOST).get(ADDRESS)
        assert "Zzz après" in page.text
        cache.clear()  # another process
    assert "ETag" in page.headers
