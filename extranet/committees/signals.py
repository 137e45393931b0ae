"""What happened in a committee, for whoever has people to tell: sent inside the transaction of what happened."""

from django.dispatch import Signal

convoked = Signal()
"""Sent by meetings.convoke, with ``meeting``: who sits is to be called, again if they were."""
called_off = Signal()
"""Sent by meetings.cancel, with ``meeting``: who was called is to be told."""
proposed = Signal()
"""Sent by meetings.propose, with ``proposal``: the secretary is to be told."""
answered = Signal()
"""Sent by meetings.take_in and meetings.turn_down, with ``proposal``: who proposed it is to be told."""
