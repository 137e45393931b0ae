"""What opens a sender's page and confirms their address. The database keeps digests alone.

The token is made from the request's reference and the installation's secret, so that every mail holds the same
address: neither a copy of the database nor staff can make it. While the secret is being changed, what was made
under a former one (SECRET_KEY_FALLBACKS) still opens.
"""

import base64
import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from extranet.access.models import AccessRequest

SALT = "extranet.access"


def token_of(request: AccessRequest) -> str:
    """Return the token of the sender's page: 43 letters that nobody guesses."""
    made = [_token(request, secret) for secret in _secrets()]
    return next((token for token in made if digest(token) == request.token_digest), made[0])


def _token(request: AccessRequest, secret: str) -> str:
    made = salted_hmac(f"{SALT}.page", str(request.reference), secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def is_under_the_present_secret(request: AccessRequest) -> bool:
    """Say whether the page's address would be the same without SECRET_KEY_FALLBACKS."""
    return digest(_token(request, settings.SECRET_KEY)) == request.token_digest


def _secrets() -> tuple[str, ...]:
    return settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> AccessRequest | None:
    """Return the request of the asking tenant whose page this token opens."""
    return AccessRequest.objects.with_all_that_is_shown().filter(token_digest=digest(token)).first()


def page_of(request: AccessRequest) -> str:
    """Return the address of the sender's page, with the tenant's host, to write in a mail.

    Where the secret it was made under is lost, the address is made anew: only the earlier mails open no more.
    """
    token = token_of(request)
    if digest(token) != request.token_digest:
        request.token_digest = digest(token)
        request.save(update_fields=["token_digest"])
    return request.tenant.base_url + reverse("access_follow", settings.ROOT_URLCONF, args=[token])


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


def code_digest(request: AccessRequest, code: str, *, secret: str | None = None) -> str:
    """Return what is kept of a code: without the installation's secret its million possibilities say nothing."""
    return salted_hmac(f"{SALT}.code", f"{request.reference}:{code}", secret=secret, algorithm="sha256").hexdigest()


def is_code(request: AccessRequest, code: str) -> bool:
    return bool(request.code_digest) and any(
        constant_time_compare(request.code_digest, code_digest(request, code, secret=secret)) for secret in _secrets()
    )
