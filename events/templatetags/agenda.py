"""How the agenda's pages say when."""

import datetime

from django import template

from events import words

register = template.Library()


@register.filter
def when(dated) -> str:
    """Return « mardi 24 novembre 2026, de 9 h 30 à 12 h » for an entry of the agenda, or for a date of an event."""
    return words.when(dated.starts_at, dated.ends_at, is_whole_days=dated.is_whole_days)


@register.filter
def hours_on(dated, date: datetime.date) -> str:
    """Return what of it falls on a day: « de 9 h 30 à 12 h », « toute la journée »."""
    return "toute la journée" if dated.is_whole_days else words.hours_on(date, dated.starts_at, dated.ends_at)


@register.filter
def day(date: datetime.date) -> str:
    """Return « mardi 1er décembre 2026 »."""
    return words.day(date)
