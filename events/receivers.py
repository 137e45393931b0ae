"""What follows by itself: a seat that moves is written about; so is a date that changes; who leaves gives up theirs,
and takes their private addresses of the calendar with them."""

from django.dispatch import receiver

from events import seats, signals, signing_up, telling
from events.models import FeedToken, Occurrence
from portal.tenancy.services import membership_ended


@receiver(seats.moved, sender=Occurrence)
def tell_of_seats(sender, holder, movement, **kwargs):
    telling.tell_of_movement(movement)


@receiver(signals.changed)
def tell_of_dates(sender, occurrences, what, **kwargs):
    if what == "published":
        for event in {each.event_id: each.event for each in occurrences}.values():
            telling.announce(event)
    else:
        for each in occurrences:
            telling.tell_of_changes.enqueue(each.pk)


@receiver(membership_ended)
def free_the_seats_of_who_left(sender, membership, **kwargs):
    signing_up.leave_all(membership)


@receiver(membership_ended)
def end_private_addresses(sender, membership, **kwargs):
    FeedToken.objects.filter(membership=membership).delete()
