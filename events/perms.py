"""Who may do what in the calendar."""

from events.permissions import KEEP
from portal.tenancy.models import Membership


def may_keep(membership: Membership | None) -> bool:
    """Coordination, communication and administration keep events, and read who signed up."""
    return membership is not None and membership.user.has_perm(KEEP)
