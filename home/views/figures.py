"""The key figures: all of them on a page, and as open data."""

import csv

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.figures.models import Figure
from home.figures.shown import Shown, by_theme, shown
from home.views.open_data import LICENCE, opened
from portal.tenancy.kept_pages import same_for_every_visitor

COLUMNS = ["chiffre", "theme", "unite", "date", "periode", "valeur", "comparaison", "compare_a", "source", "adresse"]


@require_safe
@same_for_every_visitor
def figures(request):
    return render(request, "home/figures.html", {"themes": by_theme(shown(Figure.objects.all()))})


@require_safe
@same_for_every_visitor
def data(request):
    """Every figure with its series. What has no source or date yet says so by being empty."""
    wanted = request.GET.get("format", "json")
    rows = shown(Figure.objects.all())
    if wanted == "csv":
        return opened(_csv(request, rows))
    if wanted != "json":
        return opened(JsonResponse({"error": "Formats : json ou csv."}, status=400))
    return opened(JsonResponse({"licence": LICENCE, "figures": [_figure(request, each) for each in rows]}))


def _figure(request, each: Shown) -> dict:
    figure = each.figure
    return {
        "slug": figure.slug,
        "title": figure.title,
        "theme": figure.theme or None,
        "unit": figure.unit or None,
        "source": figure.source or None,
        "source_url": figure.source_url or None,
        "compared_with": figure.comparison_label or None,
        "note": figure.note or None,
        "page": request.build_absolute_uri(each.url),
        "values": [
            {"date": value.as_of, "period": value.period or None, "value": value.value, "comparison": value.comparison}
            for value in each.series
        ],
    }


def _csv(request, rows: list[Shown]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="chiffres-cles.csv"'
    response.write("\ufeff")  # so that spreadsheets read the accents
    writer = csv.writer(response, delimiter=";")
    writer.writerow(COLUMNS)
    for each in rows:
        figure = each.figure
        for value in each.series:
            measured = [
                value.as_of or "",
                value.period,
                value.value,
                "" if value.comparison is None else value.comparison,
            ]
            writer.writerow(
                [figure.title, figure.theme, figure.unit, *measured, figure.comparison_label, figure.source,
                 request.build_absolute_uri(each.url)]
            )  # fmt: skip
    return response
