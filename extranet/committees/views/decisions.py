"""One decision: what it says, what happened to it, and what a member may say of it; taking one, changing one."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from extranet.committees import decided, decisions, perms
from extranet.committees.decisions_forms import DecisionForm, MoveForm
from extranet.committees.meetings import StaleError
from extranet.committees.models import Decision, Meeting
from portal.design.typography import french
from portal.tenancy.services import RefusedError

form_methods = require_http_methods(["GET", "HEAD", "POST"])
STARTED = {Meeting.State.RUNNING, Meeting.State.HELD}


def of_decision(view):
    """Give a view the decision that its address means; 404 when this member may not know of it."""

    @wraps(view)
    def guarded(request, pk: int):
        rows = decided.readable(request.membership).select_related(
            "committee", "meeting", "item", "person__user", "replaced_by"
        )
        return view(request, get_object_or_404(rows, pk=pk))

    return guarded


@form_methods
@of_decision
def decision(request, decision: Decision):
    """The decision with its history; who follows it says where it stands, who keeps the committee takes it up again."""
    keeps = perms.may_keep(request.membership, decision.committee)
    may_move = decided.may_follow(request.membership, decision) if decision.is_open else keeps
    if request.method == "POST" and not may_move:
        raise PermissionDenied
    form = MoveForm(request.POST or None, decision=decision, keeps=keeps) if may_move else None
    if request.method == "POST" and form.is_valid():
        try:
            _move(decision, form.cleaned_data, by=request.membership, keeps=keeps)
        except RefusedError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "C’est noté.")
            return redirect("decision", decision.pk)
    steps = [
        {"get_kind_display": str(step), "by": step.by and step.by.user, "created_at": step.at, "text": step.note}
        for step in decision.steps.select_related("by__user")
    ]
    others = decided.readable(request.membership).filter(replaced_by=decision)
    context = {
        "decision": decision, "form": form, "keeps": keeps, "steps": steps,
        "organisations": decision.organisations.order_by("name"), "replaces": others.order_by("year", "number"),
        "may_read_successor": decided.readable(request.membership).filter(pk=decision.replaced_by_id).exists(),
        "may_read_meeting": perms.readable(request.membership).filter(pk=decision.meeting_id).exists(),
    }  # fmt: skip
    return render(request, "committees/decision.html", context, status=422 if form and form.errors else 200)


def _move(decision: Decision, said: dict, *, by, keeps: bool) -> None:
    if decision.is_open:
        decisions.move(
            decision, said["state"], said["note"], by=by, replaced_by=said.get("replaced_by"), keeps=keeps
        )  # fmt: skip
    else:
        decisions.reopen(decision, said["note"], by=by)


@form_methods
@of_decision
def edit(request, decision: Decision):
    """Change an open decision; one that somebody changed meanwhile is shown as it is now, and nothing is lost."""
    if not perms.may_keep(request.membership, decision.committee):
        raise PermissionDenied
    if not decision.is_open:
        messages.error(request, french("Une décision réglée ne change plus : reprenez-la d’abord."))
        return redirect("decision", decision.pk)
    form, current = DecisionForm(request.POST or None, instance=decision, committee=decision.committee), None
    if request.method == "POST" and form.is_valid():
        try:
            decisions.change(
                form.instance, form.cleaned_data["organisations"], by=request.membership,
                as_read=form.cleaned_data["as_read"],
            )  # fmt: skip
        except StaleError as refusal:
            form.add_error(None, french(f"{refusal.message} Relisez-la avant d’enregistrer à nouveau."))
            form.read_again()
            current = decided.shown(Decision.objects.filter(pk=decision.pk)).get()
        except RefusedError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Décision enregistrée.")
            return redirect("decision", decision.pk)
    context = {"form": form, "decision": decision, "committee": decision.committee, "current": current}
    return render(request, "committees/decision_edit.html", context, status=422 if form.errors else 200)


@form_methods
def take(request, pk: int):
    """Write down what a meeting decides, while it is held or once it was."""
    meeting = get_object_or_404(perms.readable(request.membership).select_related("committee"), pk=pk)
    if not perms.may_keep(request.membership, meeting.committee):
        raise PermissionDenied
    if meeting.state not in STARTED:
        raise Http404
    decision = Decision(meeting=meeting, committee=meeting.committee, decided_on=timezone.localdate(meeting.starts_at))
    form = DecisionForm(request.POST or None, instance=decision, committee=meeting.committee, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.take(form.instance, form.cleaned_data["organisations"], by=request.membership)
        except RefusedError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, french(f"Décision {decision.reference} enregistrée."))
            return (
                redirect("decision_take", meeting.pk)
                if "another" in request.POST
                else redirect("decision", decision.pk)
            )
    context = {"form": form, "meeting": meeting, "committee": meeting.committee}
    return render(request, "committees/decision_take.html", context, status=422 if form.errors else 200)
