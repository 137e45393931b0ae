"""What the history of an event says of what was done to it."""

import datetime

from events.staff import said
from events.words import day
from portal.design.typography import french

ACTIONS = {
    "events.published": "Événement publié",
    "events.withdrawn": "Événement dépublié",
    "events.changed": "Date modifiée",
    "events.cancelled": "Date annulée",
    "events.postponed": "Date reportée",
    "events.held_after_all": "Date finalement tenue",
    "events.dropped": "Date supprimée",
    "events.relaid": "Série changée",
}


def message(entry) -> str:
    """Return the action with its day, or with how many days it touched."""
    label = ACTIONS[entry.action]
    days = [datetime.date.fromisoformat(iso) for iso in (entry.data or {}).get("days", [])]
    if not days:
        return label
    if len(days) == 1:
        return french(f"{label} : {day(days[0])}")
    return french(f"{label} : {said.dates(len(days))}, à partir du {day(days[0])}")
