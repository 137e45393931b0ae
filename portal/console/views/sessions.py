"""Signing people out at once, in an incident: one person, a tenant's hosts, everybody."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.console.decorators import operator_only
from portal.console.forms import EndSessionsForm
from portal.design.typography import french
from portal.operations import sessions
from portal.tenancy.models import Tenant


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request, pk: int):
    account = get_object_or_404(User, pk=pk)
    return _ask_or_end(
        request, account.email, "console_accounts",
        lambda **also: sessions.end_those_of_person(account, by=request.account, **also),
    )  # fmt: skip


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def of_tenant(request, slug: str):
    tenant = get_object_or_404(Tenant, slug=slug)
    return _ask_or_end(
        request, f"tous les comptes, sur les adresses de « {tenant.name} »", "console_tenant",
        lambda **also: sessions.end_those_of_tenant(tenant, by=request.account, **also), slug,
    )  # fmt: skip


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def of_everybody(request):
    return _ask_or_end(
        request, "tous les comptes, sur tous les portails, l’exploitation comprise", "console_accounts",
        lambda **also: sessions.end_everybody_s(by=request.account, **also),
    )  # fmt: skip


def _ask_or_end(request, whose: str, leads_to: str, end, *arguments):
    """Show what will be ended; once confirmed, end it, and say what was. Whoever ended their own signs in again."""
    form = EndSessionsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        back = {"back": leads_to, "back_to": arguments[0] if arguments else None}
        return render(request, "console/end_sessions.html", {"whose": french(whose), "form": form} | back)
    ended = end(**form.cleaned_data)
    if not Session.objects.filter(pk=request.session.session_key).exists():
        logout(request)
    messages.success(request, _said(ended))
    return redirect(leads_to, *arguments)


def _said(ended: sessions.Ended) -> str:
    counted = [f"sessions fermées : {ended.sessions}"]
    counted += [f"adresses privées d’agenda : {ended.feeds}"] if ended.feeds else []
    counted += [f"mots de passe retirés : {ended.passwords}"] if ended.passwords else []
    told = " Un courriel le dit à cette personne." if ended.told else ""
    return french(", ".join(counted).capitalize() + f".{told}")
