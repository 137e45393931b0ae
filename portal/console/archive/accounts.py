"""The accounts that an archive's rows name: found here by their address, or made without a way in."""

import datetime
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models.functions import Lower

from portal.accounts.models import User


def bring_accounts(carried: Iterable[dict]) -> tuple[dict[int, int], set[int]]:
    """Return the key here of each account carried, by its old key, and the keys of those that were made.

    An address that is known here keeps its account as it is. Another account keeps its key if it is free.
    """
    carried = list(carried)
    emails = {account["email"].lower() for account in carried}
    known = dict(User.objects.annotate(lower=Lower("email")).filter(lower__in=emails).values_list("lower", "pk"))
    taken = set(User.objects.values_list("pk", flat=True))
    new = [account for account in carried if account["email"].lower() not in known]
    made = _make([_account(account, pk=account["id"]) for account in new if account["id"] not in taken])
    _number_after_the_last()
    made += _make([_account(account) for account in new if account["id"] in taken])
    here = known | {user.email.lower(): user.pk for user in made}
    return {account["id"]: here[account["email"].lower()] for account in carried}, {user.pk for user in made}


def _account(carried: dict, pk: int | None = None) -> User:
    return User(
        pk=pk, email=carried["email"], first_name=carried["first_name"], last_name=carried["last_name"],
        is_active=carried["is_active"], date_joined=datetime.datetime.fromisoformat(carried["date_joined"]),
        password=make_password(None),
    )  # fmt: skip


def _make(users: list[User]) -> list[User]:
    users = User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email.lower(), verified=True, primary=True) for user in users
    )
    return users


def _number_after_the_last() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(sequence, GREATEST((SELECT max(id) FROM accounts_user), nextval(sequence)))"
            " FROM pg_get_serial_sequence('accounts_user', 'id') AS sequence"
        )
