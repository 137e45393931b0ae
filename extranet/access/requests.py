"""The requests as staff read them: the list, and what is known of a sender."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from extranet.access import organisations
from extranet.access.forms import ALL
from extranet.access.models import AccessRequest
from extranet.access.perms import answered_by
from portal.organisations.models import Organisation
from portal.tenancy.models import Invitation, Membership


def listed(user, *, q: str = "", state: str = "") -> QuerySet[AccessRequest]:
    """Return what ``user`` answers, what waits first: those under way, of one ``state``, or ALL of them."""
    rows = answered_by(user)
    if state != ALL:
        rows = rows.filter(state=state) if state else rows.under_way()
    if q := q.replace("\0", "").strip():
        rows = rows.annotate(who=Concat("first_name", Value(" "), "last_name")).filter(
            Q(who__unaccent__icontains=q)
            | Q(email__icontains=q)
            | Q(organisation_name__unaccent__icontains=q)
            | Q(organisation__name__unaccent__icontains=q)
        )
    return rows.with_reply().select_related("organisation", "platform").waiting_first()


@dataclass(frozen=True)
class Known:
    """What is known of a sender's address here, for whoever answers: never shown to the sender."""

    is_free_mail: bool
    of_the_domain: list[Organisation]
    membership: Membership | None
    """Active or ended, in this tenant; of other tenants nothing is said."""
    is_disabled: bool
    earlier: list[AccessRequest]
    invitation: Invitation | None

    @property
    def is_anything(self) -> bool:
        return bool(self.of_the_domain or self.membership or self.earlier or self.invitation)


def known_of(request: AccessRequest) -> Known:
    """Return what is known of the address of ``request`` in its tenant."""
    membership = Membership.objects.of(request.tenant_id).filter(user__email__iexact=request.email)
    membership = membership.select_related("user").first()
    same_address = AccessRequest.objects.confirmed().filter(email=request.email).exclude(pk=request.pk)
    return Known(
        is_free_mail=organisations.is_free_mail(request.email),
        of_the_domain=organisations.of_the_domain(request.email),
        membership=membership,
        is_disabled=bool(membership and not membership.user.is_active),
        earlier=list(same_address.order_by("-created_at")[:5]),
        invitation=Invitation.objects.pending().filter(email=request.email).select_related("invited_by").first(),
    )
