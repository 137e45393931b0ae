"""How the pages of the secretary say when a meeting is, and how long it lasts."""

from django import template

from events.words import when
from extranet.committees import running_order
from extranet.committees.models import Meeting

register = template.Library()


@register.filter
def held_when(meeting: Meeting) -> str:
    """Return « mardi 24 novembre 2026, de 9 h 30 à 12 h »."""
    return when(meeting.starts_at, meeting.ends_at)


@register.filter
def duration(minutes: int) -> str:
    """Return « 45 min », « 1 h 30 »."""
    return running_order.duration(minutes)
