"""Private addresses of the calendar: made, found, ended. The secret is told once, and its digest alone is kept."""

import hashlib
import secrets

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from events.models import FeedToken
from events.models.feeds import MOST_TOKENS
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import RefusedError

BYTES = 32


@transaction.atomic
def make(membership: Membership, *, name: str, purpose: FeedToken.Purpose) -> tuple[FeedToken, str]:
    """Return a new private address's row and its secret, which nothing tells again.

    Raises RefusedError above MOST_TOKENS.
    """
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if FeedToken.objects.filter(membership=membership).count() >= MOST_TOKENS:
        raise RefusedError(f"Vous avez déjà {MOST_TOKENS} abonnements : supprimez d’abord celui qui ne vous sert plus.")
    secret = secrets.token_urlsafe(BYTES)
    token = FeedToken(membership=membership, name=name, purpose=purpose, token_digest=digest(secret))
    token.full_clean()
    token.save()
    return token, secret


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> FeedToken | None:
    """Return the asking tenant's address of this secret, while its member belongs here and their account is open.

    One digest and one indexed look-up, whatever the secret: one that never was, was ended, or is another tenant's is
    answered alike, and as fast.
    """
    open_ones = FeedToken.objects.filter(membership__ended_at=None, membership__user__is_active=True)
    return open_ones.select_related("membership__user").filter(token_digest=digest(secret)).first()


def note_use(token: FeedToken) -> None:
    """Write the day, once a day. It is no visit: a telephone that asks by itself keeps no access open."""
    today = timezone.localdate()
    if token.last_used_on != today:
        FeedToken.objects.filter(pk=token.pk).update(last_used_on=today)


def address_of(secret: str, tenant: Tenant) -> str:
    return tenant.base_url + reverse("calendar_private_feed", args=[secret])
