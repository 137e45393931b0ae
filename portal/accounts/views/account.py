"""« Mon compte »: the page that leads to everything, one's name, and the way out."""

from allauth.account import views
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import addresses
from portal.accounts.devices import sessions_of
from portal.accounts.forms import NameForm
from portal.accounts.proconnect import SESSION_KEY, UNDERSTOOD, client, note
from portal.design.typography import french


@method_decorator(never_cache, name="dispatch")
class LogoutView(views.LogoutView):
    """Sign out whoever is signed in: on a tenant's host where they are no member, ``request.user`` is a visitor."""

    def logout(self) -> None:
        self.request.user = self.request.account
        super().logout()

    def post(self, *args, **kwargs):
        """Whoever came by ProConnect is signed out there too: on a desk that is shared, the next one would be them.

        By a page of ours that goes on by itself: a form sent on to ProConnect, and from there to whichever provider
        the person has, is stopped by browsers (« form-action »).
        """
        id_token = self.request.session.get(SESSION_KEY)
        response = super().post(*args, **kwargs)
        if not (id_token and settings.PROCONNECT and self.request.tenant):
            return response
        try:
            way_out = client().way_out(self.request, id_token, self.request.tenant.base_url + reverse("proconnect_out"))
        except UNDERSTOOD as error:
            note(error)
            messages.warning(
                self.request, french("ProConnect n’a pas répondu : fermez ce navigateur pour en sortir aussi.")
            )
            return response
        return render(self.request, "account/proconnect_leaving.html", {"way_out": way_out})


@login_required
@require_safe
def home(request):
    factors = Authenticator.objects.filter(user=request.user).values_list("type", flat=True)
    context = {
        "has_application": Authenticator.Type.TOTP in factors,
        "passkeys": list(factors).count(Authenticator.Type.WEBAUTHN),
        "devices": len(sessions_of(request.user)),
        "identity": request.user.proconnect_identities.first(),
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
