"""Ending sessions in an incident: one person's, those of a tenant's hosts, or everybody's. Done as the platform.

What is ended opens nothing at the next click, whatever process answers: sessions are rows, and nothing keeps them.
With them go the codes that were mailed to sign in, second steps under way, and changes of address not yet confirmed,
which whoever held the session may have asked for. The private addresses of the calendar and the passwords go when it
is asked: a person without a password chooses one through « mot de passe oublié », or signs in by a mailed code.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from events.models import FeedToken
from portal.accounts.models import AddressChange, User
from portal.database import context
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.sessions import KEY

logger = logging.getLogger(__name__)
AT_ONCE = 1000
LOGGED = "tenancy.sessions_ended"


@dataclass(frozen=True)
class Ended:
    """How many of each were ended; ``told``: whether a mail says so to the person."""

    sessions: int
    feeds: int = 0
    passwords: int = 0
    told: bool = False


@transaction.atomic
def end_everybody_s(*, feeds: bool = False, passwords: bool = False, by: User | None = None) -> Ended:
    """End every session of the installation, the operators' and the visitors' too."""
    with context.use(context.PLATFORM):
        count, _ = Session.objects.all().delete()
        UserSession.objects.all().delete()
        also = _also(User.objects.all(), FeedToken.objects.all(), feeds=feeds, passwords=passwords)
    return _noted("everybody's", Ended(count, *also), by)


@transaction.atomic
def end_those_of_tenant(
    tenant: Tenant, *, feeds: bool = False, passwords: bool = False, by: User | None = None
) -> Ended:
    """End every session that was opened on this tenant's hosts. Addresses and passwords are those of its members."""
    with context.use(context.PLATFORM):
        count = _end(key for key, said in _open() if said.get(KEY) == tenant.pk)
        members = User.objects.filter(pk__in=Membership.objects.of(tenant).values("user"))
        tokens = FeedToken.objects.filter(membership__tenant=tenant)
        also = _also(members, tokens, feeds=feeds, passwords=passwords)
    return _noted(f"those of tenant {tenant.pk}", Ended(count, *also), by)


@transaction.atomic
def end_those_of_person(user: User, *, feeds: bool = False, passwords: bool = False, by: User | None = None) -> Ended:
    """End every session of this person, on every host; the history of each of their accesses says so.

    They are told by mail in the name of a tenant they belong to; an operator who belongs to none is not.
    """
    with context.use(context.PLATFORM):
        count = _end(key for key, said in _open() if _is_of(said, user))
        tokens = FeedToken.objects.filter(membership__user=user)
        also = _also(User.objects.filter(pk=user.pk), tokens, feeds=feeds, passwords=passwords)
        rows = Membership.objects.active().filter(user=user).select_related("tenant", "user").order_by("pk")
        memberships = list(rows)
    for membership in memberships:
        with context.use(membership.tenant.context):
            log(membership, LOGGED, user=by, title=str(user))
    if memberships:
        _tell(memberships[0], feeds=feeds, passwords=passwords)
    return _noted(f"those of account {user.pk}", Ended(count, *also, told=bool(memberships)), by)


def _tell(membership: Membership, **also: bool) -> None:
    tenant = membership.tenant
    with context.use(tenant.context):
        addresses = {
            "login": tenant.base_url + reverse("account_login", settings.ROOT_URLCONF),
            "reset": tenant.base_url + reverse("account_reset_password", settings.ROOT_URLCONF),
        }
        words = {"tenant": tenant, "when": timezone.now()} | addresses | also
        body = render_to_string("operations/emails/sessions_ended.txt", words)
        EmailMessage("Vous avez été déconnecté ou déconnectée", body, to=[membership.user.email]).send()


def _open() -> Iterable[tuple[str, dict]]:
    """Yield the key of each session that is not over, and what it says."""
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    return ((row.session_key, row.get_decoded()) for row in rows.iterator(AT_ONCE))


def _is_of(said: dict, user: User) -> bool:
    """Whether somebody is signed in as this person, or on the way: a code was mailed, a second step is waited for."""
    on_the_way = said.get(LOGIN_SESSION_KEY) or {}
    return said.get(SESSION_KEY) == str(user.pk) or on_the_way.get("user_pk") == user_pk_to_url_str(user)


def _end(keys: Iterable[str]) -> int:
    keys = list(keys)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        Session.objects.filter(session_key__in=some).delete()
        UserSession.objects.filter(session_key__in=some).delete()
    return len(keys)


def _also(users: QuerySet[User], tokens: QuerySet[FeedToken], *, feeds: bool, passwords: bool) -> tuple[int, int]:
    """End what else these people hold; return how many addresses of the calendar, and how many passwords."""
    AddressChange.objects.filter(user__in=users, closed_at=None).update(closed_at=timezone.now())
    ended = tokens.delete()[0] if feeds else 0
    return ended, _take_passwords(users) if passwords else 0


def _take_passwords(users: QuerySet[User]) -> int:
    """Leave these accounts without a password: links to choose one that were mailed before are void too."""
    held = [user for user in users.only("pk", "password") if user.has_usable_password()]
    for user in held:
        user.password = make_password(None)
    User.objects.bulk_update(held, ["password"], batch_size=AT_ONCE)
    return len(held)


def _noted(whose: str, ended: Ended, by: User | None) -> Ended:
    asker = f"account {by.pk}" if by else "a command"
    logger.warning(
        "Sessions ended, %s, by %s: %d sessions, %d private addresses of the calendar, %d passwords.",
        whose, asker, ended.sessions, ended.feeds, ended.passwords,
    )  # fmt: skip
    return ended
