"""Platforms and the finder as open data: read by anyone, from any site, under Licence Ouverte 2.0."""

import csv

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.tenancy.kept_pages import same_for_every_visitor
from portal.territories import finder
from portal.territories.coverage import communes_by_platform
from portal.territories.models import Platform

LICENCE = "Licence Ouverte 2.0"
COLUMNS = ["plateforme", "nom", "telephone", "page", "formulaire", "code_commune", "commune"]
MISSING_QUERY = "Donnez une commune ou un code postal dans le paramètre q."


def opened(response):
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, no-cache"  # kept by anyone, and asked for again: a correction shows at once
    return response


@require_safe
@same_for_every_visitor
def documentation(request):
    return render(request, "home/open_data.html")


@require_safe
@same_for_every_visitor
def platforms(request):
    """The tenant's platforms with their communes. No e-mail address: the form reaches them."""
    rows = [_platform(request, platform, communes) for platform, communes in communes_by_platform(request.tenant)]
    wanted = request.GET.get("format", "json")
    if wanted == "csv":
        return opened(_csv(rows))
    if wanted != "json":
        return opened(JsonResponse({"error": "Formats : json ou csv."}, status=400))
    return opened(JsonResponse({"licence": LICENCE, "platforms": rows}))


@require_safe
@same_for_every_visitor
def find(request):
    """The finder's answer to ``?q=``. 400 without a question."""
    query = request.GET.get("q", "")
    if not query.strip():
        return opened(JsonResponse({"error": MISSING_QUERY}, status=400))
    answer = finder.find(query, tenant_id=request.tenant.pk)
    targets = () if answer.outcome is finder.Outcome.OUTSIDE else answer.targets
    return opened(
        JsonResponse(
            {
                "outcome": answer.outcome,
                "platforms": [target.slug for target in targets],
                "communes": [_commune(place) for place in (*answer.places, *answer.near)],
            }
        )
    )


def _commune(place: finder.Place) -> dict:
    commune, cover = place.commune, place.cover
    return {
        "code": commune.code,
        "name": commune.name,
        "departement": commune.departement_id,
        "platform": cover.target.slug if cover else None,
    }


def _platform(request, platform: Platform, communes) -> dict:
    return {
        "slug": platform.slug,
        "name": platform.name,
        "phone": platform.phone_uri.removeprefix("tel:") or None,
        "page": request.build_absolute_uri(f"/plateformes/{platform.slug}/"),
        "form": request.build_absolute_uri(reverse("contact_platform", args=[platform.slug])),
        "communes": [{"code": commune.code, "name": commune.name} for commune in communes],
    }


def _csv(rows: list[dict]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plateformes.csv"'
    response.write("\ufeff")  # so that spreadsheets read the accents
    writer = csv.writer(response, delimiter=";")
    writer.writerow(COLUMNS)
    for row in rows:
        head = [row["slug"], row["name"], row["phone"] or "", row["page"], row["form"]]
        writer.writerows([*head, commune["code"], commune["name"]] for commune in row["communes"])
    return response
