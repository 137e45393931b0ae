"""Where the link of a mail leads: answering for one date, without signing in."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events import answers, keys, signing_up
from events.entries import place_of
from events.seats import SeatError
from events.services import RefusedError
from events.signing_up import Choice
from portal.design.typography import french


@csrf_exempt  # from a mail, with neither cookie nor page: the signed link is what it may do
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request, token: str):
    """Answer from a mail, without signing in. Opening it changes nothing: mail scanners follow links."""
    key = keys.find(token, request.tenant)
    if key is None:
        return render(request, "events/respond_closed.html", status=410)
    choice, refusal = Choice.written(request.POST.get("choice")), ""
    if request.method == "POST" and choice:
        try:
            signing_up.answer(key.occurrence, key.membership, choice, by=key.membership)
            return redirect(request.path)
        except (RefusedError, SeatError) as error:
            refusal = french(error.message)
    panel = answers.panel(key.occurrence, key.membership)
    context = {"panel": panel, "place": place_of(key.occurrence), "refusal": refusal}
    return render(request, "events/respond.html", context, status=422 if refusal else 200)
