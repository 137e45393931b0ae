"""Which documents of the public pages a reader may open: those of a private collection are for some.

Wagtail's own view answers by the same rule; here it is asked of a whole list, in its query.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length
from wagtail.models import CollectionViewRestriction

from portal.tenancy.models import Membership


def is_closed_to(membership: Membership | None, path: str) -> Exists:
    """Say of each row whether the collection at ``path`` (a lookup) keeps this member (None: a visitor) out.

    A password is given page by page: what it guards is in no list.
    """
    above = CollectionViewRestriction.objects.filter(collection__path=Left(OuterRef(path), Length("collection__path")))
    if not membership:  # lazy, on a request: it is never None itself
        return Exists(above)
    is_open = Q(restriction_type=CollectionViewRestriction.LOGIN) | Q(
        restriction_type=CollectionViewRestriction.GROUPS, groups__in=membership.user.groups.values("pk")
    )
    return Exists(above.exclude(pk__in=CollectionViewRestriction.objects.filter(is_open).values("pk")))
