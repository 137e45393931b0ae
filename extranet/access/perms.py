"""Who sees an access request, and who is told about it."""

from django.db.models import QuerySet
from django.utils import timezone

from extranet.access.models import AccessRequest
from extranet.access.permissions import ANSWER, ANSWER_ALL
from portal.tenancy.models import Membership, Role
from portal.territories.models import Coordination, who_answers
from portal.territories.models.coordination import ANSWERING_ROLES


def may_answer(user, request: AccessRequest) -> bool:
    """Say who answers: who coordinates the request's platform today or deputises, and the administration for all."""
    return answered_by(user).filter(pk=request.pk).exists()


def answered_by(user) -> QuerySet[AccessRequest]:
    """Return what ``user`` answers: an administrator all, a coordinator those of their platforms of today.

    What has no platform is the administration's. Nobody sees a request whose address is not confirmed.
    """
    confirmed = AccessRequest.objects.confirmed()
    if user.has_perm(ANSWER_ALL):
        return confirmed
    if not user.has_perm(ANSWER):
        return confirmed.none()
    kept = Coordination.objects.kept_by(user, timezone.localdate())
    return confirmed.filter(platform__in=kept.values("platform"))


def who_is_told(request: AccessRequest) -> list[Membership]:
    """Return who is told of a request: who answers for its platform today; without anybody, the administration."""
    user = who_answers(request.platform, timezone.localdate()) if request.platform else None
    members = Membership.objects.of(request.tenant_id).active().select_related("user", "tenant")
    coordinator = members.filter(user=user).with_role(*ANSWERING_ROLES) if user else None
    return list(coordinator or ()) or administrators(request.tenant_id)


def administrators(tenant_id: int) -> list[Membership]:
    """Return the administration of a tenant."""
    members = Membership.objects.of(tenant_id).active().select_related("user", "tenant")
    return list(members.with_role(Role.ADMINISTRATION).order_by("user__email"))
