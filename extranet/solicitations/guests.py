"""Partners who are invited, by name, to one solicitation: until the invitation is withdrawn, or they leave."""

from django.db import transaction
from django.utils import timezone

from extranet.solicitations import meetings, people, services, telling
from extranet.solicitations.models import Guest, JournalEntry, Message, Solicitation, State
from extranet.solicitations.models.solicitations import UNDER_WAY
from portal.design.typography import french
from portal.organisations.people import members_to_choose
from portal.tenancy.models import Membership, Role
from portal.tenancy.services import RefusedError

Act, Kind = JournalEntry.Act, Message.Kind
NEVER = (Role.ADMINISTRATION, Role.ELECTED)
"""Whose role opens figures alone: an invitation is no way around."""
OPEN = (*UNDER_WAY, State.SUPPORTED)
"""The states in which others are still needed."""


def invitable(solicitation: Solicitation):
    """Return the members whom one may invite: those who do not read it yet, and whose role does not keep them out."""
    readers = [each.pk for each in people.readers_of(solicitation)]
    members = members_to_choose(solicitation.tenant_id).exclude(pk__in=readers)
    return members.exclude(pk__in=Membership.objects.of(solicitation.tenant_id).with_role(*NEVER).values("pk"))


@transaction.atomic
def invite(solicitation: Solicitation, membership: Membership, *, by: Membership) -> Guest:
    """Open one solicitation to a partner, and tell them. Twice invites once. Raises RefusedError with words."""
    solicitation = services.locked(solicitation)
    if guest := Guest.objects.active().filter(solicitation=solicitation, membership=membership).first():
        return guest
    _refuse_unless_open(solicitation)
    if not invitable(solicitation).filter(pk=membership.pk).exists():
        raise RefusedError(
            french(f"{membership.user} lit déjà cette sollicitation, ou ne peut pas y être invité : voyez les rôles.")
        )
    guest = Guest.objects.create(solicitation=solicitation, membership=membership, invited_by=by)
    services.note(solicitation, Act.INVITED, Kind.INVITED, by=by, detail=str(membership.user))
    telling.tell_of_invitation(guest)
    meetings.bring(solicitation, membership)
    return guest


@transaction.atomic
def withdraw(guest: Guest, *, by: Membership) -> Guest:
    """Close the solicitation to a guest again; the dates that they were given go too. Twice does it once."""
    solicitation = services.locked(guest.solicitation)
    guest = Guest.objects.select_related("membership__user", "membership__tenant").get(pk=guest.pk)
    if guest.ended_at:
        return guest
    guest.ended_at = timezone.now()
    guest.save(update_fields=["ended_at"])
    services.note(solicitation, Act.UNINVITED, Kind.UNINVITED, by=by, detail=str(guest.membership.user))
    meetings.take_back(solicitation, guest.membership)
    return guest


def _refuse_unless_open(solicitation: Solicitation) -> None:
    if solicitation.state not in OPEN or solicitation.erased_at:
        raise RefusedError("On n’invite plus personne à propos de cette sollicitation : une réponse est donnée.")
