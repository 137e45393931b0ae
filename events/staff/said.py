"""Dates and numbers of people, in words."""

from events import words
from events.models import Occurrence
from portal.design.typography import NBSP


def when(occurrence: Occurrence) -> str:
    """Return « mardi 24 novembre 2026, de 9 h à 11 h 30 »."""
    return words.when(occurrence.starts_at, occurrence.ends_at, is_whole_days=occurrence.is_whole_days)


def dates(count: int) -> str:
    """Return « 3 dates », « aucune date »."""
    return _several(count, "date", "dates")


def people(count: int) -> str:
    """Return « 3 personnes inscrites », « aucune personne inscrite »."""
    return _several(count, "personne inscrite", "personnes inscrites")


def _several(count: int, one: str, many: str) -> str:
    return f"{count}{NBSP}{one if count == 1 else many}" if count else f"aucune {one}"
