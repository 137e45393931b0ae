"""The health of the installation, in words. ``/sante/`` says the same to machines."""

import platform

import django
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.console.archive.manifest import portal_version
from portal.console.decorators import operator_only
from portal.jobs.overview import overview
from portal.operations.backups.state import state


@operator_only
@require_safe
@cache_control(private=True, no_store=True)
def index(request):
    versions = {"portal": portal_version(), "python": platform.python_version(), "django": django.get_version()}
    shown = {"seen": overview(), "versions": versions}
    if shown["seen"].report["status"] != "down":
        shown["backups"] = state()
    return render(request, "console/health.html", shown)
