"""Signing in by ProConnect, the State's identity for professionals: off until its three variables are given."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from portal.settings.environment import env, env_bool, fault

NAMES = ("PROCONNECT_ISSUER", "PROCONNECT_CLIENT_ID", "PROCONNECT_CLIENT_SECRET")


def proconnect() -> dict | None:
    """Return how ProConnect is spoken to, or None: then it is offered nowhere. Half of it is refused, by name."""
    given = {name: env(name).strip() for name in NAMES}
    sends_pkce = env_bool("PROCONNECT_PKCE")
    if not any(given.values()):
        return None
    for name in NAMES:
        if not given[name]:
            fault(f"Set {name} too: {', '.join(other for other in NAMES if given[other])} is given.")
    issuer, client_id, client_secret = given.values()
    if issuer and not is_issuer(issuer):
        fault("PROCONNECT_ISSUER is not understood: « https://… », as ProConnect writes it, without ? or #.")
    return {"issuer": issuer, "client_id": client_id, "client_secret": client_secret, "sends_pkce": sends_pkce}


def is_issuer(address: str) -> bool:
    return is_guarded(address) and not set("?#@") & set(address)


def is_guarded(address: str) -> bool:
    """Say whether nobody can listen on the way to ``address``: TLS, or a number of this very machine."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.scheme == "https" or _is_this_machine(parts))
    except ValueError:
        return False


def _is_this_machine(parts) -> bool:
    return parts.scheme == "http" and ip_address(parts.hostname).is_loopback
