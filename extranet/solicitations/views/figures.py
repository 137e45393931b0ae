"""The figures of a year, for administration, coordination and élus: the same for all, the small ones hidden."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from extranet.solicitations import figures_shown, journal, perms
from extranet.solicitations.figures import of_year, years_offered
from extranet.solicitations.figures_forms import FiguresForm
from portal.design.spreadsheets import XLSX, write_xlsx
from portal.territories.models import Platform


def for_readers_of_figures(view):
    """Answer 403 to members whose role reads no figures."""

    @wraps(view)
    def guarded(request, **kwargs):
        if not perms.may_read_figures(request.membership):
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


@require_safe
@for_readers_of_figures
def figures(request):
    """A year of all platforms, or of one, out of the same veiled table."""
    filters = FiguresForm(request.GET)
    found, platform = of_year(filters.year), filters.platform
    key = platform.pk if platform else None
    context = {
        "filters": filters, "figures": found, "platform": platform, "year": filters.year,
        "sentences": figures_shown.sentences(found, key), "nothing_told": figures_shown.nothing_told(found, key),
        "parts": figures_shown.parts(found, key) if found.is_told else [],
    }  # fmt: skip
    return render(request, "solicitations/figures.html", context)


@require_safe
@for_readers_of_figures
def as_xlsx(request, year: int, slug: str = ""):
    """The same as a workbook; that it was taken out is written in the journal."""
    platform = Platform.objects.filter(slug=slug).first() if slug else None
    if year not in years_offered() or (slug and not platform):
        raise Http404
    book = write_xlsx(figures_shown.sheets(of_year(year), platform.pk if platform else None))
    journal.write_export(f"chiffres de {year}{f', {platform.name}' if platform else ''}", by=request.membership)
    name = "-".join(filter(None, ["sollicitations", str(year), slug]))
    response = HttpResponse(book, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response
