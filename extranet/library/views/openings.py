"""Who has opened a document and who has not, for those who keep the library."""

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from extranet.library.openings import Opening, openings_of
from extranet.library.views.finding import document_for, keeps
from portal.design.spreadsheets import write_csv
from portal.documents.models import Document

AT_ONCE = 100
HEADER = ["Personne", "Organisation", "Version en cours ouverte", "Dernière version ouverte", "Le"]


@require_safe
@keeps(document_for)
def openings(request, document: Document):
    rows = openings_of(document)
    context = {
        "document": document,
        "not_opened": _page(request, "p", [row for row in rows if not row.has_opened]),
        "opened": _page(request, "ouverts", [row for row in rows if row.has_opened]),
    }
    return render(request, "library/openings.html", context)


def _page(request, key: str, rows: list[Opening]) -> Page:
    return Paginator(rows, AT_ONCE).get_page(request.GET.get(key))


@require_safe
@keeps(document_for)
def as_csv(request, document: Document):
    rows = [
        [row.name, row.organisation, row.has_opened, row.number or None, row.last_at] for row in openings_of(document)
    ]
    response = HttpResponse(write_csv([HEADER, *rows]), content_type="text/csv; charset=utf-8")
    name = f"lectures-{slugify(document.title)[:60] or document.pk}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
