"""What happened to dates, for those who take the consequences."""

from django.dispatch import Signal

changed = Signal()
"""Sent once a change of dates is committed, with ``occurrences`` (list), ``what`` happened to them (changed, cancelled,
postponed, held_after_all, published), ``by`` (a user) and ``before`` (their former events.services.Slot, by key)."""
