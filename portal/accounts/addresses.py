"""Another e-mail address for an account: asked for by its owner, confirmed from both mailboxes, then moved.

Whoever holds a session alone, or one mailbox alone, cannot take the account away: the old address can stop it.
"""

import datetime
import hashlib
import secrets
from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from portal.accounts.models import AddressChange, User

VALID_FOR = datetime.timedelta(hours=24)


class TakenError(Exception):
    """The new address has got an account of its own meanwhile."""


@transaction.atomic
def ask_for_change(user: User, new_email: str, *, link: Callable[[str], str], **words) -> AddressChange:
    """Write to both addresses; a change that was still waiting is dropped.

    ``link`` makes the address of the page that a token opens, ``words`` are for the mails. An address that has an
    account gets a mail that says so, without a way to go on: the person who asks learns nothing.
    """
    User.objects.select_for_update().get(pk=user.pk)  # one at a time
    _waiting(user).update(closed_at=timezone.now())
    old, new = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    change = AddressChange.objects.create(
        user=user, new_email=new_email.strip().lower(), old_digest=_digest(old), new_digest=_digest(new),
        expires_at=timezone.now() + VALID_FOR,
    )  # fmt: skip
    words = words | {"change": change}
    _write("address_old", user.email, words | {"link": link(old)})
    if _is_taken(change):
        _write("address_taken", change.new_email, words)
    else:
        _write("address_new", change.new_email, words | {"link": link(new)})
    return change


def waiting(user: User) -> AddressChange | None:
    """Return the change that this person asked for and that still waits for a confirmation."""
    return _waiting(user).filter(expires_at__gt=timezone.now()).first()


def find(token: str) -> tuple[AddressChange, bool] | None:
    """Return the change that this token opens, and whether it was sent to the old address."""
    digest = _digest(token)
    opened = AddressChange.objects.filter(closed_at=None, expires_at__gt=timezone.now()).select_related("user")
    for is_old, field in ((True, "old_digest"), (False, "new_digest")):
        if change := opened.filter(**{field: digest}).first():
            return change, is_old
    return None


@transaction.atomic
def confirm(change: AddressChange, *, from_old: bool, **words) -> AddressChange:
    """Note that one of the two mailboxes agrees; move the address once both have.

    Raises TakenError, and stops the change, when the new address has an account.
    """
    change = AddressChange.objects.select_for_update(of=("self",)).select_related("user").get(pk=change.pk)
    if change.closed_at:
        return change
    if from_old:
        change.old_confirmed_at = change.old_confirmed_at or timezone.now()
    else:
        change.new_confirmed_at = change.new_confirmed_at or timezone.now()
    change.save()
    if change.old_confirmed_at and change.new_confirmed_at:
        _move(change, words)
    return change


def stop(change: AddressChange) -> None:
    """Keep the old address: neither link works any more."""
    AddressChange.objects.filter(pk=change.pk, closed_at=None).update(closed_at=timezone.now())


def forget_old_changes() -> None:
    """Delete what was asked for and is over: an address that nobody uses is nobody's business."""
    AddressChange.objects.filter(expires_at__lt=timezone.now()).delete()


def _move(change: AddressChange, words: dict) -> None:
    if _is_taken(change):
        raise TakenError
    user, before = change.user, change.user.email
    user.email = change.new_email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=change.new_email, verified=True, primary=True)
    change.closed_at = timezone.now()
    change.save(update_fields=["closed_at"])
    for address in (before, change.new_email):
        _write("address_moved", address, words | {"before": before, "after": change.new_email})


def _waiting(user: User):
    return AddressChange.objects.filter(user=user, closed_at=None)


def _is_taken(change: AddressChange) -> bool:
    return User.objects.filter(email__iexact=change.new_email).exclude(pk=change.user_id).exists()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _write(name: str, to: str, words: dict) -> None:
    subject = render_to_string(f"account/email/{name}_subject.txt", words).strip()
    body = render_to_string(f"account/email/{name}_message.txt", words, words.get("request"))
    EmailMessage(subject, body.strip(), to=[to]).send()
