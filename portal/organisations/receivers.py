"""What the directory does when an access ends: nobody is listed who is not here."""

from django.dispatch import receiver
from django.utils import timezone

from portal.organisations.models import Affiliation, Circle, JoinRequest, Profile
from portal.tenancy.services import membership_ended


@receiver(membership_ended)
def leave_organisations_and_circles(sender, membership, **kwargs):
    Affiliation.objects.current().filter(membership=membership).update(ended_on=timezone.localdate())
    Circle.members.through.objects.filter(membership=membership).delete()
    Circle.objects.filter(owner=membership).update(owner=None)
    JoinRequest.objects.filter(membership=membership, answered_at=None).delete()
    Profile.objects.filter(membership=membership).delete()
