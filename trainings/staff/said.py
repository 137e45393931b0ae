"""Days, hours and numbers of people of a session, in words."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone

from events.models.seats import State
from events.words import day, hours_on
from portal.design.typography import NBSP
from trainings import words
from trainings.models import HalfDay, Session


def hours_by_day(half_days: Iterable[HalfDay]) -> list[tuple[str, str]]:
    """Return « mardi 2 mars 2027 », « de 9 h à 12 h 30 et de 14 h à 17 h 30 », day by day."""
    found = []
    for date, rows in groupby(half_days, key=lambda each: timezone.localdate(each.starts_at)):
        found.append((day(date), " et ".join(hours_on(date, each.starts_at, each.ends_at) for each in rows)))
    return found


def when(session: Session) -> str:
    """Return « mardi 2 mars 2027 », or « du mardi 2 mars au jeudi 4 mars 2027 »: its first and its last day."""
    first, last = timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)
    return words.days([first, last, last]) if first != last else words.days([first])


def people(session: Session) -> str:
    """Return « 3 personnes inscrites, 1 place proposée, 2 en attente », or « personne n’est inscrit »."""
    counts = Counter(session.seats.open().values_list("state", flat=True))
    names = [
        (State.TAKEN, "personne inscrite", "personnes inscrites"),
        (State.OFFERED, "place proposée", "places proposées"),
        (State.WAITING, "en attente", "en attente"),
        (State.ASKED, "à valider", "à valider"),
    ]
    said = [f"{n}{NBSP}{one if n == 1 else many}" for state, one, many in names if (n := counts[state])]
    return ", ".join(said) or "personne n’est inscrit"
