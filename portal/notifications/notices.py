"""Telling members something that concerns them, each at the pace they chose for the subject."""

from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from portal.notifications.subjects import Subject
from portal.tenancy.models import Membership


def notify(memberships: Iterable[Membership], subject: Subject, *, title: str, url: str, text: str = "") -> None:
    """Tell these members of the asking tenant, in French: ``title`` in a few words, ``url`` the path where it is.

    Called inside the transaction of what happened: both, or neither. ``text`` holds nothing personal.
    """
    for membership in memberships:
        words = {"membership": membership, "title": title, "link": membership.tenant.base_url + url, "text": text}
        body = render_to_string("notifications/emails/notice.txt", words)
        EmailMessage(subject=title, body=body, to=[membership.user.email]).send()
