"""Changing one's e-mail address. Opening a link changes nothing: mail scanners follow links."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import addresses
from portal.accounts.forms import AddressForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.mfa", allow_get=True)
def change(request):
    form = AddressForm(request.POST or None, user=request.user)
    if request.method == "POST":
        if refused := ratelimit.consume_or_429(request, action="manage_email", user=request.user):
            return refused
        if form.is_valid():
            addresses.ask_for_change(request.user, form.cleaned_data["email"], link=_link(request), request=request)
            return redirect("account_email")
    return render(request, "account/email_change.html", {"form": form, "change": addresses.waiting(request.user)})


@login_required
@require_POST
def withdraw(request):
    """Give up the change that one asked for."""
    if waiting := addresses.waiting(request.user):
        addresses.stop(waiting)
        messages.success(request, "Votre adresse reste la même : les liens envoyés ne marchent plus.")
    return redirect("account_email")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request, key: str):
    """The page that a link in one of the two mails opens: agree, or, from the old address, stop it."""
    found = addresses.find(key)
    if found is None:
        return render(request, "account/email_confirm.html", {"step": "closed"}, status=410)
    asked, is_old = found
    if request.method != "POST":
        return render(request, "account/email_confirm.html", {"step": "ask", "change": asked, "is_old": is_old})
    if "stop" in request.POST:
        addresses.stop(asked)
        return render(request, "account/email_confirm.html", {"step": "stopped", "change": asked})
    return _agree(request, asked, is_old)


def _agree(request, asked, is_old: bool):
    try:
        asked = addresses.confirm(asked, from_old=is_old, request=request)
    except addresses.TakenError:
        addresses.stop(asked)
        return render(request, "account/email_confirm.html", {"step": "closed"}, status=410)
    step = "moved" if asked.closed_at else "waiting"
    return render(request, "account/email_confirm.html", {"step": step, "change": asked, "is_old": is_old})


def _link(request):
    return lambda token: request.build_absolute_uri(reverse("account_confirm_email", args=[token]))
