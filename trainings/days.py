"""How the days of a session are said: « mardi 24 novembre 2026, de 9 h à 17 h »."""

from collections.abc import Iterable
from itertools import groupby

from events.periods import local
from events.words import when
from trainings.models import HalfDay, Session


def dates(session: Session) -> str:
    """Return the days of a session, one after the other; its half-days are read already, or are one query."""
    return " ; ".join(days_of(session.half_days.all()))


def days_of(half_days: Iterable[HalfDay]) -> list[str]:
    """Return each day of half-days given in order, from when to when."""
    days = (list(rows) for _, rows in groupby(half_days, key=lambda each: local(each.starts_at).date()))
    return [when(rows[0].starts_at, rows[-1].ends_at) for rows in days]
