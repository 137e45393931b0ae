"""The second factor: the page of what one has, and where allauth's own views do not do."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import EditWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.second_factor import Type, host_of, passkeys

INDEX = reverse_lazy("mfa_index")


@login_required
@require_safe
def index(request):
    owned = Authenticator.objects.filter(user=request.user).order_by("created_at", "pk")
    by_type = {each.value: [factor for factor in owned if factor.type == each] for each in Type}
    codes = by_type["recovery_codes"]
    context = {
        "application": next(iter(by_type["totp"]), None),
        "passkeys": by_type["webauthn"],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "host": host_of(request),
    }
    return render(request, "mfa/index.html", context)


class PasskeyLoginView(LoginWebAuthnView):
    """Sign in with a passkey of this host, and go on to the page that was asked for."""

    def form_valid(self, form):
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, passkey, login)


class SecondFactorView(AuthenticateView):
    """The second step of signing in. A passkey is offered if there is one for this host."""

    def dispatch(self, request, *args, **kwargs):
        """Let whoever lost the factor that was asked for begin again.

        It may be reset while they are here: allauth would send them to the sign-in, which would send them back.
        """
        response = super().dispatch(request, *args, **kwargs)
        if response.headers.get("Location") == reverse("account_login"):
            clear_login(request)
        return response

    def get_context_data(self, **kwargs):
        user = self.stage.login.user
        has_application = Authenticator.objects.filter(user=user, type=Type.TOTP).exists()
        here = passkeys(user, host_of(self.request)).exists()
        return super().get_context_data(**kwargs) | {"has_application": has_application, "has_passkey": here}


class PasskeyNameView(EditWebAuthnView):
    success_url = INDEX


class PasskeyRemovalView(RemoveWebAuthnView):
    success_url = INDEX


login_by_passkey = PasskeyLoginView.as_view()
authenticate = SecondFactorView.as_view()
rename_passkey = PasskeyNameView.as_view()
remove_passkey = PasskeyRemovalView.as_view()
new_codes = GenerateRecoveryCodesView.as_view()


def _codes_of(user) -> list[str]:
    """Return the codes that can still be used. Raises Http404 when the person has no second factor."""
    owned = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    if owned is None:
        raise Http404
    return owned.wrap().get_unused_codes()


@login_required
@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request):
    """allauth's own page writes when it is read."""
    return render(request, "mfa/recovery_codes/index.html", {"codes": _codes_of(request.user)})


@login_required
@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")
def download_codes(request):
    response = HttpResponse("\n".join(_codes_of(request.user)) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return response
