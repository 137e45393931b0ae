"""What follows when somebody leaves the members’ space: nothing of theirs stays half open.

Who is referent of a support is handed over elsewhere (``supports``).
"""

from django.dispatch import receiver
from django.utils import timezone

from extranet.solicitations import journal
from extranet.solicitations.announcing import tell_of_departure
from extranet.solicitations.models import Guest, JournalEntry, Solicitation
from portal.tenancy.models import Membership
from portal.tenancy.services import membership_ended

HAS_LEFT = "a quitté l’espace"


@receiver(membership_ended)
def let_go(sender, membership: Membership, **kwargs):
    """Erase their drafts, end their invitations, and tell the platforms whose partner they were."""
    Solicitation.objects.drafts().filter(asked_by=membership).delete()
    guests = Guest.objects.active().filter(membership=membership).select_related("solicitation__platform")
    for guest in guests.select_for_update(of=("self",)):
        guest.ended_at = max(timezone.now(), guest.invited_at)
        guest.save(update_fields=["ended_at"])
        journal.write(guest.solicitation, JournalEntry.Act.UNINVITED, by=None, detail=HAS_LEFT)
    asked = Solicitation.objects.under_way().filter(asked_by=membership).select_related("platform", "tenant")
    for solicitation in asked.order_by("pk"):
        tell_of_departure(solicitation)
