"""What follows by itself: who sits is called, who proposes is answered, and who leaves the space sits no more."""

from django.dispatch import receiver
from django.utils import timezone

from extranet.committees import convocations, members, signals, telling
from portal.tenancy.services import membership_ended


@receiver(signals.convoked)
def call(sender, meeting, **kwargs):
    convocations.call.enqueue(meeting.pk)


@receiver(signals.called_off)
def call_off(sender, meeting, **kwargs):
    convocations.call_off.enqueue(meeting.pk)


@receiver(signals.proposed)
def tell_of_proposal(sender, proposal, **kwargs):
    telling.tell_of_proposal(proposal)


@receiver(signals.answered)
def tell_of_answer(sender, proposal, **kwargs):
    telling.tell_of_answer(proposal)


@receiver(membership_ended)
def end_the_mandates_of_who_left(sender, membership, **kwargs):
    members.leave_all(membership, on=timezone.localdate())
