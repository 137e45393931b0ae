"""The mails of the contact form: the message to who answers, and what its writer is told."""

from django.conf import settings
from django.core.mail import EmailMessage, make_msgid
from django.template.loader import render_to_string

from home.models import ContactMessage, ContactPolicy

ANSWERED_BY_A_MACHINE = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
"""RFC 3834: no other machine answers this one; the second is what Exchange reads."""


def is_acknowledgement(headers: dict[str, str]) -> bool:
    """Say whether a mail with these headers is one of ours to a writer."""
    return headers.items() >= ANSWERED_BY_A_MACHINE.items()


def forwarded(message: ContactMessage, policy: ContactPolicy, *, to: list[str]) -> EmailMessage:
    """Return the message as its readers get it: to answer it is to answer its writer."""
    words = {"message": message, "tenant": message.tenant, "kept_days": policy.kept_days}
    key = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2])
    return EmailMessage(
        subject=f"{message.get_subject_display()} – message de {message.name}".replace("\n", " ").replace("\r", " "),
        body=render_to_string("home/emails/contact.txt", words),
        to=to,
        reply_to=[message.email],
        headers={"Message-ID": key},
    )


def acknowledgement(message: ContactMessage, policy: ContactPolicy) -> EmailMessage:
    """Return what tells the writer that the message is here. Nothing of what they typed is in it.

    Anybody may write anybody's address in the form: this letter must be of no use to carry words.
    """
    words = {
        "message": message, "tenant": message.tenant, "kept_days": policy.kept_days, "address": message.tenant.base_url,
    }  # fmt: skip
    return EmailMessage(
        subject="Nous avons bien reçu votre message",
        body=render_to_string("home/emails/contact_acknowledged.txt", words),
        to=[message.email],
        headers=ANSWERED_BY_A_MACHINE,
    )
