"""Solicitations before a committee: the coordinator presents one, those who sit read its sheet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from extranet.solicitations import journal, perms, presentations, presentations_shown
from extranet.solicitations.models import Presentation, Solicitation
from extranet.solicitations.presentations_forms import PresentForm
from portal.design.typography import french
from portal.tenancy.services import RefusedError

PER_PAGE = 20


@require_safe
def of_committee(request, slug: str):
    """What is presented to a committee today, by reference, to who sits there."""
    committee = get_object_or_404(presentations.committees_of(request.membership), slug=slug)
    rows = Presentation.objects.active().filter(committee=committee).select_related("solicitation__platform")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "solicitations/of_committee.html", {"committee": committee, "page": page})


@require_safe
def presented(request, reference: str):
    """The sheet without text; that it was read is written in the journal."""
    rows = presentations.readable(request.membership).filter(solicitation__reference=reference)
    rows = list(rows.select_related("solicitation__platform", "committee").order_by("committee__name"))
    if not rows:
        raise Http404
    shown: Solicitation = rows[0].solicitation
    journal.write(shown, journal.Act.LISTED, by=request.membership, detail=rows[0].committee.name)
    context = {"solicitation": shown, "facts": presentations_shown.facts(shown), "rows": rows}
    return render(request, "solicitations/presented.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def of_solicitation(request, reference: str):
    """Where a solicitation is presented, and one committee more, for who answers it."""
    solicitation = _answered_by(request, reference)
    offered = presentations.offered(solicitation, request.membership)
    form = PresentForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_bound and form.is_valid():
        committee = form.cleaned_data["committee"]
        try:
            presentations.present(solicitation, committee, by=request.membership)
        except RefusedError as refusal:
            form.add_error("committee", str(refusal))
        else:
            messages.success(request, french(f"Présentée : {committee}. Qui y siège lit la fiche sans texte."))
            return redirect("solicitation_presentations", reference)
    rows = solicitation.presentations.select_related("committee", "by__user")
    context = {
        "solicitation": solicitation, "form": form, "rows": rows, "may_present": offered.exists(),
        "facts": presentations_shown.facts(solicitation),
    }  # fmt: skip
    return render(request, "solicitations/presentations.html", context, status=422 if form.is_bound else 200)


@require_POST
def take_back(request, reference: str, pk: int):
    solicitation = _answered_by(request, reference)
    row = get_object_or_404(solicitation.presentations.select_related("committee", "solicitation"), pk=pk)
    presentations.take_back(row, by=request.membership)
    messages.success(request, french(f"La fiche n’est plus lue ici : {row.committee}."))
    return redirect("solicitation_presentations", reference)


def _answered_by(request, reference: str) -> Solicitation:
    """Return what this member may see, or 404; 403 to who may not answer it."""
    rows = perms.visible(request.membership).select_related("platform")
    found = get_object_or_404(rows, reference=reference)
    if not perms.may_answer(request.membership, found):
        raise PermissionDenied
    return found
