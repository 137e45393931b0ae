"""What was erased, and when: reports of references and counts, for the administration."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404

from extranet.solicitations import reports as told
from extranet.solicitations.grounds import months_of
from extranet.solicitations.models import ErasureReport
from extranet.solicitations.views.administering import drawn, file_of, looked_at, of_the_administration
from portal.design.spreadsheets import XLSX

PER_PAGE = 30
LARGEST = 2**63 - 1


@looked_at
@of_the_administration
def reports(request):
    page = Paginator(ErasureReport.objects.all(), PER_PAGE).get_page(request.GET.get("p"))
    return drawn(request, "erasures", {"page": page, "months": months_of(request.tenant)})


@looked_at
@of_the_administration
def report_xlsx(request, pk: int):
    report = get_object_or_404(ErasureReport, pk=min(pk, LARGEST))
    return file_of(told.as_workbook(report), XLSX, f"effacement-{report.at:%Y-%m-%d}.xlsx")
