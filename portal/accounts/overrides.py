"""What allauth does otherwise, and has no setting for. Each line here is held by a test."""

from collections.abc import Callable
from functools import wraps

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity

from portal.accounts.second_factor import host_of, passkeys

counters = ConnectionProxy(caches, "counters")


def apply() -> None:
    """Put these in the place of allauth's own; run once, when all apps are ready."""
    ratelimit.cache = totp.cache = counters  # one count, whatever process or machine answers
    totp.TOTP._mark_code_used = _mark_code_used
    webauthn.get_credentials = _credentials_of_this_host
    webauthn.get_server = _server_of_this_host
    webauthn.parse_registration_response = _refusing_nonsense(webauthn.parse_registration_response)
    webauthn.parse_authentication_response = _refusing_nonsense(webauthn.parse_authentication_response)
    webauthn.extract_user_from_response = _refusing_nonsense(webauthn.extract_user_from_response)


def _mark_code_used(self, code: str) -> bool:
    """A code serves once, for as long as it is good: allauth would forget it before, given the tolerance."""
    good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)  # seconds
    return counters.add(self._get_used_cache_key(code), "y", timeout=good_for)


def _credentials_of_this_host(user) -> list:
    here = passkeys(user, host_of(context.request))
    return [passkey.wrap().authenticator_data.credential_data for passkey in here]


def _server_of_this_host() -> Fido2Server:
    """A signature counts if it was made for this very origin; fido2 would take one made on a subdomain too."""
    request = context.request
    origin = f"{request.scheme}://{request.get_host()}"
    relying_party = PublicKeyCredentialRpEntity(**get_adapter().get_public_key_credential_rp_entity())
    return Fido2Server(relying_party, verify_origin=lambda given: given == origin)


def _refusing_nonsense(parse: Callable) -> Callable:
    """What a page sends in the place of a passkey's answer is anything at all: it is refused, whatever it is."""

    @wraps(parse)
    def parse_or_refuse(response):
        try:
            return parse(response)
        except (LookupError, TypeError, ValueError, AttributeError) as nonsense:
            raise get_adapter().validation_error("incorrect_code") from nonsense

    return parse_or_refuse
