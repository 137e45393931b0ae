"""The mails of committees to one person: which committee, when, where, and the date for their telephone.

What is on the agenda stays in the paper that goes with the mail and on the page; the names of the others too. The
link of a meeting at a distance is in the words, and not in the calendar's entry, which people forward.
"""

import dataclasses
import datetime
from dataclasses import dataclass, field

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from events.feeds import organiser_of
from events.icalendar import Method, letter
from events.letters import LINK, Change
from events.words import when
from extranet.committees.addresses import address
from extranet.committees.entries import entry_of
from extranet.committees.models import Meeting
from extranet.committees.words import place_of
from portal.design.typography import french
from portal.documents.models import Document
from portal.tenancy.models import Membership

FILE = "reunion.ics"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one mail says. ``paper``: the convocation (PDF); ``is_to_answer``: whether it has the link to answer."""

    title: str
    words: list[str]
    changes: list[Change] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    paper: bytes = b""
    method: Method = Method.REQUEST
    is_to_answer: bool = False
    is_open: bool = True
    """Whether the person may still open the page of the meeting."""


def facts_of(meeting: Meeting) -> dict[str, str]:
    """Return what who is called is told of a meeting, by label."""
    facts = {
        "Intitulé": meeting.title,
        "Date": when(meeting.starts_at, meeting.ends_at),
        "Lieu": place_of(meeting),
        LINK: meeting.remote_link,
        "À savoir": meeting.note,
    }
    return {label: value for label, value in facts.items() if value}


def send(meeting: Meeting, membership: Membership, said: Letter, *, at: datetime.datetime) -> None:
    """Write a mail to one person, in the transaction of what it tells."""
    tenant, user = meeting.tenant, membership.user
    words = {
        "said": said, "title": french(said.title), "committee": meeting.committee, "user": user, "tenant": tenant,
        "facts": _shown(meeting, said), "link_label": LINK,
        "page": tenant.base_url + address("meeting", meeting.pk),
        "answer": tenant.base_url + address("meeting_reply", meeting.pk),
        "documents": [
            (each.title, tenant.base_url + address("library_document", each.pk)) for each in said.documents
        ],
        "preferences": tenant.base_url + address("notification_preferences"),
        "is_in_calendar": said.method == Method.REQUEST,
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=words["title"], body=render_to_string("committees/emails/letter.txt", words), to=[user.email]
    )
    message.attach_alternative(render_to_string("committees/emails/letter.html", words), "text/html")
    calendar = calendar_of(meeting, membership, said.method, at=at)
    message.attach(FILE, calendar, f"text/calendar; method={said.method}; charset=utf-8")
    if said.paper:
        message.attach("convocation.pdf", said.paper, "application/pdf")
    message.send()


def _shown(meeting: Meeting, said: Letter) -> dict[str, str]:
    facts = facts_of(meeting) if said.is_open else {}
    if said.method == Method.CANCEL:
        facts.pop(LINK, None)
    return facts


def calendar_of(meeting: Meeting, membership: Membership, method: Method, *, at: datetime.datetime) -> str:
    """Return what the person's calendar program reads; of two with one number the later stamp counts."""
    entry = dataclasses.replace(entry_of(meeting), changed_at=max(meeting.changed_at, at))
    user = membership.user
    return letter(entry, organiser_of(meeting.tenant), method, to=user.email, called=str(user)).decode()
