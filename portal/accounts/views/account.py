"""« Mon compte »: the page that leads to everything, one's name, and the way out."""

from allauth.account import views
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import addresses
from portal.accounts.devices import sessions_of
from portal.accounts.forms import NameForm


class LogoutView(views.LogoutView):
    """Sign out whoever is signed in: on a tenant's host where they are no member, ``request.user`` is a visitor."""

    def logout(self) -> None:
        self.request.user = self.request.account
        super().logout()


@login_required
@require_safe
def home(request):
    factors = Authenticator.objects.filter(user=request.user).values_list("type", flat=True)
    context = {
        "has_application": Authenticator.Type.TOTP in factors,
        "passkeys": list(factors).count(Authenticator.Type.WEBAUTHN),
        "devices": len(sessions_of(request.user)),
        "change": addresses.waiting(request.user),
    }
    return render(request, "account/home.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request):
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Votre nom est enregistré.")
        return redirect("account_home")
    return render(request, "account/name.html", {"form": form})
