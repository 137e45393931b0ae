from events.models.events import Event, EventQuerySet
from events.models.external import ExternalCalendar, ExternalEntry
from events.models.feeds import FeedToken
from events.models.occurrences import Occurrence, OccurrenceQuerySet, SignUp
from events.models.series import SchoolBreak, Series

__all__ = [
    "Event", "EventQuerySet", "ExternalCalendar", "ExternalEntry", "FeedToken", "Occurrence", "OccurrenceQuerySet",
    "SchoolBreak", "Series", "SignUp",
]  # fmt: skip
