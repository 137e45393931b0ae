"""Somebody who signs in as people do, and what their telephone shows."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from portal.accounts.models import User
from portal.demo.people import PASSWORD
from tests.conftest import PDC_HOST, GuardedClient

DOOR = "/compte/connexion/"


def person(first_name: str) -> User:
    return User.objects.get(email=f"{first_name}@demo.example")


def sign_in(first_name: str, host: str = PDC_HOST, *, client=None, **extra):
    """Return the client and the answer to the password."""
    client = client or GuardedClient(host, **extra)
    return client, client.post(DOOR, {"login": f"{first_name}@demo.example", "password": PASSWORD})


def confirm_again(client) -> None:
    """Give the password once more, as what touches the security of an account asks."""
    assert client.post("/compte/confirmer/", {"password": PASSWORD}).status_code == 302


def give_application(user: User) -> str:
    """Give somebody an application of codes, and the recovery codes that come with it; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code(secret: str, *, steps: int = 0) -> str:
    """Return what the application shows now, or ``steps`` times 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
