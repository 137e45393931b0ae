"""Calling the members to a meeting, and what becomes of it: begun, held, called off, prepared again, erased."""

from django.http import Http404
from django.utils import timezone

from extranet.committees import calling, changes, meetings
from extranet.committees.meeting_forms import ReasonForm
from extranet.committees.models import Item, Meeting
from extranet.committees.states import NEXT, State
from extranet.committees.views.kept import (
    ask_then_do,
    done,
    drawn,
    keeps,
    kept_meeting,
    posted,
    refused,
    tried,
)  # fmt: skip
from portal.tenancy.services import RefusedError

DEEDS = {
    "commencer": (meetings.begin, State.RUNNING, "La réunion est ouverte : relevez qui est là."),
    "terminer": (meetings.hold, State.HELD, "La réunion est close. Ce qui n’a pas été traité attend la suivante."),
    "reprendre": (meetings.begin, State.RUNNING, "La réunion est rouverte."),
    "retablir": (meetings.restore, State.PREPARING, "La réunion est de nouveau en préparation."),
}
"""The verb, the state that it leads to, and what is said once it is done."""


@ask_then_do
@keeps(kept_meeting)
def convoke(request, meeting: Meeting):
    """Who will be called and what is missing; then the log of who was, with the replies."""
    if request.method == "POST":
        words = "Les membres sont convoqués." if not meeting.sequence else "Les membres sont convoqués de nouveau."
        return tried(request, lambda: meetings.convoke(meeting, by=request.user), words, "meeting_convoke", meeting.pk)
    seats, log = calling.seats_to_call(meeting), calling.log_of(meeting)
    office = calling.office_of(meeting, seats)
    people = {mandate.membership_id for seat in seats for mandate in seat.people} | {each.pk for _, each in office}
    context = {
        "meeting": meeting, "committee": meeting.committee, "seats": seats, "office": office, "count": len(people),
        "without": [seat for seat in seats if not seat.people], "log": log, "counts": calling.counts_of(log),
        "changed": changes.changed_since_told(meeting), "items": meeting.items.count(),
        "may_convoke": State.CONVOKED in NEXT[meeting.state] and meeting.starts_at > timezone.now() and bool(people),
        "waiting": meeting.proposals.waiting().count(),
    }  # fmt: skip
    return drawn(request, "meeting_convoke", context)


@ask_then_do
@keeps(kept_meeting)
def state(request, meeting: Meeting, deed: str):
    """Ask, then do: « commencer », « terminer », « reprendre », « retablir », « annuler », « supprimer »."""
    if deed == "annuler":
        return _cancel(request, meeting)
    if deed == "supprimer":
        return _drop(request, meeting)
    if deed not in DEEDS:
        raise Http404
    verb, becomes, words = DEEDS[deed]
    if request.method == "POST":
        to = "meeting_presences" if becomes == State.RUNNING else "meeting_prepare"
        return _moved(request, meeting, lambda: verb(meeting, by=request.user), words, to)
    if becomes not in NEXT[meeting.state]:
        raise Http404
    left = meeting.items.filter(state=Item.State.PLANNED) if deed == "terminer" else ()
    return drawn(request, "meeting_state", {"meeting": meeting, "deed": deed, "left": left})


def _moved(request, meeting: Meeting, verb, words: str, to: str):
    try:
        verb()
    except RefusedError as refusal:
        return refused(request, refusal, "meeting_prepare", meeting.pk)
    return done(request, words, to, meeting.pk)


def _cancel(request, meeting: Meeting):
    if State.CANCELLED not in NEXT[meeting.state]:
        raise Http404
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            meetings.cancel(meeting, form.cleaned_data["reason"], by=request.user)
        except RefusedError as refusal:
            form.add_error("reason", refusal)
        else:
            return done(request, "La réunion est annulée.", "meeting_prepare", meeting.pk)
    return drawn(request, "meeting_cancel", {"meeting": meeting, "form": form}, form)


def _drop(request, meeting: Meeting):
    if request.method != "POST":
        return drawn(request, "meeting_drop", {"meeting": meeting})
    title, slug = str(meeting), meeting.committee.slug
    try:
        meetings.drop(meeting, by=request.user)
    except RefusedError as refusal:
        return refused(request, refusal, "meeting_prepare", meeting.pk)
    return done(request, f"« {title} » est supprimée.", "committee_members", slug)
