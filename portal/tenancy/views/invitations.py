"""The page to which an invitation leads. Opening it changes nothing: mail scanners follow links."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.tenancy import invitations
from portal.tenancy.allauth import first_page
from portal.tenancy.forms import AccountForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token: str):
    invited = invitations.find(token)
    if invited is None:
        return render(request, "tenancy/invitation_closed.html", status=410)
    account = invitations.account_of(invited)
    if request.account.is_authenticated and request.account != account:
        return _show(request, invited, "someone_else")
    if account is None:
        return _open_account(request, invited)
    if not request.account.is_authenticated:
        return _show(request, invited, "sign_in")
    return _confirm(request, invited)


def _show(request, invited, step: str, form=None):
    context = {"invitation": invited, "step": step, "form": form}
    return render(request, "tenancy/invitation.html", context)


def _open_account(request, invited):
    names = {"first_name": invited.first_name, "last_name": invited.last_name}
    form = AccountForm(request.POST or None, email=invited.email, initial=names)
    if not (request.method == "POST" and form.is_valid()):
        return _show(request, invited, "new_account", form)
    try:
        membership = invitations.accept_with_new_account(invited, **form.cleaned_data)
    except invitations.ClosedError:
        return redirect(request.path)  # which says how things stand now
    get_adapter(request).login(request, membership.user)
    return _welcome(request, membership)


def _confirm(request, invited):
    if request.method != "POST":
        return _show(request, invited, "confirm")
    try:
        membership = invitations.accept(invited, request.account)
    except invitations.ClosedError:
        return redirect(request.path)
    return _welcome(request, membership)


def _welcome(request, membership):
    messages.success(request, f"Bienvenue dans l’espace de\N{NO-BREAK SPACE}: {request.tenant.name}.")
    return redirect(first_page(membership))
