"""The screens of the agenda: who opens them, of what, and their way back."""

from collections.abc import Iterable
from functools import wraps

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from events.models import Event, Occurrence
from events.models.seats import HOLDING, State
from events.permissions import KEEP
from events.services import RefusedError
from events.staff.drawing import Foreseen, draw, to_confirm
from portal.design.typography import french
from portal.tenancy.decorators import only_with, with_module
from portal.tenancy.models import Module

COMES = Q(seats__state__in=[*HOLDING, State.WAITING, State.PERHAPS])


def keepers_only(view):
    """Let in who keeps the calendar, where the tenant has one."""
    return with_module(Module.CALENDAR)(only_with(KEEP)(view))


def of_event(view):
    """Give the view the event of its address, or answer 404."""

    @wraps(view)
    def found(request, pk: int):
        return view(request, get_object_or_404(Event.objects.select_related("audience", "organiser"), pk=pk))

    return found


def of_date(view):
    """Give the view the date of its address, or answer 404."""

    @wraps(view)
    def found(request, pk: int):
        rows = with_people(Occurrence.objects.select_related("event__audience", "commune"))
        return view(request, get_object_or_404(rows, pk=pk))

    return found


def with_people(rows: QuerySet) -> QuerySet:
    """Say of each date how many hold a seat (``taken``), wait for one (``waiting``), and count on it (``people``)."""
    return rows.annotate(
        taken=Count("seats", Q(seats__state__in=HOLDING)),
        waiting=Count("seats", Q(seats__state=State.WAITING)),
        people=Count("seats", COMES),
    )


def screen(request, template: str, title: str, *, event: Event | None = None, forms: Iterable = (), **context):
    """Draw a screen, with the way back to the list and to the event."""
    trail = [(reverse("event:index"), "Agenda")]
    if event is not None and event.pk:
        trail.append((reverse("event:dates", args=[event.pk]), event.title))
    if event is None or not event.pk or title != event.title:
        trail.append(("", title))
    template = f"events/admin/{template}.html"
    return draw(request, template, title, trail, icon="date", forms=forms, event=event, **context)


def ask(request, title: str, foreseen: Foreseen, *, event: Event, label: str, is_loss: bool = True):
    """Draw what is about to happen."""
    back = reverse("event:dates", args=[event.pk])
    asked = to_confirm(request, foreseen, label=label, is_loss=is_loss)
    return screen(request, "confirm", title, event=event, back=back, **asked)


def back_to(event: Event, request, words: str):
    messages.success(request, french(words))
    return redirect("event:dates", event.pk)


def refuse(event: Event, request, refusal: RefusedError):
    messages.error(request, refusal.message)
    return redirect("event:dates", event.pk)
