"""The mails that leave to the sender of a request; staff are told by ``notify``."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from extranet.access.keys import page_of
from extranet.access.models import AccessRequest
from portal.tenancy.models import Tenant

SUBJECTS = {
    "confirm": "Confirmez votre adresse",
    "already_member": "Votre demande d’accès",
    "already_asked": "Votre demande d’accès",
    "question": "Une question sur votre demande d’accès",
    "accepted": "Votre demande d’accès est acceptée",
    "refused": "Réponse à votre demande d’accès",
    "expired": "Votre demande d’accès est close",
}


def write(letter: str, request: AccessRequest, **words) -> None:
    """Send one of SUBJECTS to the sender, in the transaction of what it tells."""
    write_to(request.email, letter, request.tenant, request=request, page=page_of(request), **words)


def write_to(email: str, letter: str, tenant: Tenant, **words) -> None:
    """Send one of SUBJECTS to an address."""
    addresses = {
        "login": tenant.base_url + reverse("account_login", settings.ROOT_URLCONF),
        "ask": tenant.base_url + reverse("access_ask", settings.ROOT_URLCONF),
    }
    body = render_to_string(f"access/emails/{letter}.txt", {"tenant": tenant} | addresses | words)
    EmailMessage(subject=SUBJECTS[letter], body=body, to=[email]).send()
