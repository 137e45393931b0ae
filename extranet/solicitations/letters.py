"""The mails of study meetings, to one person each: a reference, a date and the file for their telephone.

Neither where it is, nor what it is about: the page says it, to who may read it.
"""

import dataclasses
import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from events.feeds import organiser_of
from events.icalendar import Method, letter
from events.words import when
from extranet.solicitations.addresses import address
from extranet.solicitations.entries import entry_of
from extranet.solicitations.models import Solicitation, StudyMeeting
from portal.design.typography import french
from portal.tenancy.models import Membership

FILE = "reunion.ics"


def send(
    meeting: StudyMeeting, solicitation: Solicitation, membership: Membership, method: Method, *,
    at: datetime.datetime | None = None,
) -> None:  # fmt: skip
    """Write to one person, in the transaction of what it tells. ``at``: when the date was taken back from them."""
    tenant, user, base_url = membership.tenant, membership.user, membership.tenant.base_url
    what = _what(meeting, method)
    words = {
        "title": french(f"Sollicitation {solicitation.reference} : {what}"), "user": user, "tenant": tenant,
        "when": when(meeting.starts_at, meeting.ends_at), "is_off": method == Method.CANCEL,
        "is_taken_back": method == Method.CANCEL and not meeting.cancelled_at,
        "page": base_url + address("solicitation", solicitation.reference),
        "preferences": base_url + address("notification_preferences"),
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=words["title"], body=render_to_string("solicitations/emails/meeting.txt", words), to=[user.email]
    )
    message.attach_alternative(render_to_string("solicitations/emails/meeting.html", words), "text/html")
    entry = entry_of(meeting, solicitation, base_url)
    entry = dataclasses.replace(entry, changed_at=max(meeting.changed_at, at or meeting.changed_at))
    calendar = letter(entry, organiser_of(tenant), method, to=user.email, called=str(user)).decode()
    message.attach(FILE, calendar, f"text/calendar; method={method}; charset=utf-8")
    message.send()


def _what(meeting: StudyMeeting, method: Method) -> str:
    if method == Method.CANCEL:
        return "réunion d’étude annulée" if meeting.cancelled_at else "réunion d’étude sans vous"
    return "réunion d’étude modifiée" if meeting.sequence else "réunion d’étude"
