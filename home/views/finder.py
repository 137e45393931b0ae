"""The finder's pages: a question, its answer, and each commune's permanent address."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from home.models import Service
from portal.tenancy.kept_pages import same_for_every_visitor
from portal.territories import finder
from portal.territories.finder import Answer, Outcome
from portal.territories.maps import map_of

ERROR_EMPTY = "Écrivez le nom d’une commune ou un code postal."


@require_safe
@same_for_every_visitor
def find(request):
    """Answer ``?q=``; without it, the form alone; with an empty one, the form and its error."""
    if "q" not in request.GET:
        return _form(request)
    query = request.GET["q"]
    if not query.strip():
        return _form(request, error=ERROR_EMPTY)
    return show(request, finder.find(query, tenant_id=request.tenant.pk))


@require_safe
@same_for_every_visitor
def commune(request, code: str, slug: str):
    """Answer for one commune, at an address that can be kept, sent and printed."""
    answer = finder.locate(code, tenant_id=request.tenant.pk)
    if answer is None:
        raise Http404
    known = answer.places[0].commune
    if slug != known.slug:
        return redirect("finder_commune", code=known.code, slug=known.slug, permanent=True)
    return show(request, answer)


@require_safe
@cache_control(public=True, max_age=300)
def suggestions(request):
    """Names and codes that begin as what was typed, or nearly, for the list under the field."""
    places = finder.suggest(request.GET.get("q", ""), tenant_id=request.tenant.pk)
    return JsonResponse({"suggestions": [_suggestion(place) for place in places]})


def _form(request, error: str = ""):
    context = {"query": "", "error": error, "map": map_of(request.tenant), "active": []}
    return _no_index(render(request, "home/finder/search.html", context))


def show(request, answer: Answer):
    platforms = answer.platforms if answer.outcome in (Outcome.PLATFORM, Outcome.CHOICE) else ()
    context = {
        "answer": answer,
        "query": answer.query,
        "map": map_of(request.tenant),
        "active": [target.slug for target in answer.targets],
        "services": Service.objects.around(platforms) if answer.outcome is Outcome.PLATFORM else [],
    }
    return _no_index(render(request, f"home/finder/{answer.outcome}.html", context))


def _suggestion(place: finder.Place) -> dict[str, str]:
    commune = place.commune
    fill = f"{commune.name} ({commune.departement_id})"
    label = f"{place.matched} – {fill}" if place.matched else fill
    target = place.platform.title if place.platform else place.other_body.name if place.other_body else ""
    notes = [", ".join(commune.postal_codes[:3]), target]
    return {"label": label, "note": " · ".join(filter(None, notes)), "url": address_of(commune), "fill": fill}


def address_of(commune) -> str:
    return f"/trouver/{commune.code}-{commune.slug}/"


def _no_index(response):
    response["X-Robots-Tag"] = "noindex"
    return response
