"""Accounts: one a person, over all tenants. No tenant's screen lists them."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.console.decorators import operator_only
from portal.console.forms import AccountSearchForm
from portal.tenancy import second_factor
from portal.tenancy.services import RefusedError

SHOWN = 50


@operator_only
@require_safe
def index(request):
    form = AccountSearchForm(request.GET or None)
    words = form.cleaned_data["q"].split() if form.is_bound and form.is_valid() else []
    accounts = User.objects.annotate(has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
    accounts = accounts.prefetch_related("memberships__tenant").order_by("last_name", "first_name", "email")
    for word in words:
        accounts = accounts.filter(
            Q(email__icontains=word) | Q(first_name__unaccent__icontains=word) | Q(last_name__unaccent__icontains=word)
        )
    count = accounts.count()
    context = {"form": form, "accounts": accounts[:SHOWN], "count": count, "hidden": max(0, count - SHOWN)}
    return render(request, "console/accounts.html", context)


@operator_only
@require_POST
def set_active(request, pk: int):
    """Close an account everywhere, or open it again. Nobody closes their own."""
    account = get_object_or_404(User, pk=pk)
    if account == request.account:
        messages.error(request, "Votre propre compte se ferme par une autre personne de l’exploitation.")
    else:
        account.is_active = request.POST.get("active") == "1"
        account.save(update_fields=["is_active"])
        words = "est rouvert" if account.is_active else "est fermé : il n’ouvre plus aucun portail"
        messages.success(request, f"Le compte de {account.email} {words}.")
    return redirect("console_accounts")


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request, pk: int):
    """For somebody whom no tenant's administrator may help: staff of two tenants, or an operator."""
    account = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return render(request, "console/reset_second_factor.html", {"account": account})
    try:
        was_told = second_factor.reset_by_operator(account, by=request.account)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        told = "Un courriel le lui dit." if was_told else "Aucun portail ne peut lui écrire : dites-le-lui."
        messages.success(request, f"La double authentification de {account.email} est réinitialisée. {told}")
    return redirect("console_accounts")
