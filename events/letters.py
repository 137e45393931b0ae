"""The mails of the calendar to one person: what it is about, when, where, and the date for their telephone.

Never the list of the others. The link of a meeting at a distance is in the words for those who come, and not in the
calendar's entry, which people forward.
"""

import dataclasses
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from events.entries import entry_of, place_of
from events.feeds import organiser_of
from events.icalendar import Method, letter
from events.keys import path_for
from events.models import Occurrence, SignUp
from events.models.seats import State
from events.words import when
from portal.design.typography import french

FILE = "rendez-vous.ics"
LINK = "Lien de visioconférence"


@dataclass(frozen=True)
class Change:
    """What a person was told of a date, and what is true now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one mail says.

    ``action``: the words of the link by which one answers; "" where nothing is to answer. ``is_open``: whether the
    person may still open the page of the date.
    """

    title: str
    words: list[str]
    changes: list[Change] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    action: str = ""
    method: Method | None = None
    is_open: bool = True


def facts_of(row: Occurrence, state: str) -> dict[str, str]:
    """Return what a person is told of a date, by label; ``state`` is that of their seat."""
    facts = {
        "Date": when(row.starts_at, row.ends_at, is_whole_days=row.is_whole_days),
        "Lieu": place_of(row),
        LINK: row.remote_link if state == State.TAKEN else "",
        "À savoir": row.note,
    }
    return {label: value for label, value in facts.items() if value}


def send(sign_up: SignUp, said: Letter, row: Occurrence) -> None:
    """Write a mail to the person of this sign-up, in the transaction of what it tells."""
    tenant, user = row.tenant, sign_up.membership.user
    words = {
        "said": said, "title": french(said.title), "event": row.event, "user": user, "tenant": tenant,
        "facts": facts_of(row, sign_up.state), "contact": contact_of(row),
        "answer": tenant.base_url + path_for(sign_up) if said.action else "",
        "page": tenant.base_url + reverse("event", settings.ROOT_URLCONF, args=[row.pk]),
        "preferences": tenant.base_url + reverse("notification_preferences", settings.ROOT_URLCONF),
        "link_label": LINK, "is_in_calendar": said.method == Method.REQUEST,
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=words["title"], body=render_to_string("events/emails/letter.txt", words), to=[user.email]
    )
    message.attach_alternative(render_to_string("events/emails/letter.html", words), "text/html")
    if said.method:
        message.attach(
            FILE, calendar_of(sign_up, row, said.method), f"text/calendar; method={said.method}; charset=utf-8"
        )
    message.send()


def contact_of(row: Occurrence) -> str:
    event = row.event
    return ", ".join(filter(None, [event.contact_name, event.phone_display, event.email]))


def calendar_of(sign_up: SignUp, row: Occurrence, method: Method) -> str:
    """Return what the person's calendar program reads.

    The number of the date (SEQUENCE) stays the date's own; between two messages with the same one the later stamp
    counts (RFC 5546, 2.1.5), so that who gives up and comes back has the date again.
    """
    entry = entry_of(row)
    entry = dataclasses.replace(entry, changed_at=max(row.changed_at, sign_up.changed_at))
    user = sign_up.membership.user
    return letter(entry, organiser_of(row.tenant), method, to=user.email, called=str(user)).decode()
