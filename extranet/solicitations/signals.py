"""What others act upon: mails, reminders, the calendar."""

from django.dispatch import Signal

happened = Signal()
"""Sent inside the transaction, with ``message``: something was written, asked or decided about a solicitation."""
