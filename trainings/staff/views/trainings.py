"""A training as a whole: make, write, copy, publish, unpublish, erase; and its sessions, one by one."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from events.staff.drawing import Foreseen, form_screen, is_confirmed, is_sent
from events.staff.meanwhile import STAMP, as_read, differences, stamp_of, who
from portal.design.typography import french
from portal.organisations.audience_form import AudienceForm
from trainings import keeping
from trainings.models import Training
from trainings.services import RefusedError, StaleError
from trainings.staff import said
from trainings.staff.forms import REACHES, TitleForm, TrainingForm
from trainings.staff.rows import COUNTS
from trainings.staff.screens import ask, back_to, keepers_only, of_training, refuse, screen, with_people


@keepers_only
@require_safe
@of_training
def sessions(request, training: Training):
    """A training, and all its sessions, those that are over folded."""
    now, coming, past = timezone.now(), [], []
    rows = with_people(training.sessions.select_related("commune")).prefetch_related("half_days")
    for each in rows.order_by("starts_at", "pk"):
        each.days = said.hours_by_day(each.half_days.all())
        (past if each.ends_at <= now else coming).append(each)
    return screen(
        request, "sessions", training.title, training=training, coming=coming, past=past[::-1], counts=COUNTS,
        may_be_unpublished=keeping.may_be_unpublished(training), may_be_deleted=not (coming or past),
    )  # fmt: skip


@keepers_only
@form_screen
def add(request):
    """A new training, as a draft: its sessions come next."""
    posted = request.POST if request.method == "POST" else None
    form = TrainingForm(posted, for_user=request.user, membership=request.membership)
    audience_form = AudienceForm(posted, reaches=REACHES)
    forms = [form, audience_form]
    if posted is not None and all(each.is_valid() for each in forms):
        with transaction.atomic():
            training = form.save(commit=False)
            training.audience = audience_form.save()
            keeping.create(training, documents=form.chosen_documents, by=request.user)
        return back_to(training, request, f"« {training} » est enregistrée en brouillon. Ajoutez une session, publiez.")
    return screen(
        request, "training_form", "Nouvelle formation", forms=forms, training_form=form, audience_form=audience_form
    )


@keepers_only
@form_screen
@of_training
def edit(request, training: Training):
    """The words of a training, and who may sign up."""
    posted = request.POST if request.method == "POST" else None
    stamp, meanwhile = stamp_of(training), []
    form = TrainingForm(posted, instance=training, for_user=request.user, membership=request.membership)
    audience_form = AudienceForm(posted, instance=training.audience, reaches=REACHES)
    forms = [form, audience_form]
    if posted is not None and all(each.is_valid() for each in forms):
        try:
            _write(request, form, audience_form)
        except StaleError:
            meanwhile = _meanwhile(form, audience_form, training.pk)
        else:
            return back_to(training, request, f"« {training} » est enregistrée.")
    elif posted is not None:
        stamp = posted.get(STAMP, "")
    return screen(
        request, "training_form", "Modifier la formation", training=Training.objects.get(pk=training.pk), forms=forms,
        training_form=form, audience_form=audience_form, stamp=stamp, meanwhile=meanwhile,
        writer=who(training) if meanwhile else "",
    )  # fmt: skip


@transaction.atomic
def _write(request, form: TrainingForm, audience_form: AudienceForm) -> None:
    audience_form.save()
    keeping.write(form.save(commit=False), documents=form.chosen_documents, by=request.user, as_read=as_read(request))


def _meanwhile(form: TrainingForm, audience_form: AudienceForm, pk: int) -> list[str]:
    known = Training.objects.select_related("audience").get(pk=pk)
    found = differences(form, known, list(form.fields)) + differences(audience_form, known.audience, ["reach"])
    return found or [french("Rien d’autre que ce que vous écrivez.")]


@keepers_only
@form_screen
@of_training
def duplicate(request, training: Training):
    """The same words for the same people, under another title; without a session."""
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": f"{training.title} (copie)"})
    if request.method == "POST" and form.is_valid():
        made = keeping.duplicate(training, form.cleaned_data["title"], by=request.user)
        return back_to(made, request, f"Voici une copie de « {training} », en brouillon et sans session.")
    return screen(request, "duplicate", "Dupliquer", training=training, forms=[form], form=form)


@keepers_only
@require_POST
@of_training
def publish(request, training: Training):
    keeping.publish(training, by=request.user)
    return back_to(training, request, f"« {training} » est publiée : le catalogue la montre.")


@keepers_only
@require_POST
@of_training
def unpublish(request, training: Training):
    try:
        keeping.unpublish(training, by=request.user)
    except RefusedError as refusal:
        return refuse(training, request, refusal)
    return back_to(training, request, f"« {training} » est dépubliée : le catalogue ne la montre plus.")


@keepers_only
@form_screen
@of_training
def delete(request, training: Training):
    """Erase a training that never had a session."""
    if not keeping.may_be_deleted(training):
        return refuse(training, request, RefusedError(keeping.HAS_SESSIONS))
    foreseen = Foreseen()
    foreseen.say(f"« {training} » est supprimée. Cela ne se défait pas.")
    foreseen.say("Elle n’a aucune session, et les documents restent dans la bibliothèque.")
    if is_sent(request) and is_confirmed(request, foreseen):
        keeping.delete(training, by=request.user)
        messages.success(request, french(f"« {training} » est supprimée."))
        return redirect("training:index")
    return ask(request, "Supprimer", foreseen, training=training, label="Supprimer")
