"""Leaving a tenant's space by one's own wish (GDPR, article 17)."""

from django.db import transaction

from portal.accounts.services import anonymise
from portal.database import context
from portal.tenancy.models import Membership
from portal.tenancy.services import leave


@transaction.atomic
def leave_and_be_forgotten(membership: Membership) -> bool:
    """End the member's access; forget the account too when it opens nothing else. Return whether it was forgotten.

    Raises RefusedError for the last administrator. What the person did stays, attributed to an unnamed account.
    """
    leave(membership)
    user = membership.user
    with context.use(context.PLATFORM):  # whether another tenant knows them, and what each must forget
        if user.is_superuser or Membership.objects.active().filter(user=user).exists():
            return False
        anonymise(user)
    return True
