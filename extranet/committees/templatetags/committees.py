"""How the pages of committees say when."""

from django import template

from events.words import when
from extranet.committees.models import Meeting

register = template.Library()


@register.filter
def meeting_when(meeting: Meeting) -> str:
    """Return « mardi 24 novembre 2026, de 9 h 30 à 12 h »."""
    return when(meeting.starts_at, meeting.ends_at)
