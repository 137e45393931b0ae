"""What happened to dates, for whoever has people to tell: sent once the change is committed."""

from django.dispatch import Signal

changed = Signal()
"""Sent by events.services. ``occurrences``: a list of Occurrence, as they are now. ``what``: "published", "changed",
"cancelled", "postponed" or "held_after_all". ``by``: the User, or None. ``before``: from the key of each to the
Slot (events.services) that it had."""
