"""What somebody may find: every question to the findings begins here."""

from django.db.models import Q, QuerySet

from portal.search.models import Finding
from portal.search.sources import sources_of
from portal.tenancy.models import Membership, Tenant


def shown_to(tenant: Tenant, membership: Membership | None) -> QuerySet[Finding]:
    """Return what is read of all that this member (None: a visitor) may see now. Makes no query of its own."""
    shown = Q(pk__in=[])
    for source in sources_of(tenant):
        shown |= Q(source=source.name, key__in=source.visible(membership).order_by().values("pk"))
    return Finding.objects.filter(shown)
