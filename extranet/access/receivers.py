"""What happens here when somebody follows an invitation."""

from django.dispatch import receiver

from extranet.access.models import AccessRequest, Arrival, Entry, State
from extranet.access.organisations import affiliate
from portal.accounts.services import account_anonymised
from portal.tenancy.invitations import invitation_accepted


@receiver(invitation_accepted)
def take_their_place(sender, invitation, membership, **kwargs):
    """Affiliate the new member as was promised, however often the invitation was sent anew."""
    arrival = Arrival.objects.select_related("organisation").filter(email=invitation.email).first()
    if arrival is not None:
        affiliate(membership, arrival.organisation, arrival.function)
        arrival.delete()
    accepted = AccessRequest.objects.filter(email=invitation.email, state=State.ACCEPTED)
    if (request := accepted.order_by("answered_at").last()) and not request.entries.filter(kind="arrivee").exists():
        Entry.objects.create(request=request, kind=Entry.Kind.JOINED, by=membership.user)


@receiver(account_anonymised)
def forget_requests(sender, user, email, **kwargs):
    """The person is forgotten: so is what they asked for, in every tenant."""
    AccessRequest.objects.filter(email=email.lower()).delete()
    Arrival.objects.filter(email=email.lower()).delete()
