"""What waits for those who mend the pages."""

from django.db.models import CharField, F, Min, QuerySet, Value
from django.db.models.functions import Cast

from home.links.models import BrokenLink
from home.links.permissions import MENDERS
from portal.tenancy.models import Membership

KIND = "links"


def waiting_rows(membership: Membership) -> QuerySet | None:
    """Return one row for each page with broken links: its key, its title, since when; None for who mends nothing."""
    if not membership.has_role(*MENDERS):
        return None
    pages = BrokenLink.objects.to_mend().order_by().values("page")
    return pages.annotate(
        kind=Value(KIND), key=Cast("page", CharField()), title=F("page__title"), at=Min("found_at")
    ).values_list("kind", "key", "title", "at")
