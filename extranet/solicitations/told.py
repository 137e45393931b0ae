"""What follows by itself from a line of the thread: people are told, and an answer calls off what was still ahead."""

from django.dispatch import receiver

from extranet.solicitations import meetings, signals, telling
from extranet.solicitations.models import Message

CLOSED = (Message.Kind.REDIRECTED, Message.Kind.REFUSED, Message.Kind.ENDED)


@receiver(signals.happened)
def tell(sender, message, **kwargs):
    telling.tell(message)


@receiver(signals.happened)
def call_off(sender, message, **kwargs):
    if message.kind in CLOSED:
        meetings.call_off(message.solicitation, by=message.by)
