"""What becomes of an account."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from portal.accounts.models import User

account_anonymised = Signal()
"""Sent inside the transaction of anonymise(), with ``user`` and the ``email`` that was: each app forgets its part."""


@transaction.atomic
def anonymise(user: User) -> User:
    """Forget who the person is: the account stays, so that what it did stays attributed to somebody, unnamed.

    Nobody signs in with it any more, and its sessions end (they hold a digest of the password). Does nothing twice.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at:
        return user
    email = user.email
    EmailAddress.objects.filter(user=user).delete()
    user.groups.clear()
    user.proconnect_identities.all().delete()
    user.email = f"efface-{user.pk}@compte.invalid"  # RFC 2606: reaches nobody
    user.first_name = user.last_name = ""
    user.is_active, user.anonymised_at, user.last_login = False, timezone.now(), None
    user.set_unusable_password()
    user.save()
    account_anonymised.send(User, user=user, email=email)
    return user
