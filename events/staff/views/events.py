"""An event as a whole: make, write, copy, publish, withdraw, erase."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from events import keeping, services, signing_up
from events.models import Event, SignUp
from events.models.seats import State
from events.services import RefusedError, StaleError
from events.staff import said
from events.staff.drawing import Foreseen, form_screen, is_confirmed, is_sent
from events.staff.forms import EventForm, PlaceForm
from events.staff.meanwhile import STAMP, as_read, differences, stamp_of, who
from events.staff.screens import ask, back_to, keepers_only, of_event, refuse, screen
from events.staff.times import SeriesForm, SlotForm
from events.words import day
from portal.design.typography import french
from portal.organisations.audience_form import AudienceForm
from portal.organisations.people import members_to_choose, suggestions
from portal.organisations.searching import LONGEST

SAID = {
    State.TAKEN: "vient", State.OFFERED: "une place lui est proposée", State.WAITING: "attend une place",
    State.PERHAPS: "peut-être",
}  # fmt: skip
LEFT_OUT = {
    False: ["1 personne qui a répondu ne verra plus cet événement.",
            "Sa réponse est retirée, un courriel lui dit pourquoi, et sa place est proposée à qui attend."],
    True: ["{count} personnes qui ont répondu ne verront plus cet événement.",
           "Leurs réponses sont retirées, un courriel leur dit pourquoi, et les places sont proposées à qui attend."],
}  # fmt: skip
"""What is said before an event is closed to one, or to several, who answered."""


@keepers_only
@require_safe
def people(request):
    """Members, for the list under the field in which one adds people whom an event is for."""
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], members_to_choose(request.tenant)))


@keepers_only
@form_screen
def add(request):
    """A new event, with its first date and how it repeats; a draft, whose dates are shown next."""
    posted = request.POST if request.method == "POST" else None
    event_form = EventForm(posted, for_user=request.user, membership=request.membership)
    audience_form = AudienceForm(posted, suggest_url=reverse("event:people"))
    slot_form, series_form = SlotForm(posted), SeriesForm(posted)
    place_form = PlaceForm(posted, for_user=request.user, takes_signups="takes_signups" in (posted or {}))
    forms = [event_form, slot_form, place_form, series_form, audience_form]
    if posted is not None and _are_valid(forms, slot_form, series_form):
        event = _create(request, *forms)
        count = event.occurrences.count()
        words = f"« {event} » est enregistré en brouillon, avec {said.dates(count)}. Relisez, puis publiez."
        return back_to(event, request, words)
    return screen(
        request, "event_form", "Nouvel événement", forms=forms, event_form=event_form, audience_form=audience_form,
        slot_form=slot_form, place_form=place_form, series_form=series_form,
    )  # fmt: skip


def _are_valid(forms, slot_form: SlotForm, series_form: SeriesForm) -> bool:
    """Say whether all are; the rule is judged from the first day, as soon as there is one."""
    are_valid = all(form.is_valid() for form in forms)
    has_day = slot_form.is_valid() and series_form.is_valid()
    return all([are_valid, not has_day or series_form.fits(slot_form.slot.day)])


@transaction.atomic
def _create(request, *forms) -> Event:
    event_form, slot_form, place_form, series_form, audience_form = forms
    event = event_form.save(commit=False)
    event.audience = audience_form.save()
    fields = place_form.details() | {"is_whole_days": slot_form.lasts_whole_days}
    return keeping.create(
        event, slot_form.slot, fields, series=series_form.series, platforms=event_form.cleaned_data["platforms"],
        documents=event_form.chosen_documents, by=request.user,
    )  # fmt: skip


@keepers_only
@form_screen
@of_event
def edit(request, event: Event):
    """The words of an event, and for whom it is. Its dates have a screen of their own."""
    posted, stamp = request.POST if request.method == "POST" else None, stamp_of(event)
    event_form = EventForm(posted, instance=event, for_user=request.user, membership=request.membership)
    audience_form = AudienceForm(posted, instance=event.audience, suggest_url=reverse("event:people"))
    forms, shown = [event_form, audience_form], {"stamp": stamp}
    if posted is not None:
        shown["stamp"] = posted.get(STAMP, "")
        if all(form.is_valid() for form in forms) and is_sent(request):
            try:
                return _write(request, event, event_form, audience_form)
            except StaleError:
                meanwhile = _meanwhile(event_form, audience_form, event.pk)
                shown = {"stamp": stamp, "meanwhile": meanwhile, "writer": who(event)}
    return screen(
        request, "event_form", "Modifier l’événement", event=Event.objects.get(pk=event.pk), forms=forms,
        event_form=event_form, audience_form=audience_form, **shown,
    )  # fmt: skip


def _write(request: HttpRequest, event: Event, event_form: EventForm, audience_form: AudienceForm):
    """Save and answer; or write nothing and ask, where people who signed up would lose sight of it."""
    with transaction.atomic():
        audience_form.save()
        keeping.write(
            event_form.save(commit=False), platforms=event_form.cleaned_data["platforms"],
            documents=event_form.chosen_documents, by=request.user, as_read=as_read(request),
        )  # fmt: skip
        foreseen = foresee_left_out(signing_up.left_out(event) if audience_form.has_changed() else [])
        is_agreed = not foreseen.lines or is_confirmed(request, foreseen)
        if foreseen.lines and is_agreed:
            signing_up.leave_out(event)
        transaction.set_rollback(not is_agreed)
    if not is_agreed:
        known = Event.objects.get(pk=event.pk)
        return ask(request, "Avant de changer le public", foreseen, event=known, label="Changer le public")
    return back_to(event, request, f"« {event} » est enregistré.")


def foresee_left_out(sign_ups: list[SignUp]) -> Foreseen:
    """Say who would not see the event any more though they answered, and what becomes of that."""
    foreseen, theirs = Foreseen(), {}
    for each in sign_ups:
        when = day(timezone.localdate(each.occurrence.starts_at))
        theirs.setdefault(each.membership, []).append(f"{when} ({SAID[each.state]})")
    if theirs:
        for line in LEFT_OUT[len(theirs) > 1]:
            foreseen.say(line.format(count=len(theirs)))
        foreseen.say("Pour garder quelqu’un, revenez au formulaire et ajoutez son nom à « certains professionnels ».")
    foreseen.name("Qui ne le verrait plus", (f"{each.user} : {', '.join(dates)}" for each, dates in theirs.items()))
    return foreseen


def _meanwhile(form: EventForm, audience_form: AudienceForm, pk: int) -> list[str]:
    known = Event.objects.select_related("audience").get(pk=pk)
    found = differences(form, known, list(form.Meta.fields)) + differences(audience_form, known.audience, ["reach"])
    return found or [french("Rien d’autre que ce que vous écrivez.")]


@keepers_only
@form_screen
@of_event
def duplicate(request, event: Event):
    """The same words for the same people, on a day that is still to be given."""
    form = SlotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = keeping.duplicate(event, form.slot, is_whole_days=form.lasts_whole_days, by=request.user)
        return back_to(made, request, f"Voici une copie de « {event} », en brouillon. Personne n’y est inscrit.")
    return screen(request, "duplicate", "Dupliquer", event=event, forms=[form], slot_form=form)


@keepers_only
@require_POST
@of_event
def publish(request, event: Event):
    try:
        services.publish(event, by=request.user)
    except RefusedError as refusal:
        return refuse(event, request, refusal)
    return back_to(event, request, f"« {event} » est publié.")


@keepers_only
@require_POST
@of_event
def withdraw(request, event: Event):
    try:
        keeping.withdraw(event, by=request.user)
    except RefusedError as refusal:
        return refuse(event, request, refusal)
    return back_to(event, request, f"« {event} » est de nouveau un brouillon : l’agenda ne le montre plus.")


@keepers_only
@form_screen
@of_event
def delete(request, event: Event):
    """Erase a draft, once what goes with it was read."""
    if not keeping.may_be_deleted(event):
        return refuse(event, request, RefusedError(keeping.CALL_OFF_INSTEAD))
    foreseen = Foreseen()
    days = event.occurrences.order_by("starts_at", "pk")
    foreseen.say(f"« {event} » est supprimé, avec {said.dates(len(days))}. Cela ne se défait pas.")
    foreseen.say("Personne n’y est inscrit, et les documents restent dans la bibliothèque.")
    foreseen.name("Dates supprimées", map(said.when, days))
    if is_sent(request) and is_confirmed(request, foreseen):
        keeping.delete(event, by=request.user)
        messages.success(request, french(f"« {event} » est supprimé."))
        return redirect("event:index")
    return ask(request, "Supprimer", foreseen, event=event, label="Supprimer")
