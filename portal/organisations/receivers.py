"""What follows by itself: an accepted invitation gives what it promised; who leaves is listed no more."""

from django.dispatch import receiver
from django.utils import timezone

from portal.organisations.models import Affiliation, Circle, JoinRequest, Profile, PromisedAffiliation
from portal.organisations.services import keep_promise
from portal.tenancy.invitations import invitation_accepted, invitation_resent
from portal.tenancy.services import membership_ended


@receiver(invitation_accepted)
def affiliate_as_promised(sender, invitation, membership, **kwargs):
    keep_promise(invitation, membership)


@receiver(invitation_resent)
def promise_again(sender, former, invitation, **kwargs):
    PromisedAffiliation.objects.filter(invitation=former).update(invitation=invitation)


@receiver(membership_ended)
def leave_organisations_and_circles(sender, membership, **kwargs):
    Affiliation.objects.current().filter(membership=membership).update(ended_on=timezone.localdate())
    Circle.members.through.objects.filter(membership=membership).delete()
    Circle.objects.filter(owner=membership).update(owner=None)
    JoinRequest.objects.filter(membership=membership, answered_at=None).delete()
    Profile.objects.filter(membership=membership).delete()
