"""The screens of the catalogue: who opens them, of what, and their way back."""

from collections.abc import Iterable
from functools import wraps

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst

from events.models.seats import HOLDING, State
from events.staff.drawing import Foreseen, draw, to_confirm
from portal.design.typography import french
from portal.tenancy.decorators import only_with, with_module
from portal.tenancy.models import Module
from trainings.models import Session, Training
from trainings.permissions import KEEP
from trainings.services import RefusedError
from trainings.staff import said


def keepers_only(view):
    """Let in who keeps the trainings, where the tenant has some."""
    return with_module(Module.TRAININGS)(only_with(KEEP)(view))


def of_training(view):
    """Give the view the training of its address, or answer 404."""

    @wraps(view)
    def found(request, pk: int):
        return view(request, get_object_or_404(Training.objects.select_related("audience", "institute"), pk=pk))

    return found


def of_session(view):
    """Give the view the session of its address, or answer 404."""

    @wraps(view)
    def found(request, pk: int):
        rows = with_people(Session.objects.select_related("training", "commune"))
        return view(request, get_object_or_404(rows, pk=pk))

    return found


def with_people(rows: QuerySet) -> QuerySet:
    """Say of each session how many hold a seat (``taken``), wait for one (``waiting``), and are to be approved."""
    return rows.annotate(
        taken=Count("seats", Q(seats__state__in=HOLDING)),
        waiting=Count("seats", Q(seats__state=State.WAITING)),
        asked=Count("seats", Q(seats__state=State.ASKED)),
    )


def screen(
    request, template: str, title: str, *, training: Training | None = None, session: Session | None = None,
    forms: Iterable = (), **context,
):  # fmt: skip
    """Draw a screen, with the way back to the catalogue, to the training and to the session."""
    trail = [(reverse("training:index"), "Formations")]
    training = session.training if session else training
    if training is not None and training.pk:
        trail.append((page_of(training), training.title))
    if session is not None:
        trail.append((reverse("training:session", args=[session.pk]), capfirst(said.when(session))))
    if title != trail[-1][1]:
        trail.append(("", title))
    template = f"trainings/admin/{template}.html"
    context |= {"training": training, "session": session}
    return draw(request, template, title, trail, icon="form", forms=forms, **context)


def ask(request, title: str, foreseen: Foreseen, *, training: Training, label: str):
    """Draw what is about to happen to a training."""
    trail = [(reverse("training:index"), "Formations"), (page_of(training), training.title), ("", title)]
    asked = to_confirm(request, foreseen, label=label)
    return draw(request, "events/admin/confirm.html", title, trail, icon="form", back=page_of(training), **asked)


def page_of(training: Training) -> str:
    return reverse("training:sessions", args=[training.pk])


def back_to(where: Training | Session, request, words: str):
    messages.success(request, french(words))
    return _to(where)


def refuse(where: Training | Session, request, refusal: RefusedError):
    messages.error(request, refusal.message)
    return _to(where)


def _to(where: Training | Session):
    return redirect("training:session" if isinstance(where, Session) else "training:sessions", where.pk)
