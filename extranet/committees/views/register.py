"""The register of a committee's decisions: searched, narrowed, sorted, exported as it is narrowed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from extranet.committees import decided, perms
from extranet.committees.decisions_forms import RegisterForm
from portal.design.spreadsheets import XLSX, Sheet, write_csv, write_xlsx

PER_PAGE = 30


def _asked(request, slug: str):
    """Return the committee, the form of what narrows, and the decisions. Raises Http404 for who never sat there."""
    committee = get_object_or_404(perms.known_to(request.membership), slug=slug)
    filters = RegisterForm(
        request.GET, years=decided.years_of(committee, request.membership),
        organisations=decided.responsible_in(committee, request.membership),
    )  # fmt: skip
    return committee, filters, decided.register(committee, request.membership, filters.narrowing())


@require_safe
def register(request, slug: str):
    committee, filters, found = _asked(request, slug)
    keeps, sits = perms.may_keep(request.membership, committee), perms.sits(request.membership, committee)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    asked = filters.narrowing()
    context = {
        "committee": committee, "filters": filters.shown(), "page": page, "is_narrowed": any(vars(asked).values()),
        "query": request.GET.urlencode(), "is_former": not (keeps or sits), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "committees/decisions.html", context)


@require_safe
def as_xlsx(request, slug: str):
    committee, _, found = _asked(request, slug)
    return file_of(write_xlsx([Sheet("Décisions", decided.table_of(found))]), XLSX, f"decisions-{committee.slug}.xlsx")


@require_safe
def as_csv(request, slug: str):
    committee, _, found = _asked(request, slug)
    return file_of(write_csv(decided.table_of(found)), "text/csv; charset=utf-8", f"decisions-{committee.slug}.csv")


def file_of(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
