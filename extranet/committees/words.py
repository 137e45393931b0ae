"""How a meeting is called outside of its page."""

from django.utils import timezone

from events.entries import address_line
from events.words import day
from extranet.committees.models import Meeting


def called(meeting: Meeting) -> str:
    """Return « Comité inter-bailleurs, jeudi 5 mars 2020 »."""
    return f"{meeting.committee}, {day(timezone.localdate(meeting.starts_at))}"


def place_of(meeting: Meeting) -> str:
    """Return where it is, on one line; what is held at a distance says so, without its link."""
    return address_line(meeting.place, "", "", meeting.remote_link)
