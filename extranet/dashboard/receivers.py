from django.dispatch import receiver

from extranet.dashboard.services import forget_visits
from portal.tenancy.services import membership_ended


@receiver(membership_ended)
def forget_who_left(sender, membership, **kwargs):
    forget_visits(membership)
