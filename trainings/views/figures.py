"""The figures of a year: whole for who keeps the trainings, veiled for elected members."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from portal.design.papers import print_paper
from portal.design.spreadsheets import XLSX, write_xlsx
from portal.pages.pictures import letterhead_of
from trainings import figures_shown, perms
from trainings.figures import Figures, of_year, years

FIRST, LAST = 2000, 2200


def only_if(policy):
    """Answer 403 to members whom ``policy`` does not let in, and 404 for a year that is none."""

    def decorate(view):
        @wraps(view)
        def guarded(request, year: int | None = None):
            if not policy(request.membership):
                raise PermissionDenied
            if year is None:
                return view(request)
            if not FIRST <= year <= LAST:
                raise Http404
            return view(request, year)

        return guarded

    return decorate


@only_if(perms.may_keep)
@require_safe
def this_year(request):
    return redirect("training_figures", timezone.localdate().year)


@only_if(perms.may_keep)
@require_safe
def figures(request, year: int):
    """The year as a page."""
    found = of_year(year, request.tenant)
    context = {"facts": figures_shown.facts(found), "parts": figures_shown.parts(found)}
    return render(request, "trainings/figures.html", context | _shared(found))


@only_if(perms.may_keep)
@require_safe
def as_xlsx(request, year: int):
    book = write_xlsx(figures_shown.sheets(of_year(year, request.tenant)))
    return _file(book, XLSX, f"formations-{year}.xlsx")


@only_if(perms.may_keep)
@require_safe
def as_pdf(request, year: int):
    pdf = print_paper(
        "trainings/figures", figures_shown.paper(of_year(year, request.tenant)), look=letterhead_of(request.tenant),
        title=f"Les formations en {year}", at=timezone.now(),
    )  # fmt: skip
    return _file(pdf, "application/pdf", f"formations-{year}.pdf")


@only_if(perms.may_read_figures)
@require_safe
def told_now(request):
    return redirect("training_figures_told", timezone.localdate().year)


@only_if(perms.may_read_figures)
@require_safe
def told(request, year: int):
    """The year for elected members: nothing that would tell on people."""
    found = of_year(year, request.tenant)
    context = {"facts": figures_shown.veiled_facts(found), "parts": figures_shown.veiled_parts(found)}
    return render(request, "trainings/figures_told.html", context | _shared(found))


def _shared(found: Figures) -> dict:
    first, last = years() or (found.year, found.year)
    return {
        "figures": found, "year": found.year, "before": found.year - 1 if found.year > first else None,
        "after": found.year + 1 if found.year < last else None, "is_empty": not (found.held or found.cancelled),
    }  # fmt: skip


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
