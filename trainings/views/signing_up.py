"""Signing up for a session: oneself, and colleagues, several at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events import seats
from events.models.seats import State
from events.seats import SeatError
from portal.design.typography import french
from portal.organisations.people import suggestions, whose_name_is_like
from portal.organisations.searching import LONGEST
from trainings import perms, registering
from trainings.models import Session
from trainings.registering import NOT_FOR_THEM, why_closed
from trainings.registration_forms import SignUpForm
from trainings.services import RefusedError

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 30
MOST_AT_ONCE = 30
SAID = {
    State.TAKEN: "Votre place est retenue : un courriel vous le confirme.",
    State.WAITING: "Vous êtes en liste d’attente : un courriel vous préviendra.",
    State.ASKED: "Votre demande est envoyée : un courriel vous dira la réponse.",
}


@ask_then_do
def sign_up(request, pk: int):
    """Ask for a seat for oneself."""
    session = _session(request, pk)
    now = timezone.now()
    mine = session.seats.filter(membership=request.membership).first()
    if mine and mine.state in SAID:
        return redirect("my_training", mine.pk)
    closed = why_closed(session, now, is_keeper=perms.may_keep(request.membership))
    if not closed and not session.training.audience.includes(request.membership):
        closed = NOT_FOR_THEM
    form = SignUpForm(
        request.POST if request.method == "POST" else None, session=session, membership=request.membership
    )
    if request.method == "POST" and not closed and form.is_valid():
        try:
            row = registering.register(
                session, request.membership, by=request.membership, wishes=form.wishes(),
                organisation=form.cleaned_data.get("organisation"),
            )  # fmt: skip
        except (RefusedError, SeatError) as refusal:
            form.add_error(None, french(refusal.message))
        else:
            messages.success(request, french(SAID[row.state]))
            return redirect("my_training", row.pk)
    context = {
        "session": session, "form": form, "closed": french(closed),
        "why_wait": french(registering.why_wait(session, request.membership, now=now) or ""),
    }  # fmt: skip
    return render(request, "trainings/sign_up.html", context, status=422 if form.errors else 200)


@ask_then_do
def colleagues(request, pk: int):
    """Sign up colleagues, several at once: each is given a seat or a rank, and what became of each is said."""
    session = _session(request, pk)
    if not perms.may_sign_up_others(request.membership):
        raise PermissionDenied
    people = perms.those_whom_may_sign_up(request.membership, session.training)
    people = people.exclude(pk__in=session.seats.exclude(state__in=registering.ENDED).values("membership"))
    chosen = [int(each) for each in request.POST.getlist("membership") if each.isdecimal() and len(each) < 19]
    if request.method == "POST" and chosen:
        for member in people.filter(pk__in=chosen[:MOST_AT_ONCE]):
            _sign_up(request, session, member)
        return redirect("training_colleagues", pk)
    q = request.GET.get("q", "").strip()[:LONGEST]
    found = whose_name_is_like(q, people) if q else list(people[: SHOWN + 1])
    context = {
        "session": session, "q": q, "found": found[:SHOWN], "is_more": len(found) > SHOWN,
        "is_none_chosen": request.method == "POST",
        "closed": french(why_closed(session, timezone.now(), is_keeper=perms.may_keep(request.membership))),
        "may_keep": perms.may_keep(request.membership), "left": seats.free(session),
    }  # fmt: skip
    return render(request, "trainings/colleagues.html", context, status=422 if request.method == "POST" else 200)


def _sign_up(request, session: Session, member) -> None:
    said = {
        State.TAKEN: "a une place", State.WAITING: "est en liste d’attente",
        State.ASKED: "a une demande qui attend la réponse de la coordination",
    }  # fmt: skip
    clashes = registering.overlapping(session, member)
    try:
        row = registering.register(session, member, by=request.membership)
    except (RefusedError, SeatError) as refusal:
        messages.error(request, french(f"{member.user} : {refusal.message}"))
        return
    messages.success(request, french(f"{member.user} {said[row.state]}, et le sait par courriel."))
    for each in clashes:
        messages.warning(request, french(f"{member.user} est aussi en formation aux mêmes heures : {each}."))


@require_safe
def names(request, pk: int):
    """Those whom one may sign up, for the list under the field."""
    session = _session(request, pk)
    if not perms.may_sign_up_others(request.membership):
        raise PermissionDenied
    people = perms.those_whom_may_sign_up(request.membership, session.training)
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], people))


def _session(request, pk: int) -> Session:
    """Return a session that this member may read about; a draft is nobody's."""
    rows = Session.objects.announced().filter(training__in=perms.readable(request.membership))
    return get_object_or_404(rows.select_related("training__audience", "training__institute", "commune"), pk=pk)
