"""Dates and numbers of people, in words."""

import datetime

from django.utils import formats, timezone

from events.models import Occurrence
from portal.design.typography import NBSP, french_date, hour


def day(value: datetime.date) -> str:
    """Return « mardi 24 novembre 2026 »."""
    return french_date(formats.date_format(value, "l j F Y"))


def when(occurrence: Occurrence) -> str:
    """Return « mardi 24 novembre 2026, de 9 h à 11 h 30 »."""
    start, end = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
    if occurrence.is_whole_days:
        last = occurrence.last_day
        return day(start.date()) if last == start.date() else f"du {day(start.date())} au {day(last)}"
    begins, ends = hour(start.hour, start.minute), hour(end.hour, end.minute)
    if end.date() == start.date():
        return f"{day(start.date())}, de {begins} à {ends}"
    return f"du {day(start.date())} à {begins} au {day(end.date())} à {ends}"


def several(count: int, one: str, many: str) -> str:
    """Return « 1 date », « 3 dates », « aucune date »."""
    if count == 0:
        feminine = one.startswith(("date", "personne"))
        return f"aucune {one}" if feminine else f"aucun {one}"
    return f"{count}{NBSP}{one if count == 1 else many}"


def dates(count: int) -> str:
    return several(count, "date", "dates")


def people(count: int) -> str:
    return several(count, "personne inscrite", "personnes inscrites")
