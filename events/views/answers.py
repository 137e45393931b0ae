"""Answering for a date: for oneself, and for a colleague."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events import lists, perms, signing_up
from events.models import Occurrence
from events.models.seats import State
from events.seats import SeatError
from events.services import RefusedError
from events.signing_up import Choice
from portal.design.typography import french
from portal.organisations.people import suggestions, whose_name_is_like
from portal.organisations.searching import LONGEST
from portal.tenancy.decorators import members_only

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 10
SAID = {
    State.TAKEN: "Votre place est retenue : un courriel vous le confirme.",
    State.WAITING: "Vous êtes dans la liste d’attente : un courriel vous préviendra.",
    State.PERHAPS: "C’est noté : peut-être. Aucune place n’est retenue.",
    State.DECLINED: "C’est noté : vous ne venez pas.",
}


@members_only
@ask_then_do
def answer(request, pk: int):
    """Say that one comes, perhaps or not. A GET comes from the login: it leads back to the page."""
    occurrence = get_object_or_404(Occurrence.objects.visible_to(request.membership), pk=pk)
    choice = Choice.written(request.POST.get("choice"))
    if request.method == "POST" and choice:
        try:
            seat = signing_up.answer(occurrence, request.membership, choice, by=request.membership)
        except (RefusedError, SeatError) as refusal:
            messages.error(request, french(refusal.message))
        else:
            messages.success(request, french(SAID[seat.state]))
    return redirect("event", pk)


@members_only
@ask_then_do
def colleague(request, pk: int):
    """Sign up somebody else: those of one's organisation, or any member for who keeps the calendar."""
    occurrence = _for_others(request, pk)
    people = perms.those_whom_may_sign_up(request.membership, occurrence.event)
    if request.method == "POST":
        return _sign_up(request, occurrence, get_object_or_404(people, pk=_number(request.POST.get("membership"))))
    q = request.GET.get("q", "").strip()[:LONGEST]
    others = _without_a_seat(people, occurrence)
    found = whose_name_is_like(q, others) if q else list(others[: SHOWN + 1])
    if keeps := perms.may_keep(request.membership):
        lists.recall(found[:SHOWN], occurrence)
    context = {
        "occurrence": occurrence, "q": q, "found": found[:SHOWN], "is_more": len(found) > SHOWN,
        "closed": french(signing_up.why_closed(occurrence, timezone.now())),
        "may_keep": keeps,
    }  # fmt: skip
    return render(request, "events/colleague.html", context)


def _sign_up(request, occurrence: Occurrence, member):
    try:
        seat = signing_up.answer(occurrence, member, Choice.YES, by=request.membership)
    except (RefusedError, SeatError) as refusal:
        messages.error(request, french(refusal.message))
    else:
        where = "est inscrit ou inscrite" if seat.state == State.TAKEN else "est dans la liste d’attente"
        messages.success(request, french(f"{member.user} {where}, et le sait par courriel."))
    return redirect("event_colleague", occurrence.pk)


@members_only
@require_safe
def colleagues(request, pk: int):
    """Those whom one may sign up, for the list under the field."""
    occurrence = _for_others(request, pk)
    people = perms.those_whom_may_sign_up(request.membership, occurrence.event)
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], _without_a_seat(people, occurrence)))


def _for_others(request, pk: int) -> Occurrence:
    """Return the date for who signs others up: 404 for who may not know of it, 403 for who signs nobody up."""
    rows = Occurrence.objects.select_related("event__audience")
    if not perms.may_keep(request.membership):
        rows = rows.visible_to(request.membership)
    occurrence = get_object_or_404(rows, pk=pk, event__takes_signups=True, event__is_published=True)
    if not perms.may_sign_up_others(request.membership):
        raise PermissionDenied
    return occurrence


def _without_a_seat(people, occurrence: Occurrence):
    return people.exclude(pk__in=occurrence.seats.live().values("membership"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
