"""What the page of a solicitation shows of its support."""

from extranet.solicitations.models import Solicitation
from portal.tenancy.models import Membership


def support_of(solicitation: Solicitation, membership: Membership) -> dict | None:
    """Return what ``solicitations/_support.html`` shows to this member, or None while there is no support."""
    return None
