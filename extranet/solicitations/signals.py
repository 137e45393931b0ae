"""What others act upon: mails, reminders, the calendar."""

from django.dispatch import Signal

happened = Signal()
"""Sent inside the transaction, with ``message``: something was written, asked or decided about a solicitation."""
erased = Signal()
"""Sent inside the transaction, with ``solicitations``: their texts and names are gone; each part drops its own."""
