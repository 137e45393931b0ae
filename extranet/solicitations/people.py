"""Whom a solicitation concerns today: its partner, who answers for the platform, guests, referents."""

from django.db.models import Q
from django.utils import timezone

from extranet.solicitations.models import Charge, Guest, Solicitation
from portal.tenancy.models import Membership, Role
from portal.territories.models import Coordination, Platform, who_answers
from portal.territories.models.coordination import Absence


def keepers_of(platform: Platform) -> list[Membership]:
    """Return who answers for a platform today: its coordinator, or the deputy while they are away; none, nobody."""
    user = who_answers(platform, timezone.localdate())
    return list(_members(platform.tenant_id).filter(user=user)) if user else []


def administrators(tenant_id: int) -> list[Membership]:
    return list(_members(tenant_id).with_role(Role.ADMINISTRATION))


def readers_of(solicitation: Solicitation) -> list[Membership]:
    """Return who may read a sent solicitation today: the people whom ``visible_to`` lets in, found from its side."""
    today = timezone.localdate()
    kept = Coordination.objects.on(today).filter(platform=solicitation.platform_id)
    away = Absence.objects.on(today).filter(coordinator__in=kept.values("user"))
    guests = Guest.objects.active().filter(solicitation=solicitation)
    charges = Charge.objects.on(today).filter(support__solicitation=solicitation)
    is_reader = Q(pk=solicitation.asked_by_id) | Q(user__in=kept.values("user")) | Q(user__in=away.values("deputy"))
    is_reader |= Q(pk__in=guests.values("membership")) | Q(pk__in=charges.values("membership"))
    return list(_members(solicitation.tenant_id).filter(is_reader))


def _members(tenant_id: int):
    return Membership.objects.of(tenant_id).active().select_related("user", "tenant").order_by("pk")
