"""Inviting anew those whose account came without a way in.

Not an invitation of portal.tenancy: that one makes an account or a membership, and lets an account that is there
accept by signing in. Here both are there, and a password alone is missing: the link to choose one is the way in.
"""

import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.tenancy.models import Tenant


def welcome_back(user: User, tenant: Tenant) -> None:
    """Write to a member whose account came without a password how to choose one. Inside the tenant's context."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    choose = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}, urlconf="portal.urls")
    words = {
        "tenant": tenant,
        "choose_url": tenant.base_url + choose.replace("UID-KEY", key),
        "valid_until": timezone.now() + datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        "ask_again_url": tenant.base_url + reverse("account_reset_password", urlconf="portal.urls"),
    }
    EmailMessage(
        "Votre compte : choisir un mot de passe",
        render_to_string("console/email/welcome_back.txt", words),
        to=[user.email],
    ).send()
