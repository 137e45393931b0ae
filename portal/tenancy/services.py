"""Who belongs to a tenant, and with which roles: the only place where access is given or taken.

Each verb is atomic, logged with who did it, and changes nothing when there is nothing to change.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from wagtail.log_actions import log

from portal.design.typography import french
from portal.tenancy.models import EndReason, Invitation, Membership, Role, Tenant

membership_ended = Signal()
"""Sent inside the transaction that ends a membership, with ``membership``: each app takes its consequences."""


class RefusedError(ValidationError):
    """The change is not allowed; the message says why, in French, to whoever asked for it."""


LAST_ADMINISTRATOR = french(
    "C’est la dernière personne à administrer cet espace : donnez d’abord ce rôle à quelqu’un d’autre."
)
ONE_S_OWN = "Vos propres droits se changent par une autre personne de l’administration."


@transaction.atomic
def set_membership(user, tenant: Tenant, roles: Iterable[Role], *, by=None) -> Membership:
    """Make ``user`` an active member of ``tenant`` with exactly these roles, in its groups.

    ``by`` is who decided it; None when nobody did (the demonstration, a tenant's first administrator).
    """
    membership, created = Membership.objects.select_for_update().get_or_create(
        user=user, tenant=tenant, defaults={"roles": sorted(roles)}
    )
    before = None if created or membership.ended_at else membership.roles
    membership.roles = sorted(roles)
    _open(membership)
    _enter_groups(membership)
    if by and before != membership.roles:
        _log(membership, "tenancy.joined" if before is None else "tenancy.roles", by)
    return membership


@transaction.atomic
def give_roles(membership: Membership, roles: Iterable[Role], *, by) -> Membership:
    """Give a member exactly these roles. Raises RefusedError for oneself and for the last administrator."""
    _refuse_oneself(membership, by)
    membership = _locked(membership)
    if membership.ended_at:
        raise RefusedError(french("Cet accès a pris fin : rouvrez-le avant de changer les rôles."))
    roles, before = sorted(roles), membership.roles
    if roles == before:
        return membership
    if Role.ADMINISTRATION not in roles:
        _refuse_if_last(membership)
        _withdraw_invitations(membership)
    membership.roles = roles
    membership.save(update_fields=["roles"])
    _enter_groups(membership)
    _log(membership, "tenancy.roles", by, before=before)
    return membership


def end_membership(membership: Membership, *, by, reason: EndReason = EndReason.STAFF) -> Membership:
    """Close this tenant to a member, at once. Nothing is deleted: the roles stay written, the groups are left.

    ``by`` is None when nobody decided it: a rule did. Raises RefusedError for oneself and the last administrator.
    """
    _refuse_oneself(membership, by)
    return _end(membership, by=by, reason=reason)


def leave(membership: Membership) -> Membership:
    """Close this tenant to a member who asks for it. Raises RefusedError for the last administrator."""
    return _end(membership, by=membership.user, reason=EndReason.OWN)


@transaction.atomic
def _end(membership: Membership, *, by, reason: EndReason) -> Membership:
    membership = _locked(membership)
    if membership.ended_at:
        return membership
    _refuse_if_last(membership)
    _withdraw_invitations(membership)
    membership.ended_at, membership.end_reason = timezone.now(), reason
    membership.save(update_fields=["ended_at", "end_reason"])
    _enter_groups(membership)
    _log(membership, "tenancy.ended", by, reason=reason.label)
    membership_ended.send(Membership, membership=membership)
    return membership


@transaction.atomic
def reopen_membership(membership: Membership, *, by) -> Membership:
    """Open this tenant again to a former member, with the roles they had."""
    _refuse_oneself(membership, by)
    membership = _locked(membership)
    if membership.ended_at:
        _open(membership)
        _enter_groups(membership)
        _log(membership, "tenancy.reopened", by)
    return membership


def _open(membership: Membership) -> None:
    """Open the access, and count a long absence from today."""
    if membership.ended_at:
        membership.last_seen_on = timezone.localdate()
    membership.ended_at, membership.end_reason, membership.warned_on = None, "", None
    membership.save()


def _locked(membership: Membership) -> Membership:
    """Return the row as it is now, locked with those of all administrators: two requests cannot remove the last two.

    In one order for everyone, so that they wait for each other rather than block each other.
    """
    concerned = Q(pk=membership.pk) | Q(roles__contains=[Role.ADMINISTRATION])
    rows = Membership.objects.of(membership.tenant_id).filter(concerned).order_by("pk").select_for_update()
    return next(row for row in rows if row.pk == membership.pk)


def _refuse_oneself(membership: Membership, by) -> None:
    if by and membership.user_id == by.pk:
        raise RefusedError(ONE_S_OWN, code="own")


def _refuse_if_last(membership: Membership) -> None:
    if not membership.has_role(Role.ADMINISTRATION):
        return
    others = Membership.objects.of(membership.tenant_id).active().with_role(Role.ADMINISTRATION)
    if not others.exclude(pk=membership.pk).exists():
        raise RefusedError(LAST_ADMINISTRATOR, code="last_administrator")


def _withdraw_invitations(membership: Membership) -> None:
    """Withdraw what waits of a person who may invite no more: it could be for themselves, under another address."""
    sent = Invitation.objects.pending().filter(tenant=membership.tenant_id, invited_by=membership.user_id)
    sent.update(revoked_at=timezone.now())


def _enter_groups(membership: Membership) -> None:
    groups = Group.objects.filter(tenant_group__tenant=membership.tenant_id)
    roles = [] if membership.ended_at else membership.roles
    membership.user.groups.remove(*groups.exclude(tenant_group__role__in=roles))
    membership.user.groups.add(*groups.filter(tenant_group__role__in=roles))


def _log(membership: Membership, action: str, by, **data) -> None:
    log(membership, action, user=by, title=str(membership.user), data={"roles": membership.roles} | data)
