"""The mails of trainings to one person: what it is about, when, where, and its days for their telephone.

Never the list of the others. The link of a meeting at a distance is in the words for those who have a seat, and not in
the calendar's entries, which people forward.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from events.feeds import organiser_of
from events.icalendar import Entry, Method, letter
from events.letters import LINK, Change
from events.models.seats import State
from portal.design.typography import french
from trainings.coming import place_of
from trainings.days import days_of
from trainings.models import Registration, Session


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that goes with a mail."""

    name: str
    content: bytes
    kind: str = "application/pdf"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one mail says. ``action``: the words of the link to one's own sign-up; "" where nothing is to do.

    ``calendar``: the days to write into the person's calendar, or to take out of it.
    """

    title: str
    words: list[str]
    changes: list[Change] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Other sessions of the same training, in words."""
    action: str = ""
    link: str = ""
    """Where ``action`` leads; "" to one's own sign-up."""
    calendar: list[tuple[Method, Entry]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


def facts_of(session: Session, state: str) -> dict[str, str]:
    """Return what a person is told of a session, by label; ``state`` is that of their seat."""
    days = days_of(session.half_days.all())
    facts = {
        "Dates" if len(days) > 1 else "Date": " ; ".join(days),
        "Lieu": place_of(session),
        LINK: session.remote_link if state == State.TAKEN else "",
        "À savoir": session.note,
        "Organisme": session.training.institute.name,
    }
    return {label: value for label, value in facts.items() if value}


def send(registration: Registration, said: Letter, session: Session) -> None:
    """Write a mail to the person of this sign-up, in the transaction of what it tells."""
    tenant, user, training = session.tenant, registration.membership.user, session.training
    words = {
        "said": said, "title": french(said.title), "training": training, "user": user, "tenant": tenant,
        "facts": facts_of(session, registration.state), "link_label": LINK,
        "contact": ", ".join(filter(None, [training.contact_name, training.phone_display, training.email])),
        "mine": said.link
        or tenant.base_url + reverse("my_training", settings.ROOT_URLCONF, args=[registration.pk]),
        "page": tenant.base_url + reverse("training", settings.ROOT_URLCONF, args=[training.slug]),
        "preferences": tenant.base_url + reverse("notification_preferences", settings.ROOT_URLCONF),
        "is_in_calendar": any(method == Method.REQUEST for method, _ in said.calendar),
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=words["title"], body=render_to_string("trainings/emails/letter.txt", words), to=[user.email]
    )
    message.attach_alternative(render_to_string("trainings/emails/letter.html", words), "text/html")
    for name, content, kind in [*_files(said.calendar, registration, session), *map(_file, said.papers)]:
        message.attach(name, content, kind)
    message.send()


def _file(paper: Paper) -> tuple[str, bytes, str]:
    return paper.name, paper.content, paper.kind


def _files(calendar: list[tuple[Method, Entry]], registration: Registration, session: Session) -> Iterable[tuple]:
    """One file a day: a message to a calendar speaks of one date (RFC 5546, 3.2).

    The stamp is the later of the session's and the sign-up's: who gives up and comes back has the date again.
    """
    user, stamp = registration.membership.user, max(session.changed_at, registration.changed_at)
    for number, (method, entry) in enumerate(calendar, start=1):
        name = "rendez-vous.ics" if len(calendar) == 1 else f"rendez-vous-{number}.ics"
        stamped = dataclasses.replace(entry, changed_at=stamp)
        text = letter(stamped, organiser_of(session.tenant), method, to=user.email, called=str(user)).decode()
        yield name, text, f"text/calendar; method={method}; charset=utf-8"
