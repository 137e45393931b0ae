"""What the referent, the deputy and the coordinator keep of a support: steps, the stages of its lease, its end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from extranet.solicitations import perms, steps
from extranet.solicitations import supports as verbs
from extranet.solicitations.models import LeaseStage, Step, Support
from extranet.solicitations.support_forms import ChangeForm, EndForm, StageForm, StepForm
from extranet.solicitations.views.support_found import ask_then_do, back, done, drawn, kept_by, posted
from portal.design.typography import french
from portal.tenancy.services import RefusedError

LARGEST = 2**63 - 1


@ask_then_do
@kept_by(perms.may_keep_support)
def change(request, support: Support):
    """Until when it is to last, and whether its lease slides."""
    now = {"due_on": support.due_on, "has_sliding_lease": support.has_sliding_lease}
    form = ChangeForm(posted(request), initial=now)

    def change_it(said):
        verbs.change(support, **said, by=request.membership)

    answer = done(request, form, change_it, "L’accompagnement est modifié.", lambda: back(support.solicitation))
    return answer or drawn(request, "support_edit", support.solicitation, form, support=support)


@ask_then_do
@kept_by(perms.may_keep_support)
def note_step(request, support: Support):
    form = StepForm(posted(request))

    def note(said):
        steps.note_step(support, Step.Kind(said["kind"]), on=said["on"], text=said["text"], by=request.membership)

    answer = done(request, form, note, "L’étape est notée.", lambda: back(support.solicitation))
    return answer or drawn(request, "support_step", support.solicitation, form, support=support)


@ask_then_do
@kept_by(perms.may_keep_support)
def drop_step(request, support: Support, step: int):
    step = get_object_or_404(support.steps.select_related("by__user"), pk=min(step, LARGEST))
    if request.method == "POST":
        step.support = support
        try:
            steps.drop_step(step, by=request.membership)
        except RefusedError as refusal:
            messages.error(request, french(refusal.message))
        else:
            messages.success(request, "L’étape est retirée.")
        return back(support.solicitation)
    return drawn(request, "support_step_drop", support.solicitation, None, step=step)


@ask_then_do
@kept_by(perms.may_keep_support)
def note_stage(request, support: Support):
    """The stages of a sliding lease: what is noted, and one more or another day."""
    if not support.has_sliding_lease:
        messages.info(request, french("Cet accompagnement n’a pas de bail glissant : dites d’abord qu’il en a un."))
        return redirect("solicitation_support_edit", support.solicitation.reference)
    stages = list(support.lease_stages.all())
    form = StageForm(posted(request), reached={each.stage: each.reached_on for each in stages})

    def note(said):
        steps.note_stage(support, LeaseStage.Stage(said["stage"]), on=said["on"], by=request.membership)

    answer = done(request, form, note, "L’étape du bail est notée.", lambda: _lease_of(support))
    return answer or drawn(request, "support_lease", support.solicitation, form, support=support, stages=stages)


@ask_then_do
@kept_by(perms.may_keep_support)
def drop_stage(request, support: Support, stage: str):
    row = get_object_or_404(support.lease_stages, stage=stage)
    if request.method == "POST":
        try:
            steps.drop_stage(support, LeaseStage.Stage(stage), by=request.membership)
        except RefusedError as refusal:
            messages.error(request, french(refusal.message))
        else:
            messages.success(request, "L’étape du bail est retirée.")
        return _lease_of(support)
    return drawn(request, "support_stage_drop", support.solicitation, None, stage=row)


@ask_then_do
@kept_by(perms.may_keep_support)
def end(request, support: Support):
    form = EndForm(posted(request), support=support)

    def end_it(said):
        verbs.end(
            support, Support.Outcome(said["outcome"]), on=said["on"], text=said["text"], by=request.membership
        )  # fmt: skip

    answer = done(
        request, form, end_it, "La fin de l’accompagnement est enregistrée.", lambda: _after(request, support)
    )
    return answer or drawn(request, "support_end", support.solicitation, form, support=support)


def _lease_of(support: Support):
    return redirect("solicitation_support_lease", support.solicitation.reference)


def _after(request, support: Support):
    """Return to the solicitation; a referent whose last day is over reads it no more, and goes to their list."""
    if perms.visible(request.membership).filter(pk=support.solicitation_id).exists():
        return back(support.solicitation)
    return redirect("solicitation_supports")
