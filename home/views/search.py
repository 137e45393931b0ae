"""The search of the whole portal: what holds the words, and the finder's answer where they are a place."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.places import place_asked
from portal.search.engine import search
from portal.search.services import note_unanswered
from portal.tenancy.throttle import visitor_of


@require_safe
def results(request):
    """Answer ``?q=``, of one kind with ``?type=``, page by page; without words, the form alone."""
    answer = search(request.GET.get("q", ""), request.tenant, request.membership)
    kind = request.GET.get("type", "")
    number = request.GET.get("page")
    is_first = not (kind or number)
    place = place_asked(answer, tenant_id=request.tenant.pk) if is_first and answer.question else None
    if request.method == "GET" and is_first and answer.words and not (answer.is_answered or place):
        note_unanswered(answer.question, whose=visitor_of(request))
    page = answer.page(number, kind)
    kinds = {each.source.name for each in answer.kinds}
    context = {"answer": answer, "page": page, "kind": kind if kind in kinds else "", "place": place}
    response = render(request, "home/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
