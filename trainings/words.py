"""How the pages of the catalogue say durations, half-days and texts."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from events.words import day
from portal.design.typography import french, hour
from portal.organisations.models import Audience, Organisation
from trainings.models import Presence

YOURS = {
    Presence.PRESENT: "vous y étiez", Presence.PARTLY: "vous y étiez en partie",
    Presence.EXCUSED: "absence excusée", Presence.ABSENT: "vous n’y étiez pas",
}  # fmt: skip
"""How somebody is told of their own presence: lists speak of « une personne présente », Bob is not « présente »."""


def hours(duration: Decimal) -> str:
    """Return « 7 h », « 3 h 30 »."""
    return hour(int(duration), round(duration % 1 * 60))


def days(dates: Sequence[datetime.date]) -> str:
    """Return « mardi 2 mars 2027 », « mardi 2 mars et jeudi 4 mars 2027 », « du mardi 2 mars au lundi 8 mars 2027 »."""
    first, last = dates[0], dates[-1]
    if first == last:
        return day(last)
    begins = day(first, has_year=first.year != last.year)
    return f"{begins} et {day(last)}" if len(dates) == 2 else f"du {begins} au {day(last)}"


def who_may(audience: Audience) -> str:
    """Return who may sign up, as everybody may read it: neither a circle’s name nor anybody’s is told."""
    if audience.reach != Audience.Reach.CHOSEN:
        return "Tous les membres de l’espace"
    kinds = [Organisation.Kind(kind).label for kind in audience.kinds]
    if not kinds:
        return "Certains membres de l’espace : demandez à l’équipe"
    return french(f"Les membres qui travaillent pour : {', '.join(kinds)}")


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """Return a typed text as paragraphs and lists: ("text", its lines), ("list", its items).

    An empty line parts two paragraphs, and a line that begins with a dash is an item.
    """
    found: list[tuple[str, list[str]]] = []
    is_new = True
    for line in (each.strip() for each in text.splitlines()):
        kind = "list" if line[:1] in {"-", "–", "—", "•"} else "text"
        words = line.lstrip("-–—• ") if kind == "list" else line
        if words and (is_new or found[-1][0] != kind) and not (kind == "list" and found and found[-1][0] == kind):
            found.append((kind, [words]))
        elif words:
            found[-1][1].append(words)
        is_new = not line
    return found
