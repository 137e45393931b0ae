"""Answering a convocation, proposing an item: only a POST changes anything."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from extranet.committees import perms, proposals, replies, showing
from extranet.committees.member_forms import ProposalForm, ReplyForm
from extranet.committees.models import Proposal, Reply
from extranet.committees.views.finding import meeting_for
from portal.design.typography import french
from portal.tenancy.services import RefusedError

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
SAID = {
    Reply.Answer.PRESENT: "Votre réponse est notée : vous venez.",
    Reply.Answer.EXCUSED: "Votre réponse est notée : vous ne venez pas.",
    Reply.Answer.REPLACED: "Votre réponse est notée : quelqu’un vient à votre place.",
}
NOT_CALLED = "Vous n’êtes pas convoqué ou convoquée à cette réunion."
TOO_LATE_TO_REPLY = "On ne répond plus à cette convocation."
TOO_LATE_TO_PROPOSE = "On ne propose plus de point à cette réunion."


@ask_then_do
def reply(request, pk: int):
    """Say whether one comes. ``?reponse=`` in a mail chooses for the form, and writes nothing."""
    meeting, me = meeting_for(request, pk), request.membership
    said = meeting.replies.filter(membership=me).first()
    initial = {"answer": request.GET.get("reponse"), "note": said.note if said else ""}
    if said and initial["answer"] not in Reply.Answer.values:
        initial |= {"answer": said.answer, "replaced_by": said.replaced_by}
    form = ReplyForm(
        request.POST if request.method == "POST" else None, initial=initial,
        substitutes=showing.substitutes(me, meeting.committee),
    )  # fmt: skip
    closed = ""
    if not perms.may_answer(me, meeting):
        closed = NOT_CALLED if meeting.takes_replies else TOO_LATE_TO_REPLY
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            replies.reply(meeting, me, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, french(SAID[form.cleaned_data["answer"]]))
            return redirect("meeting", pk)
    context = {"meeting": meeting, "committee": meeting.committee, "form": form, "closed": closed, "said": said}
    return render(request, "committees/reply.html", context, status=422 if request.method == "POST" else 200)


@ask_then_do
def propose(request, pk: int):
    """Ask for an item; the secretary takes it in, or answers why not."""
    meeting, me = meeting_for(request, pk), request.membership
    committee = meeting.committee
    if not perms.may_read_papers(me, committee):
        raise Http404
    if not perms.proposes(me, committee):
        raise PermissionDenied
    form = ProposalForm(
        request.POST if request.method == "POST" else None, instance=Proposal(meeting=meeting, by=me),
        seats=list(perms.seats_of(me, committee).voting()),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            proposals.propose(form.save(commit=False))
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, french("Votre point est proposé : le secrétariat vous répondra."))
            return redirect("meeting", pk)
    closed = "" if meeting.takes_proposals else TOO_LATE_TO_PROPOSE
    context = {"meeting": meeting, "committee": committee, "form": form, "closed": closed}
    return render(request, "committees/propose.html", context, status=422 if request.method == "POST" else 200)
