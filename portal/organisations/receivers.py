"""What follows by itself: an accepted invitation gives the affiliation that it promised."""

from django.dispatch import receiver

from portal.organisations.models import PromisedAffiliation
from portal.organisations.services import keep_promise
from portal.tenancy.invitations import invitation_accepted, invitation_resent


@receiver(invitation_accepted)
def affiliate_as_promised(sender, invitation, membership, **kwargs):
    keep_promise(invitation, membership)


@receiver(invitation_resent)
def promise_again(sender, former, invitation, **kwargs):
    PromisedAffiliation.objects.filter(invitation=former).update(invitation=invitation)
