"""How the page of a solicitation says when its study meetings are."""

from django import template

from events.words import when
from extranet.solicitations.models import StudyMeeting

register = template.Library()


@register.filter
def study_when(meeting: StudyMeeting) -> str:
    """Return « mardi 24 novembre 2026, de 9 h 30 à 12 h »."""
    return when(meeting.starts_at, meeting.ends_at)
