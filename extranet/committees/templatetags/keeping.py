"""How the pages of the secretary say when a meeting is."""

from django import template

from events.words import when
from extranet.committees.models import Meeting

register = template.Library()


@register.filter
def held_when(meeting: Meeting) -> str:
    """Return « mardi 24 novembre 2026, de 9 h 30 à 12 h »."""
    return when(meeting.starts_at, meeting.ends_at)
