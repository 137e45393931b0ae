"""Whose identity at ProConnect is whose: tied the first time somebody comes in by it, untied by that person."""

from allauth.account.adapter import get_adapter
from allauth.account.signals import user_logged_in
from django.db import IntegrityError, transaction
from django.dispatch import receiver

from portal.accounts.models import ProConnectIdentity, User
from portal.accounts.proconnect import SESSION_KEY, Identity


def tied_to(identity: Identity) -> ProConnectIdentity | None:
    return ProConnectIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject).first()


def has_another(user: User, identity: Identity) -> bool:
    """Say whether this account is tied to somebody else there."""
    return user.proconnect_identities.filter(issuer=identity.issuer).exclude(subject=identity.subject).exists()


def of_login(identity: Identity) -> dict:
    """Return what a sign-in carries to its end, through a second factor too: in the session, until then."""
    return {"proconnect": {"issuer": identity.issuer, "subject": identity.subject, "id_token": identity.id_token}}


@receiver(user_logged_in)
def remember(sender, request, user, proconnect=None, **kwargs) -> None:
    """Once somebody is in, and not before: whoever has no second factor ties nothing to an account that has one."""
    if proconnect:
        request.session[SESSION_KEY] = proconnect["id_token"]
        if _tie(user, proconnect["issuer"], proconnect["subject"]):
            get_adapter(request).send_notification_mail("account/email/proconnect_tied", user)


def untie(user: User, request) -> None:
    """Forget who a person is at ProConnect, and tell them."""
    removed, _ = user.proconnect_identities.all().delete()
    if removed:
        get_adapter(request).send_notification_mail("account/email/proconnect_untied", user)


def _tie(user: User, issuer: str, subject: str) -> bool:
    """Return whether it is new. Two windows may come in at once: the database keeps one of each."""
    try:
        with transaction.atomic():
            return user.proconnect_identities.get_or_create(issuer=issuer, subject=subject)[1]
    except IntegrityError:
        return False
