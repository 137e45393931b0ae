from events.models.events import Event, EventQuerySet
from events.models.external import ExternalCalendar, ExternalEntry
from events.models.feeds import FeedToken
from events.models.occurrences import Occurrence, OccurrenceQuerySet
from events.models.series import SchoolBreak, Series
from events.models.sign_ups import Reminder, SignUp, SignUpQuerySet

__all__ = [
    "Event", "EventQuerySet", "ExternalCalendar", "ExternalEntry", "FeedToken", "Occurrence", "OccurrenceQuerySet",
    "Reminder", "SchoolBreak", "Series", "SignUp", "SignUpQuerySet",
]  # fmt: skip
