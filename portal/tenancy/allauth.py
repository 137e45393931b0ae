from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from portal.accounts.devices import in_plain_words
from portal.accounts.second_factor import host_of, passkeys
from portal.tenancy.models import Membership


def first_page(membership: Membership | None) -> str:
    """Return where somebody has something to do here: a member's dashboard says what waits for them."""
    return reverse("dashboard", settings.ROOT_URLCONF) if membership else "/"


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up: an account is made by accepting a request or an invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse ou le mot de passe n’est pas le bon.",
        "incorrect_code": "Ce code n’est pas le bon, ou n’est plus valable.",
        "incorrect_password": "Ce mot de passe n’est pas le bon.",
        "enter_current_password": "Écrivez votre mot de passe actuel.",
        "too_many_login_attempts": "Trop d’essais sans succès. Attendez cinq minutes, puis réessayez.",
        "rate_limited": "Trop de demandes à la suite. Attendez une minute, puis réessayez.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        """Take an operator to the console, members to their dashboard, others to the home page."""
        if request.tenant is None:
            return reverse("console") if request.user.is_superuser else "/"
        return first_page(Membership.objects.of(request.tenant).active().filter(user=request.user).first())

    def format_email_subject(self, subject: str) -> str:
        return subject  # portal.notifications says the tenant, in every mail

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Tell somebody of a change on their account; the operator's host sends no mail."""
        if self.request.tenant is None:
            return
        device = in_plain_words(self.get_http_user_agent(self.request))
        words = {"device": device, "devices_url": self.request.build_absolute_uri(reverse("account_devices"))}
        super().send_notification_mail(template_prefix, user, words | (context or {}), email)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Offer what can be used on this host, in our words."""
        words = {
            "reauthenticate": "votre mot de passe",
            "mfa_reauthenticate": "un code de votre application, ou un code de secours",
            "mfa_reauthenticate:webauthn": "votre clé d’accès",
        }
        methods = [
            method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)
        ]
        if passkeys(user, host_of(self.request)).exists():
            return methods
        return [method for method in methods if method["id"] != "mfa_reauthenticate:webauthn"]

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count failures over all hosts: an account is one, and so is the patience of who guesses."""
        return f"login:{credentials.get('email', '').lower()}"
