"""Who has opened a document and who has not, for those who keep the library."""

import csv

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from extranet.library.openings import Opening, openings_of
from extranet.library.views.finding import document_for, keeps
from portal.documents.models import Document

AT_ONCE = 100
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run: a name that begins so is written as text."""


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
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"lectures-{slugify(document.title)[:60] or document.pk}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["Personne", "Organisation", "Version en cours ouverte", "Dernière version ouverte", "Le"])
    for row in openings_of(document):
        last = timezone.localtime(row.last_at).strftime("%d/%m/%Y %H:%M") if row.last_at else ""
        cells = [row.name, row.organisation, "oui" if row.has_opened else "non", row.number or "", last]
        writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in cells])
    return response
