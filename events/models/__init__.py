from events.models.events import Event, EventQuerySet
from events.models.occurrences import Occurrence, OccurrenceQuerySet
from events.models.series import Series

__all__ = ["Event", "EventQuerySet", "Occurrence", "OccurrenceQuerySet", "Series"]
