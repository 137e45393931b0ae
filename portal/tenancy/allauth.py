from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from portal.tenancy.models import Membership


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up: an account is made by accepting a request or an invitation."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        """Take staff of this tenant to their back-office, everyone else to its home page."""
        here = Membership.objects.active().filter(tenant=request.tenant, user=request.user).first()
        return reverse("wagtailadmin_home") if here and here.opens_back_office else "/"

    def format_email_subject(self, subject: str) -> str:
        return subject  # portal.notifications says the tenant, in every mail

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL
