"""Bringing somebody in by e-mail: a link that works once, for fourteen days, for one address.

The link holds 32 random bytes; the database keeps their digest alone, so that neither a copy of it nor staff
can open what was sent to somebody else. Used by « Équipe », by accepted requests and by tenants' first days.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from portal.design.typography import french
from portal.tenancy.models import Invitation, Membership, Role, Tenant
from portal.tenancy.services import RefusedError, set_membership

VALID_FOR = datetime.timedelta(days=14)
KEPT_FOR = datetime.timedelta(days=365)
"""How long the address of somebody who was invited stays after the invitation's time is over."""

invitation_accepted = Signal()
"""Sent inside the transaction of accept(), with ``invitation`` and ``membership``."""

invitation_resent = Signal()
"""Sent inside the transaction of resend(), with ``former`` and ``invitation``: what one promised, the other does."""


class ClosedError(Exception):
    """The invitation was used, withdrawn, replaced, or its time is over."""


@transaction.atomic
def invite(
    tenant: Tenant, email: str, roles: Iterable[Role], *, by, first_name: str = "", last_name: str = ""
) -> Invitation:
    """Send an invitation to join ``tenant`` with ``roles``; it takes the place of one that is pending.

    The names, where they are known, are proposed to the person who opens an account.

    Raises RefusedError when the address is that of an active member.
    """
    email = email.strip().lower()
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)  # one at a time: two would be pending
    if Membership.objects.of(tenant).active().filter(user__email__iexact=email).exists():
        raise RefusedError(french("Cette personne est déjà membre de l’espace : changez ses rôles dans « Équipe »."))
    Invitation.objects.pending().filter(tenant=tenant, email=email).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        tenant=tenant, email=email, roles=sorted(roles), invited_by=by,
        token_digest=_digest(token), expires_at=timezone.now() + VALID_FOR,
        first_name=first_name, last_name=last_name,
    )  # fmt: skip
    log(invitation, "tenancy.invited", user=by, data={"roles": invitation.roles})
    _mail(invitation, token)  # kept in this transaction: both, or neither
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by) -> Invitation:
    """Send a new link to the same address with the same roles; the former one works no more."""
    names = {"first_name": invitation.first_name, "last_name": invitation.last_name}
    again = invite(invitation.tenant, invitation.email, invitation.roles, by=by, **names)
    invitation_resent.send(Invitation, former=invitation, invitation=again)
    return again


@transaction.atomic
def revoke(invitation: Invitation, *, by) -> None:
    """Withdraw a pending invitation: its link works no more."""
    pending = Invitation.objects.pending().filter(pk=invitation.pk)
    if pending.update(revoked_at=timezone.now()):
        log(invitation, "tenancy.revoked", user=by)


def erase_old(now: datetime.datetime | None = None) -> None:
    """Delete the asking tenant's invitations that ended, well or badly, longer than KEPT_FOR ago."""
    Invitation.objects.filter(expires_at__lt=(now or timezone.now()) - KEPT_FOR).delete()


def find(token: str) -> Invitation | None:
    """Return the open invitation of the asking tenant that this token opens."""
    return Invitation.objects.open().filter(token_digest=_digest(token)).first()


def account_of(invitation: Invitation):
    """Return the account that has the invited address, or None."""
    return get_user_model().objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept(invitation: Invitation, user) -> Membership:
    """Make ``user``, whose address is the invited one, a member with the roles that were promised.

    Somebody who became a member meanwhile keeps the roles they have too. Raises ClosedError when the
    invitation cannot be used any more, or was for another address.
    """
    invitation = _locked(invitation)
    if user.email.lower() != invitation.email:
        raise ClosedError
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    now = Membership.objects.of(invitation.tenant).active().filter(user=user).first()
    roles = {*invitation.roles, *(now.roles if now else ())}
    membership = set_membership(user, invitation.tenant, roles, by=user)
    invitation_accepted.send(Invitation, invitation=invitation, membership=membership)
    return membership


@transaction.atomic
def accept_with_new_account(invitation: Invitation, *, first_name: str, last_name: str, password: str) -> Membership:
    """Make the account of the invited address, then accept.

    Following the link proves the address, so it is verified from the start. Raises ClosedError as accept(), or
    when the address has got an account meanwhile.
    """
    invitation = _locked(invitation)
    if account_of(invitation):
        raise ClosedError
    user = get_user_model().objects.create_user(invitation.email, password, first_name=first_name, last_name=last_name)
    return accept(invitation, user)


def _locked(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.open().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if locked is None:
        raise ClosedError
    return locked


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _mail(invitation: Invitation, token: str) -> None:
    tenant = invitation.tenant
    link = tenant.base_url + reverse("invitation", settings.ROOT_URLCONF, args=[token])
    labels = [Role(role).label for role in invitation.roles]
    body = render_to_string(
        "tenancy/emails/invitation.txt",
        {"invitation": invitation, "tenant": tenant, "link": link, "roles": labels},
    )
    EmailMessage(
        subject="Invitation à l’espace Logement d’abord",
        body=body,
        to=[invitation.email],
    ).send()
