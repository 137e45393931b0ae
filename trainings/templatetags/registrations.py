from dataclasses import dataclass

from django import template
from django.utils import timezone

from events.models.seats import State
from trainings import coming, days, evaluating
from trainings.evaluation_keys import path_for
from trainings.models import Registration, Session
from trainings.models.evaluations import When
from trainings.words import YOURS

GIVE = {When.AT_ONCE: "Donner mon avis", When.LATER: "Donner mon avis, deux mois après"}
SENT = {When.AT_ONCE: "Évaluation envoyée", When.LATER: "Évaluation à deux mois envoyée"}
TONES = {State.TAKEN: "done", State.OFFERED: "here"}
register = template.Library()


@register.filter
def dates(session: Session) -> str:
    """Return « mardi 24 novembre 2026, de 9 h à 17 h » for each day of a session."""
    return days.dates(session)


@register.filter
def place(session: Session) -> str:
    return coming.place_of(session)


@register.filter
def own_presence(row: Registration) -> str:
    """Return whether somebody was there, as they are told themselves."""
    return YOURS.get(row.presence, "")


@register.filter
def tone(row: Registration) -> str:
    """Return the tone of the tag that says where a sign-up stands."""
    return TONES.get(row.state, "quiet")


@dataclass(frozen=True)
class Opinion:
    """One of the evaluations of a sign-up: where it is answered, "" once it was. What was answered is nowhere here."""

    words: str
    url: str = ""


@register.filter
def opinions(row: Registration) -> list[Opinion]:
    """Return the evaluations that somebody may answer, and those they have."""
    is_open = evaluating.open_to(row, timezone.now())
    done = {each.when for each in row.answered.all()}
    return [
        Opinion(SENT[when]) if when in done else Opinion(GIVE[when], path_for(row, when))
        for when in When
        if when in done or when in is_open
    ]
