"""What was erased is told to the administration, by references and numbers."""

import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from extranet.solicitations.models import ErasureReport
from portal.database import context
from portal.tenancy.models import Membership

pytestmark = pytest.mark.django_db

URL = "/extranet/gestion/sollicitations/effacements/"
ONE, OTHER, NEXT = "S-0000-0001", "S-0000-0002", "S-0000-0003"


@pytest.fixture
def office(pdc, pdc_client):
    return pdc_client.login_as("gael")


@pytest.fixture
def report(pdc) -> ErasureReport:
    return ErasureReport.objects.create(
        retention_months=24, erased=[ONE, OTHER], ended=[OTHER], warned=[NEXT], drafts=3, journal_lines=7
    )


def test_where_nothing_was_erased_the_page_says_so(office):
    assert "Rien n’a encore été effacé" in office.get(URL).text


def test_a_night_is_told_in_numbers_and_its_file_in_references(report, office):
    page = " ".join(office.get(URL).text.split())
    assert "1 compte rendu," in page
    assert "dont 1 sans réponse" in page
    book = load_workbook(io.BytesIO(office.get(f"{URL}{report.pk}.xlsx").content))
    summary = {row[0].value: row[1].value for row in book["Compte rendu"]}
    assert (summary["Durée consignée, en mois"], summary["Brouillons supprimés"]) == (24, 3)
    assert [[cell.value for cell in row] for row in book["Références"]][1:] == [
        [ONE, "textes effacés", "non"], [OTHER, "textes effacés", "oui"], [NEXT, "effacement annoncé", None],
    ]  # fmt: skip


def test_another_tenant_s_are_not_there(report, casa, casa_client):
    with context.use(context.PLATFORM):
        ines = Membership.objects.active().with_role("administration").filter(tenant=casa).first().user
    client = casa_client.login_account(ines)
    assert client.get(f"{URL}{report.pk}.xlsx").status_code == 404
    assert client.get(f"{URL}{10**30}.xlsx").status_code == 404
    assert f"{report.pk}.xlsx" not in client.get(URL).text


def test_those_of_many_nights_come_in_pages_with_as_many_queries(pdc, office):
    office.get(URL)
    counted = []
    for count in (1, 40):
        rows = [ErasureReport(tenant=pdc, retention_months=24, drafts=1) for _ in range(count)]
        ErasureReport.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as ran:
            page = office.get(URL)
        counted.append(len(ran))
    assert len({*counted}) == 1, counted
    assert "Page 1 sur 2" in page.text


def test_a_night_with_nothing_to_do_leaves_no_report(pdc):
    with pytest.raises(IntegrityError, match="erasure_report_says_something"), transaction.atomic():
        ErasureReport.objects.create(retention_months=24)
