from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from portal.tenancy.models import Membership


def first_page(membership: Membership | None) -> str:
    """Return where somebody has something to do here: a member's dashboard says what waits for them."""
    return reverse("dashboard", settings.ROOT_URLCONF) if membership else "/"


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up: an account is made by accepting a request or an invitation."""

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
