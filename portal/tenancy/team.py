"""The team of a tenant as one list: members, former members, and those who were invited."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Trim
from django.utils import timezone

from portal.design.sections import Sections
from portal.tenancy.models import Invitation, Membership, Tenant

COLUMNS = ("kind", "pk", "who", "address", "roles", "since", "until", "state")
NO_ROLE = "aucun"

ON_MEMBERS: Sections[[Membership, AbstractBaseUser]] = Sections()
"""What the screen of a member shows beside roles and history: functions of the membership and of who looks."""


class State(models.TextChoices):
    ACTIVE = "actif", "actif"
    INVITED = "invite", "invité"
    EXPIRED = "expire", "invitation périmée"
    ENDED = "termine", "terminé"
    DISABLED = "desactive", "compte désactivé"


def team_of(tenant: Tenant, *, q: str = "", role: str = "", state: str = "") -> QuerySet:
    """Return dictionaries with the keys COLUMNS, by name: ``kind`` is « member » or « invitation ».

    ``q`` looks in names and addresses; ``role`` is a role or NO_ROLE; ``state`` is a State.
    """
    members, invitations = _members(tenant), _invitations(tenant)
    if q := q.replace("\0", "").strip():
        members = members.filter(Q(who__unaccent__icontains=q) | Q(address__icontains=q))
        invitations = invitations.filter(address__icontains=q)
    if role:
        has_it = Q(roles=[]) if role == NO_ROLE else Q(roles__contains=[role])
        members, invitations = members.filter(has_it), invitations.filter(has_it)
    if state:
        members, invitations = members.filter(state=state), invitations.filter(state=state)
    # An invitation has no name yet: it stands by its address.
    return members.values(*COLUMNS).union(invitations.values(*COLUMNS), all=True).order_by("who", "address", "pk")


def _members(tenant: Tenant) -> QuerySet[Membership]:
    return Membership.objects.of(tenant).annotate(
        kind=_text("member"),
        who=Trim(Concat("user__first_name", Value(" "), "user__last_name")),
        address=F("user__email"),
        since=F("joined_at"),
        until=F("ended_at"),
        state=Case(
            When(~Q(ended_at=None), then=_text(State.ENDED)),
            When(user__is_active=False, then=_text(State.DISABLED)),
            default=_text(State.ACTIVE),
        ),
    )


def _invitations(tenant: Tenant) -> QuerySet[Invitation]:
    is_over = Q(expires_at__lte=timezone.now())
    return Invitation.objects.pending().filter(tenant=tenant).annotate(
        kind=_text("invitation"),
        who=_text(""),
        address=F("email"),
        since=F("created_at"),
        until=F("expires_at"),
        state=Case(When(is_over, then=_text(State.EXPIRED)), default=_text(State.INVITED)),
    )  # fmt: skip


def _text(value: str) -> Value:
    return Value(str(value), output_field=models.CharField())
