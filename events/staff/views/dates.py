"""The dates of an event: all of them, one more, and what becomes of each."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import keeping, services
from events.models import Event, Occurrence
from events.seats import SeatError
from events.services import RefusedError, Scope, Slot, StaleError
from events.staff import said
from events.staff.drawing import Foreseen, form_screen, is_confirmed, is_sent
from events.staff.forms import CallOffForm, DateForm, PlaceForm
from events.staff.meanwhile import STAMP, as_read, differences, stamp_of, who
from events.staff.screens import ask, back_to, keepers_only, of_date, of_event, refuse, screen, with_people
from events.staff.times import SlotForm
from portal.design.typography import french


@keepers_only
@require_safe
@of_event
def dates(request, event: Event):
    """All dates of an event, those that are over folded, and what one may do with it."""
    rows = with_people(event.occurrences.order_by("starts_at", "pk")).prefetch_related("documents")
    now, coming, past = timezone.now(), [], []
    for each in rows:
        each.when = said.when(each)
        (past if each.ends_at <= now else coming).append(each)
    return screen(
        request, "dates", event.title, event=event, coming=coming, past=past,
        next_pk=next((each.pk for each in coming if not each.is_called_off), None),
        series=getattr(event, "series", None), may_be_deleted=keeping.may_be_deleted(event),
        may_be_withdrawn=keeping.may_be_withdrawn(event),
    )  # fmt: skip


@keepers_only
@form_screen
@of_event
def add(request, event: Event):
    """One more date, beside the series if there is one: it begins like the last one."""
    posted = request.POST if request.method == "POST" else None
    last = event.occurrences.order_by("-starts_at", "-pk").first()
    initial = keeping.shared_by(last) if last else {}
    slot_form = SlotForm(posted, initial=_hours_of(last))
    place_form = PlaceForm(posted, initial=initial, for_user=request.user, takes_signups=event.takes_signups)
    forms = [slot_form, place_form]
    if posted is not None and all(form.is_valid() for form in forms):
        fields = place_form.details() | {"is_whole_days": slot_form.lasts_whole_days}
        [made] = services.plan(event, slot_form.slot, fields, by=request.user)
        return back_to(event, request, f"Une date de plus : {said.when(made)}.")
    return screen(
        request, "date_form", "Ajouter une date", event=event, forms=forms, slot_form=slot_form, date_form=place_form
    )


def _hours_of(occurrence: Occurrence | None) -> dict:
    """Return the hours of a date, without its day."""
    typed = SlotForm.initial_of(occurrence) if occurrence else {}
    return {name: typed[name] for name in ("starts", "ends", "is_whole_days") if name in typed}


def has_sisters(occurrence: Occurrence) -> bool:
    """Say whether other dates of the event are still to come, and to be held."""
    return services.in_scope(occurrence, Scope.ALL).exclude(pk=occurrence.pk).exists()


@keepers_only
@form_screen
@of_date
def edit(request, occurrence: Occurrence):
    """Change or move a date, and those that go with it. What moves for somebody is read again first."""
    event, posted = occurrence.event, request.POST if request.method == "POST" else None
    slot_form = SlotForm(posted, initial=SlotForm.initial_of(occurrence))
    date_form = DateForm(
        posted, instance=occurrence, for_user=request.user, membership=request.membership,
        has_sisters=has_sisters(occurrence), takes_signups=event.takes_signups,
    )  # fmt: skip
    shown = {"stamp": stamp_of(occurrence), "is_called_off": occurrence.is_called_off}
    if posted is not None:
        shown["stamp"] = posted.get(STAMP, "")
        if all([slot_form.is_valid(), date_form.is_valid()]) and is_sent(request):
            answer = _change(request, occurrence, slot_form, date_form, shown)
            if answer:
                return answer
    return screen(
        request, "date_form", said.when(_as_it_is(occurrence)), event=event, forms=[slot_form, date_form],
        slot_form=slot_form, date_form=date_form, occurrence=occurrence, **shown,
    )  # fmt: skip


def _as_it_is(occurrence: Occurrence) -> Occurrence:
    """Return the date as the database has it: a form has written into the other."""
    return Occurrence.objects.select_related("commune").get(pk=occurrence.pk)


def _change(request: HttpRequest, occurrence, slot_form: SlotForm, date_form: DateForm, shown: dict):
    """Do it and answer, or ask first; put what refuses beside its field and answer nothing."""
    known, scope = _as_it_is(occurrence), date_form.chosen_scope
    fields = slot_form.fields_of_slot() | date_form.details()
    if known.changed_at == as_read(request):
        foreseen = foresee_change(known, fields, scope)
        if foreseen.lines and not is_confirmed(request, foreseen):
            return ask(request, "Avant de modifier", foreseen, event=known.event, label="Modifier", is_loss=False)
    try:
        changed = services.change(
            known, fields, by=request.user, scope=scope, documents=date_form.chosen_documents, as_read=as_read(request)
        )
    except StaleError:
        shown["stamp"], shown["writer"] = stamp_of(known), who(known.event)
        shown["meanwhile"] = _meanwhile(known, slot_form, date_form)
    except SeatError as refusal:
        date_form.add_error("capacity", french(refusal.message))
    except RefusedError as refusal:
        slot_form.add_error("first_day", refusal.message)
    except ValidationError as refusal:
        slot_form.add_error("first_day", refusal.messages)
    else:
        words = f"{said.dates(len(changed))} : c’est enregistré." if changed else "Rien n’a changé."
        return back_to(known.event, request, words)
    return None


def _meanwhile(known: Occurrence, slot_form: SlotForm, date_form: DateForm) -> list[str]:
    slot = slot_form.fields_of_slot()
    moved = [] if all(getattr(known, name) == slot[name] for name in slot) else [french(f"Quand : {said.when(known)}")]
    names = [name for name in date_form.fields if name != "scope"]
    return moved + differences(date_form, known, names) or [french("Rien d’autre que ce que vous écrivez.")]


def foresee_change(known: Occurrence, fields: dict, scope: Scope) -> Foreseen:
    """Return what is worth reading again: several dates at once, or a move that people have to be told of."""
    foreseen = Foreseen()
    matters = any(getattr(known, name) != fields[name] for name in services.SIGNIFICANT)
    rows = list(with_people(services.in_scope(known, scope)))
    people = sum(each.people for each in rows)
    if scope == Scope.THIS and not (matters and people):
        return foreseen
    foreseen.say(f"{said.dates(len(rows)).capitalize()} : {'elles changent' if len(rows) > 1 else 'elle change'}.")
    foreseen.say(_who_is_told(people, known.event))
    foreseen.name("Dates concernées", (_before_and_after(each, known, fields) for each in rows))
    return foreseen


def _before_and_after(each: Occurrence, known: Occurrence, fields: dict) -> str:
    """Return « mardi 2 mars 2027, de 9 h à 11 h (3 personnes inscrites) : ce sera jeudi 4 mars 2027, … »."""
    new = services.what_differs(known, fields)
    theirs = new if each.pk == known.pk else services.for_sister(each, Slot.of(known), new)
    names = ("starts_at", "ends_at", "is_whole_days")
    will_be = said.when(Occurrence(**{name: theirs.get(name, getattr(each, name)) for name in names}))
    now = said.when(each)
    return f"{now} ({said.people(each.people)})" + (f" : ce sera {will_be}" if will_be != now else "")


def _who_is_told(people: int, event: Event) -> str:
    if not people:
        return "Personne n’y est inscrit."
    return f"{said.people(people).capitalize()}{' : le changement leur sera dit' if event.is_published else ''}."


@keepers_only
@form_screen
@of_date
def call_off(request, occurrence: Occurrence):
    """Cancel or put off a date, and those that go with it, once who loses what was read."""
    event, posted = occurrence.event, request.POST if request.method == "POST" else None
    scope = request.GET.get("dates") if request.GET.get("dates") in Scope.values else Scope.THIS
    form = CallOffForm(
        posted, has_sisters=has_sisters(occurrence), initial={"scope": scope, "state": Occurrence.State.CANCELLED}
    )
    if is_sent(request) and form.is_valid():
        state = Occurrence.State(form.cleaned_data["state"])
        rows = list(with_people(services.in_scope(occurrence, form.chosen_scope)).prefetch_related("documents"))
        foreseen = foresee_call_off(rows, state, event)
        if not is_confirmed(request, foreseen):
            return ask(request, "Avant d’annuler ou de reporter", foreseen, event=event, label=_verb(state))
        done = services.call_off(rows, state, form.cleaned_data["reason"], by=request.user)
        return back_to(event, request, f"{_called_off(state, len(done))}.")
    return screen(
        request, "call_off", "Annuler ou reporter", event=event, forms=[form], form=form, when=said.when(occurrence)
    )


def _verb(state: Occurrence.State) -> str:
    return "Annuler ces dates" if state == Occurrence.State.CANCELLED else "Reporter ces dates"


def _called_off(state: Occurrence.State, count: int) -> str:
    done = {"annule": "annulée", "reporte": "reportée"}[state] + ("s" if count > 1 else "")
    return f"{said.dates(count).capitalize()} {done}"


def foresee_call_off(rows: list[Occurrence], state: Occurrence.State, event: Event) -> Foreseen:
    foreseen = Foreseen()
    people = sum(each.people for each in rows)
    foreseen.say(f"{_called_off(state, len(rows))}. Rien n’est supprimé : l’agenda montre le motif.")
    foreseen.say(_who_is_told(people, event))
    foreseen.name("Dates concernées", (f"{said.when(each)} ({said.people(each.people)})" for each in rows))
    papers = {document.title for each in rows for document in each.documents.all()}
    foreseen.name("Documents de ces dates, qui restent", sorted(papers))
    return foreseen


@keepers_only
@form_screen
@of_date
def hold(request, occurrence: Occurrence):
    """Give a date that was called off its place again, on the same day or on another."""
    event, posted = occurrence.event, request.POST if request.method == "POST" else None
    form = SlotForm(posted, initial=SlotForm.initial_of(occurrence))
    if not occurrence.is_called_off:
        return refuse(event, request, RefusedError("Cette date a bien lieu : modifiez-la."))
    if posted is not None and form.is_valid():
        held = services.hold_after_all(occurrence, form.slot, is_whole_days=form.lasts_whole_days, by=request.user)
        return back_to(event, request, f"La date aura lieu : {said.when(held)}.")
    return screen(
        request, "hold", "Tenir finalement cette date", event=event, forms=[form], slot_form=form,
        occurrence=occurrence, when=said.when(occurrence),
    )  # fmt: skip


@keepers_only
@form_screen
@of_date
def drop(request, occurrence: Occurrence):
    """Erase a date of a draft."""
    event, foreseen = occurrence.event, Foreseen()
    foreseen.say(f"{said.when(occurrence).capitalize()} : cette date est supprimée. Cela ne se défait pas.")
    foreseen.name("Documents de cette date, qui restent dans la bibliothèque", map(str, occurrence.documents.all()))
    try:
        if is_sent(request) and is_confirmed(request, foreseen):
            keeping.drop(occurrence, by=request.user)
            return back_to(event, request, "La date est supprimée.")
        keeping.check_droppable(occurrence)
    except RefusedError as refusal:
        return refuse(event, request, refusal)
    return ask(request, "Supprimer une date", foreseen, event=event, label="Supprimer")
