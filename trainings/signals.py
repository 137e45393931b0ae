"""What happened to sessions, for whoever has people to tell: sent once the change is committed."""

from django.dispatch import Signal

changed = Signal()
"""Sent by trainings.services. ``session``: the Session as it is now. ``what``: "opened", "changed", "confirmed",
"cancelled" or "done". ``by``: the User, or None."""
