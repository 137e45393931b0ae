"""The contacts that are read again: those of platforms by whoever keeps them, those of other bodies by all keepers."""

from django.utils import timezone

from portal.pages.reviews import reviewed
from portal.tenancy.models import Membership, Role
from portal.territories.models import Coordination, OtherBody, Platform
from portal.territories.permissions import ALL_PLATFORMS, KEEPERS


def own_platforms(membership: Membership):
    """Return the platforms that a coordinator coordinates or deputises today."""
    if not membership.has_role(Role.COORDINATION):
        return None
    kept = Coordination.objects.kept_by(membership.user_id, timezone.localdate())
    return Platform.objects.filter(pk__in=kept.values("platform"))


reviewed(
    Platform, label="Contacts des plateformes", title_field="name", edit_url_name="platform:edit", roles=ALL_PLATFORMS,
    own=own_platforms,
)  # fmt: skip
reviewed(
    OtherBody, label="Contacts des autres organismes", title_field="name", edit_url_name="otherbody:edit", roles=KEEPERS
)
