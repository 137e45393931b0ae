from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up: an account is made by accepting a request or an invitation. Mails name the tenant."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        tenant = getattr(self.request, "tenant", None)
        return f"[{tenant.short_name}] {subject}" if tenant else subject

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL
