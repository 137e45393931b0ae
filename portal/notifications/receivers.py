"""A member who leaves is told nothing more, and nothing waits for them here."""

from django.dispatch import receiver

from portal.notifications import elsewhere
from portal.notifications.models import Notice
from portal.tenancy.services import membership_ended


@receiver(membership_ended)
def forget_who_left(sender, membership, **kwargs):
    Notice.objects.filter(membership=membership).delete()
    elsewhere.forget(membership)
