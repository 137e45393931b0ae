"""What proves, beside a password, that it is you: codes of an application (everywhere), passkeys (each for one host).

A passkey is bound by the browser to the host where it was made. Here it is neither shown nor tried on another: the
second factor that a person can use on a host is the application, or a passkey of that host. An account that has
either is asked for its second factor on every host; where it has no passkey, a recovery code answers.
"""

import base64
import contextlib
import logging
import secrets
from enum import StrEnum

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.http.request import split_domain_port

logger = logging.getLogger(__name__)
Type = Authenticator.Type


def host_of(request) -> str:
    """Return the name of this host, without its port: what a passkey is bound to."""
    return split_domain_port(request.get_host())[0]


def passkeys(user, host: str) -> QuerySet[Authenticator]:
    """Return the passkeys that can be used on ``host``."""
    return Authenticator.objects.filter(user=user, type=Type.WEBAUTHN, data__host=host)


def has_second_factor(user, host: str) -> bool:
    """Say whether this person has a second factor that works on ``host``. Recovery codes are none: they run out."""
    works_here = Q(type=Type.TOTP) | Q(type=Type.WEBAUTHN, data__host=host)
    return Authenticator.objects.filter(works_here, user=user).exists()


@receiver(authenticator_added)
def note_the_host(sender, request, authenticator, **kwargs) -> None:
    if authenticator.type == Type.WEBAUTHN:
        authenticator.data["host"] = host_of(request)
        authenticator.save(update_fields=["data"])


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of applications and of recovery codes are encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon, ou a déjà servi.",
        "cannot_generate_recovery_codes": "Choisissez d’abord une application de codes ou une clé d’accès.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; where its key is lost, one that nobody has, so that no code of it is ever right."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor was encrypted with another SECRET_KEY: see SECRET_KEY_FALLBACKS.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": host_of(self.request), "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user, type) -> str:
        """Return the name of a passkey that its owner gave none."""
        return "Clé d’accès"


class Under(StrEnum):
    """Which key a secret is encrypted with."""

    PRESENT = "present"
    FORMER = "former"
    LOST = "lost"


def under(encrypted: str) -> Under:
    """Say whether a secret is encrypted with SECRET_KEY, with a former one that is still given, or with neither."""
    ciphers = {
        Under.PRESENT: Fernet(_key(settings.SECRET_KEY)),
        Under.FORMER: _cipher(),
    }
    for known, cipher in ciphers.items():
        with contextlib.suppress(InvalidToken):
            cipher.decrypt(encrypted.encode())
            return known
    return Under.LOST


def under_the_present_key(encrypted: str) -> str:
    """Return the same secret, encrypted with SECRET_KEY. Raises InvalidToken when its key is lost."""
    return _cipher().rotate(encrypted.encode()).decode()


def _cipher() -> MultiFernet:
    """Encrypt with SECRET_KEY; decrypt with those of SECRET_KEY_FALLBACKS too, while it is being changed."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), 32, salt=None, info=b"portal.accounts.second_factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
