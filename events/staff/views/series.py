"""The rule of a series: what it was, what it becomes, and what that does to the dates to come."""

from django.shortcuts import redirect
from django.utils import timezone

from events import keeping, services
from events.models import Event, Occurrence, Series
from events.services import Relaid, Slot
from events.staff import said
from events.staff.drawing import Foreseen, form_screen, is_confirmed, is_sent
from events.staff.screens import ask, back_to, keepers_only, of_event, screen, with_people
from events.staff.times import FromForm, SeriesForm
from events.words import day


@keepers_only
@form_screen
@of_event
def edit(request, event: Event):
    """Lay the dates to come anew, by another rule; read first what is made, deleted, cancelled."""
    posted = request.POST if request.method == "POST" else None
    model = _model_of(event)
    if model is None:
        return redirect("event:add_date", event.pk)
    first = max(timezone.localdate(model.starts_at), timezone.localdate())
    from_form = FromForm(posted, initial={"first_day": first})
    known = Series.objects.filter(event=event).first()
    series_form = SeriesForm(posted, instance=known, is_optional=False, for_user=request.user)
    forms = [from_form, series_form]
    if is_sent(request) and all(form.is_valid() for form in forms):
        start = from_form.cleaned_data["first_day"]
        if series_form.fits(start):
            return _lay_anew(request, event, series_form.series, model, Slot.of(model).on(start))
    return screen(
        request, "series", "La série", event=event, forms=forms, from_form=from_form, series_form=series_form,
        when=said.when(model), is_series=known is not None,
    )  # fmt: skip


def _model_of(event: Event) -> Occurrence | None:
    """Return the date whose hours and place the new ones take: the next one, or else the last one."""
    rows = event.occurrences.filter(state=Occurrence.State.PLANNED)
    coming = rows.upcoming().order_by("starts_at", "pk").first()
    return coming or event.occurrences.order_by("-starts_at", "-pk").first()


def _lay_anew(request, event: Event, series: Series, model: Occurrence, slot: Slot):
    foreseen = foresee(event, services.foresee(event, series, slot))
    if not is_confirmed(request, foreseen):
        return ask(request, "Avant de changer la série", foreseen, event=event, label="Changer la série")
    services.relay(event, series, slot, keeping.shared_by(model), by=request.user)
    return back_to(event, request, "La série est changée.")


def foresee(event: Event, relaid: Relaid) -> Foreseen:
    """Say what a new rule does, date by date."""
    foreseen = Foreseen()
    lost = list(with_people(Occurrence.objects.filter(pk__in=[each.pk for each in relaid.lost])).order_by("starts_at")
                .prefetch_related("documents"))  # fmt: skip
    people = sum(each.people for each in lost)
    foreseen.say(f"Gardées : {said.dates(len(relaid.kept))}.")
    foreseen.say(f"Créées : {said.dates(len(relaid.made))}.")
    foreseen.say(f"Supprimées, car personne n’y est inscrit : {said.dates(len(relaid.deleted))}.")
    foreseen.say(f"Annulées, car elles servent déjà : {said.dates(len(lost))} ({said.people(people)}).")
    foreseen.name("Dates créées", map(day, relaid.made))
    foreseen.name("Dates supprimées", map(said.when, relaid.deleted))
    foreseen.name("Dates annulées", (f"{said.when(each)} ({said.people(each.people)})" for each in lost))
    papers = {document.title for each in lost for document in each.documents.all()}
    foreseen.name("Documents des dates annulées, qui restent", sorted(papers))
    return foreseen
