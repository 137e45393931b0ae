"""Who leaves takes their private addresses of the calendar with them."""

from django.dispatch import receiver

from events.models import FeedToken
from portal.tenancy.services import membership_ended


@receiver(membership_ended)
def end_private_addresses(sender, membership, **kwargs):
    FeedToken.objects.filter(membership=membership).delete()
