"""What of resources waits for a member."""

from django.db.models import QuerySet

from home.resources.models import Resource
from portal.tenancy.models import Membership

TO_PUBLISH = "resource_to_publish"


def waiting_rows(membership: Membership) -> QuerySet | None:
    """Return (kind, key, title, at) of the resources that are prepared, for whoever may show them."""
    return Resource.objects.to_publish(TO_PUBLISH, "title", membership)
