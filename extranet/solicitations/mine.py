"""« Mes sollicitations »: what a member asked, what waits for them first, and what they were invited to."""

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.utils import timezone

from extranet.solicitations import perms
from extranet.solicitations.models import Charge, Guest, Solicitation, State
from extranet.solicitations.models.solicitations import UNDER_WAY
from portal.tenancy.models import Membership
from portal.territories.models import Coordination

MOST = 50
"""How many are named that wait for somebody, or that they were invited to."""


def waiting(membership: Membership) -> QuerySet[Solicitation]:
    """Return what the platform asked a member to complete, the oldest first."""
    return _asked(membership).filter(state=State.TO_COMPLETE).order_by("last_exchange_at", "pk")[:MOST]


def drafts(membership: Membership) -> QuerySet[Solicitation]:
    """Return a member's drafts, the one that is erased first at the top."""
    return _asked(membership).drafts().order_by("last_exchange_at", "pk")


def sent(membership: Membership) -> QuerySet[Solicitation]:
    """Return what a member sent: what is under way first, then the latest."""
    is_over = Case(When(state__in=UNDER_WAY, then=Value(0)), default=Value(1), output_field=IntegerField())
    return _asked(membership).sent().annotate(is_over=is_over).order_by("is_over", "-submitted_at", "-pk")


def shared(membership: Membership) -> QuerySet[Solicitation]:
    """Return those to which a member was invited by name, the latest first."""
    invited = Guest.objects.active().filter(solicitation=OuterRef("pk"), membership=membership)
    rows = perms.visible(membership).filter(Exists(invited)).exclude(asked_by=membership)
    return rows.select_related("platform", "commune").order_by("-submitted_at", "-pk")[:MOST]


def coordinates(membership: Membership) -> bool:
    """Whether a member answers for a platform today: they have its list too."""
    return Coordination.objects.kept_by(membership.user_id, timezone.localdate()).exists()


def accompanies(membership: Membership) -> bool:
    """Whether a member is today the referent of a support, or the deputy."""
    return Charge.objects.on(timezone.localdate()).filter(membership=membership).exists()


def _asked(membership: Membership) -> QuerySet[Solicitation]:
    return Solicitation.objects.filter(asked_by=membership).select_related("platform", "commune")
