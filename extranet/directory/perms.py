"""Who may do what in the directory."""

from portal.organisations.models import Affiliation, Circle, Organisation
from portal.organisations.permissions import KEEP, KEEP_CIRCLES
from portal.tenancy.models import Membership


def may_keep_organisations(membership: Membership) -> bool:
    """Coordination, communication and administration keep the organisations of the directory."""
    return membership.user.has_perm(KEEP)


def may_keep_circles(membership: Membership) -> bool:
    """Coordination, communication and administration keep all circles."""
    return membership.user.has_perm(KEEP_CIRCLES)


def may_see_members(membership: Membership, circle: Circle) -> bool:
    """The members of a circle see each other; so do who runs it and who keeps the circles."""
    return circle.members.filter(pk=membership.pk).exists() or may_run(membership, circle)


def may_run(membership: Membership, circle: Circle) -> bool:
    """The owner of a circle answers those who ask to enter, adds and removes members, and hands it over.

    Who keeps the circles may do so too: an owner may be away, or gone.
    """
    return circle.owner_id == membership.pk or may_keep_circles(membership)


def may_ask_to_join(membership: Membership, circle: Circle) -> bool:
    """Any member may ask to enter a circle that takes requests and is described to them; a member of it has no need."""
    return circle.takes_requests and not circle.members.filter(pk=membership.pk).exists()


def may_bring_in(membership: Membership, organisation: Organisation) -> bool:
    """The référent de structure invites colleagues into their own organisation, while it exists."""
    return Affiliation.objects.of_referent(membership).filter(organisation=organisation).exists()


def may_end(membership: Membership, affiliation: Affiliation) -> bool:
    """The référent de structure ends the affiliation of a colleague of the same organisation.

    Not their own, nor that of somebody with a staff role: these are for the administrators.
    """
    return is_for_referents(membership, affiliation) and may_bring_in(membership, affiliation.organisation)


def may_confirm(membership: Membership, affiliation: Affiliation) -> bool:
    """The référent de structure confirms each colleague whose affiliation they may end, and nobody else."""
    return may_end(membership, affiliation)


def is_for_referents(membership: Membership, affiliation: Affiliation) -> bool:
    """A current affiliation, somebody else's, of a colleague who does not work in the back-office."""
    colleague = affiliation.membership
    return affiliation.ended_on is None and colleague.pk != membership.pk and not colleague.opens_back_office
