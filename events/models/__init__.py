from events.models.events import Event, EventQuerySet
from events.models.occurrences import Occurrence, OccurrenceQuerySet, SignUp
from events.models.series import SchoolBreak, Series

__all__ = ["Event", "EventQuerySet", "Occurrence", "OccurrenceQuerySet", "SchoolBreak", "Series", "SignUp"]
