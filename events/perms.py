"""Who may do what in the calendar."""

from django.db.models import Exists, OuterRef, QuerySet

from events.models import Event, Occurrence
from events.permissions import KEEP
from portal.organisations.models import Affiliation
from portal.organisations.people import members_to_choose
from portal.tenancy.models import Membership


def may_keep(membership: Membership | None) -> bool:
    """Coordination, communication and administration keep events, and read who signed up."""
    # The rights of somebody without a back-office are not worth a query on each page.
    return bool(membership) and membership.opens_back_office and membership.user.has_perm(KEEP)


def readable(membership: Membership | None) -> QuerySet[Occurrence]:
    """Return the dates whose page opens: those of published events meant for this member; drafts too for who keeps."""
    return Occurrence.objects.all() if may_keep(membership) else Occurrence.objects.visible_to(membership)


def may_sign_up_others(membership: Membership | None) -> bool:
    """The référent de structure signs up the colleagues of their organisation; who keeps the calendar, any member."""
    return bool(membership) and (may_keep(membership) or Affiliation.objects.of_referent(membership).exists())


def those_whom_may_sign_up(membership: Membership, event: Event) -> QuerySet[Membership]:
    """Return the members whom ``membership`` may sign up for an event that these members may see.

    Oneself not among them. For a référent de structure, those whose access is open and who work for one of the
    organisations whose référent they are; for who keeps the calendar, every member.
    """
    seeing = event.audience.members().exclude(pk=membership.pk)
    if not may_keep(membership):
        own = Affiliation.objects.of_referent(membership).values("organisation")
        colleagues = Affiliation.objects.open().filter(organisation__in=own, membership=OuterRef("pk"))
        seeing = seeing.filter(Exists(colleagues))
    return members_to_choose(event.tenant_id).filter(pk__in=seeing.values("pk"))
