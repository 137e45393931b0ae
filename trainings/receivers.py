"""What follows by itself: a seat that moves, or a session, is written about; who leaves gives up theirs."""

from django.dispatch import receiver

from events import seats
from portal.tenancy.services import membership_ended
from trainings import convocations, registering, signals, telling
from trainings.models import Session


@receiver(seats.moved, sender=Session)
def tell_of_seats(sender, holder, movement, **kwargs):
    telling.tell_of_movement(movement)


@receiver(signals.changed)
def tell_of_session(sender, session, what, **kwargs):
    if what == "opened":
        telling.announce(session)
    elif what in ("changed", "cancelled", "restored"):
        telling.tell_of_changes.enqueue(session.pk)
    if what in ("changed", "confirmed") and session.state == Session.State.CONFIRMED:
        convocations.convene.enqueue(session.pk)


@receiver(membership_ended)
def free_the_seats_of_who_left(sender, membership, **kwargs):
    registering.leave_all(membership)
