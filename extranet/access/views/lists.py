"""« Inviter une liste »: the list, its dry run, and the confirmation of what the dry run showed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from extranet.access import inviting
from extranet.access.list_forms import ListForm, UnknownForm
from extranet.access.lists import MOST, dry_run
from portal.design.typography import french
from portal.tenancy.decorators import only_with
from portal.tenancy.permissions import MANAGE_TEAM

STALE = "Cette liste n’est plus celle que vous avez vérifiée, ou date de plus d’une heure : vérifiez-la de nouveau."


@only_with(MANAGE_TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_list(request):
    if "sealed" in request.POST:
        return _confirm(request)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        return _show(request, form.cleaned_data["lines"])
    return render(request, "access/list.html", {"form": form, "most": MOST}, status=422 if form.errors else 200)


def _show(request, lines, form=None):
    result = dry_run(lines, request.tenant)
    sealed = inviting.seal(lines, request.tenant, request.user)
    form = form or UnknownForm(names=result.unknown)
    context = {"result": result, "sealed": sealed, "form": form}
    return render(request, "access/list_checked.html", context, status=422 if form.errors else 200)


def _confirm(request):
    lines = inviting.unseal(request.POST["sealed"], request.tenant, request.user)
    if lines is None:
        messages.error(request, STALE)
        return redirect("access_list")
    form = UnknownForm(request.POST, names=dry_run(lines, request.tenant).unknown)
    if not form.is_valid():
        return _show(request, lines, form)
    result = inviting.invite_list(request.tenant, lines, form.chosen, by=request.user)
    sent = len(result.to_invite)
    messages.success(request, french(f"{sent} invitation{'s partent' if sent > 1 else ' part'} par courriel."))
    return redirect("access_requests")
