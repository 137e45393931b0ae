from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.resources.forms import ResourceFilters
from home.resources.models import Resource
from portal.tenancy.kept_pages import same_for_every_visitor


@require_safe
@same_for_every_visitor
def resources(request):
    """Documents and links by theme, narrowed by ``?theme=…&nature=…``; one query."""
    rows = list(Resource.objects.visible_to(request.membership).by_theme().select_related("theme", "document"))
    filters = ResourceFilters(request.GET, dict.fromkeys(row.theme for row in rows if row.theme))
    found = [row for row in rows if filters.keep(row)]
    context = {
        "groups": [(theme, list(members)) for theme, members in groupby(found, key=lambda row: row.theme)],
        "filters": filters.drawn() if len(rows) > 1 else None,
        "narrowing": filters.narrowing,
        "found": len(found),
    }
    return render(request, "resources/resources.html", context)
