"""Who may do what in the calendar."""

from django.db.models import QuerySet

from events.models import Occurrence
from events.permissions import KEEP
from portal.tenancy.models import Membership


def may_keep(membership: Membership | None) -> bool:
    """Coordination, communication and administration keep events, and read who signed up."""
    return bool(membership) and membership.user.has_perm(KEEP)


def readable(membership: Membership | None) -> QuerySet[Occurrence]:
    """Return the dates whose page opens: those of published events meant for this member; drafts too for who keeps."""
    return Occurrence.objects.all() if may_keep(membership) else Occurrence.objects.visible_to(membership)
