"""The releases of the portal, for operators: what each does to the database, what to do before, and the way back."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.console.archive.manifest import portal_version
from portal.console.decorators import operator_only
from portal.operations.releases import releases


@operator_only
@require_safe
def index(request):
    return render(request, "console/releases.html", {"releases": releases(), "here": portal_version()})
