"""A list that is read while it is sent, after the request is over, is still its tenant's alone."""

import csv
import io

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from home.models import ContentPage
from portal.database import context
from portal.organisations.models import Organisation
from portal.tenancy.middleware import TenantMiddleware
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def stream_organisations(request):
    """A view as anyone may write one: nothing is read before the answer leaves."""
    return StreamingHttpResponse(f"{name}\n" for name in Organisation.objects.values_list("name", flat=True).iterator())


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_a_lazy_list_is_read_as_its_own_tenant(host):
    response = TenantMiddleware(stream_organisations)(RequestFactory().get("/", headers={"host": host}))
    with context.use(context.PLATFORM):
        sent = b"".join(response.streaming_content).decode().splitlines()
        expected = list(Organisation.objects.filter(tenant__domains__host=host).values_list("name", flat=True))
    assert sorted(sent) == sorted(expected) != []


def test_two_streams_read_by_turns_do_not_mix():
    answers = [
        TenantMiddleware(stream_organisations)(RequestFactory().get("/", headers={"host": host}))
        for host in (PDC_HOST, CASA_HOST)
    ]
    lines = [set(), set()]
    bodies = [iter(answer.streaming_content) for answer in answers]
    for _ in range(3):
        for body, seen in zip(bodies, lines, strict=True):
            seen.add(next(body).decode().strip())
    for body, seen in zip(bodies, lines, strict=True):
        seen |= {line.decode().strip() for line in body}
    with context.use(context.PLATFORM):
        for host, seen in zip((PDC_HOST, CASA_HOST), lines, strict=True):
            assert seen == set(Organisation.objects.filter(tenant__domains__host=host).values_list("name", flat=True))


def test_the_back_office_s_spreadsheet_holds_one_s_own_pages():
    response = GuardedClient(PDC_HOST).login_as("gael").get("/admin/reports/aging-pages/?export=csv")
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    cells = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
    with context.use(context.PLATFORM):
        titles = {
            slug: set(ContentPage.objects.filter(url_path__startswith=f"/{slug}/").values_list("title", flat=True))
            for slug in ("pas-de-calais", "casa")
        }
    assert titles["pas-de-calais"] <= cells
    assert not (titles["casa"] - titles["pas-de-calais"]) & cells
