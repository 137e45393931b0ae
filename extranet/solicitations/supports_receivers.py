"""What follows by itself: who leaves the portal is in charge of no support any more."""

from django.dispatch import receiver
from django.utils import timezone

from extranet.solicitations import charges
from portal.tenancy.services import membership_ended


@receiver(membership_ended)
def end_the_charges_of_who_left(sender, membership, **kwargs):
    charges.leave_all(membership, on=timezone.localdate())
