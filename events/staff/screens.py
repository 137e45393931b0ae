"""How the screens of the agenda are drawn: their trail, what is asked to be confirmed, what somebody else wrote."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import wraps

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import Media
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from events.models import Event, Occurrence
from events.models.seats import HOLDING, State
from events.permissions import KEEP
from events.services import RefusedError
from portal.design.typography import french
from portal.tenancy.decorators import only_with, with_module
from portal.tenancy.models import Module

CONFIRMED, CORRECT = "confirmed", "correct"
COMES = Q(seats__state__in=[*HOLDING, State.WAITING, State.PERHAPS])


def keepers_only(view):
    """Let in who keeps the calendar, where the tenant has one."""
    return with_module(Module.CALENDAR)(only_with(KEEP)(view))


def form_screen(view):
    """A screen that is read, then sent."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


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
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
        {"url": reverse("event:index"), "label": "Agenda"},
    ]
    if event is not None and event.pk:
        trail.append({"url": reverse("event:dates", args=[event.pk]), "label": event.title})
    if event is None or not event.pk or title != event.title:
        trail.append({"url": "", "label": title})
    forms = list(forms)
    shared = {
        "header_title": title, "page_title": title, "header_icon": "date", "breadcrumbs_items": trail, "event": event,
        "faulty": [form for form in forms if form.errors], "media": sum((form.media for form in forms), start=Media()),
    }  # fmt: skip
    status = 422 if shared["faulty"] else 200
    return render(request, f"events/admin/{template}.html", shared | context, status=status)


@dataclass
class Foreseen:
    """What is about to happen, in words: one sentence a line, then what it touches, one by one."""

    lines: list[str] = field(default_factory=list)
    groups: list[tuple[str, list[str]]] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(french(line))

    def name(self, title: str, rows: Iterable[str]) -> None:
        if rows := [french(row) for row in rows]:
            self.groups.append((french(title), rows))

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((self.lines, self.groups)).encode()).hexdigest()[:32]


def is_confirmed(request, foreseen: Foreseen) -> bool:
    """Say whether exactly this was read and agreed to: if somebody signed up since, it is asked again."""
    return request.POST.get(CONFIRMED) == foreseen.digest


def ask(request, title: str, foreseen: Foreseen, *, event: Event, label: str, is_loss: bool = True):
    """Draw what is about to happen; what was typed goes with it, to be sent again or to be corrected."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values
             if name not in {"csrfmiddlewaretoken", CONFIRMED, CORRECT}]  # fmt: skip
    changed = CONFIRMED in request.POST
    return screen(
        request,
        "confirm",
        title,
        event=event,
        foreseen=foreseen,
        typed=typed,
        label=label,
        has_changed=changed,
        is_loss=is_loss,
    )


def is_sent(request) -> bool:
    """Say whether the form is to be acted on: somebody who goes back to correct it only reads it again."""
    return request.method == "POST" and CORRECT not in request.POST


def back_to(event: Event, request, words: str):
    messages.success(request, french(words))
    return redirect("event:dates", event.pk)


def refuse(event: Event, request, refusal: RefusedError):
    messages.error(request, refusal.message)
    return redirect("event:dates", event.pk)
