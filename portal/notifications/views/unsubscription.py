"""Where the way out of a mail leads. Opening it changes nothing: mail scanners follow links."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.notifications import unsubscription

ONE_CLICK = ("List-Unsubscribe", "One-Click")


@csrf_exempt  # a mail program posts, with neither cookie nor page: the signed link is what it may do
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token: str):
    asked = unsubscription.read(token, request.tenant)
    if asked is None:
        return render(request, "notifications/unsubscribe.html", {"step": "unknown"}, status=404)
    name, value = ONE_CLICK
    step = "ask"
    if request.method == "POST" and request.POST.get(name) == value:
        asked.apply()
        step = "done"
    return render(request, "notifications/unsubscribe.html", {"step": step, "asked": asked})
