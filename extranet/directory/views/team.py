"""« Mon équipe »: the référent de structure brings colleagues in, confirms who is there, and ends an access."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from extranet.directory import colleagues, perms, reviews
from extranet.directory.forms import ColleagueForm
from extranet.directory.teams import teams_of
from portal.design.typography import french
from portal.organisations.models import Affiliation, Organisation, PromisedAffiliation
from portal.tenancy.models import Invitation
from portal.tenancy.services import RefusedError

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def own_team(request):
    """The organisations I am référent of: whom I am asked to confirm, who has access, who was invited."""
    if not (teams := teams_of(request.membership, timezone.localdate())):
        raise PermissionDenied
    return render(request, "directory/own_team.html", {"teams": teams})


@ask_then_do
def invite(request, pk: int):
    organisation = get_object_or_404(Organisation, pk=pk)
    if not perms.may_bring_in(request.membership, organisation):
        raise Http404
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = colleagues.invite_colleague(organisation, **form.cleaned_data, by=request.membership)
        except RefusedError as refusal:
            form.add_error("email", refusal)
        else:
            messages.success(request, f"Une invitation part à {invitation.email}.")
            return redirect("own_team")
    status = 422 if form.errors else 200
    context = {"organisation": organisation, "form": form}
    return render(request, "directory/invite.html", context, status=status)


@ask_then_do
def end(request, pk: int):
    """End a colleague's affiliation; the page says first whether their access ends with it."""
    affiliation = get_object_or_404(
        Affiliation.objects.current().select_related("membership__user", "organisation"), pk=pk
    )
    if not perms.may_bring_in(request.membership, affiliation.organisation):
        raise Http404
    if not perms.may_end(request.membership, affiliation):
        raise PermissionDenied
    colleague = affiliation.membership
    if request.method != "POST":
        context = {"affiliation": affiliation, "closes": colleagues.is_only_way_in(affiliation)}
        return render(request, "directory/end.html", context)
    try:
        ended = colleagues.end_colleague(affiliation, by=request.membership)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        words = "n’a plus accès à l’espace" if ended else f"ne travaille plus pour : {affiliation.organisation}"
        messages.success(request, french(f"{colleague.user.get_full_name()} {words}."))
    return redirect(reviews.url_of(affiliation.organisation_id))


@require_POST
def confirm(request, pk: int):
    """A colleague is still there. Whoever left in the meantime is no error of the one who clicks."""
    rows = Affiliation.objects.select_related("membership__user", "organisation")
    affiliation = get_object_or_404(rows, pk=pk)
    if not perms.may_bring_in(request.membership, affiliation.organisation):
        raise Http404
    if affiliation.ended_on is None and not perms.may_confirm(request.membership, affiliation):
        raise PermissionDenied
    try:
        reviews.confirm_colleague(affiliation, by=request.membership)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, french(f"{affiliation.membership.user.get_full_name()} : toujours là, c’est noté."))
    return redirect(reviews.url_of(affiliation.organisation_id))


@ask_then_do
def invitation(request, pk: int):
    """What waits for a colleague: send it again, or withdraw it."""
    rows = PromisedAffiliation.objects.select_related("invitation", "organisation")
    promise = get_object_or_404(rows.filter(invitation__in=Invitation.objects.pending()), invitation=pk)
    if not perms.may_bring_in(request.membership, promise.organisation):
        raise Http404
    if request.method != "POST":
        return render(request, "directory/invitation.html", {"promise": promise})
    if "resend" in request.POST:
        again = {"function": promise.function, "by": request.membership}
        colleagues.invite_colleague(promise.organisation, promise.invitation.email, **again)
        messages.success(request, french("Un nouveau lien part ; le précédent ne marche plus."))
    else:
        colleagues.withdraw(promise.invitation, by=request.membership)
        messages.success(request, "L’invitation est retirée.")
    return redirect("own_team")
