"""Whom ProConnect brings in: members of this tenant who have an account already, and nobody else.

Who comes for the first time is known by their address, as ProConnect itself advises (« sub » cannot reconcile
anybody: doc_fs/donnees_fournies.md); from then on by their name there (« sub »), whatever becomes of their address.
An account that is tied stays so: another « sub » with the same address may be the same person at another identity
provider, or the next holder of a mailbox, so it is refused until the person has come in otherwise and untied the first.
"""

from django.conf import settings
from django.urls import reverse

from portal.accounts import identities
from portal.accounts.models import User
from portal.accounts.proconnect import Identity
from portal.tenancy.models import Membership, Tenant


class StrangerError(Exception):
    """Nobody with an access here is meant; whether there is an account elsewhere is not said."""


class OtherIdentityError(Exception):
    """The account of this address is tied to another identity at ProConnect."""


def whose(identity: Identity, tenant: Tenant) -> User:
    """Return the account that this identity opens on ``tenant``'s host. Raises StrangerError, OtherIdentityError.

    Never an operator's: what opens the console is not ProConnect's to vouch for.
    """
    members = Membership.objects.of(tenant).active().filter(user__is_superuser=False).select_related("user")
    tied = identities.tied_to(identity)
    meant = {"user": tied.user_id} if tied else {"user__email__iexact": identity.email}
    member = members.filter(**meant).first()
    if member is None:
        raise StrangerError
    if identities.has_another(member.user, identity):
        raise OtherIdentityError
    return member.user


def addresses(tenant: Tenant) -> dict[str, str]:
    """Return what is declared at ProConnect for this tenant: where browsers come back, signed in and signed out."""
    return {
        name: tenant.base_url + reverse(name, settings.ROOT_URLCONF) for name in ("proconnect_in", "proconnect_out")
    }
