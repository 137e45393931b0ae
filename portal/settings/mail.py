"""Where mails that come back arrive: an address, of which each mail has a variant, and the mailbox that holds them."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env, env_bool, reads_settings

ADDRESS = re.compile(r"[a-z0-9._-]{1,20}@[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9._-]{1,20}@localhost")
"""Before the @, « + » and 40 signs are added; 64 are allowed there."""
FORM = "imaps://USER:PASSWORD@host[:port]/FOLDER[?ca=/file.pem]"
PORT = 993


@reads_settings(otherwise={})
def env_tls() -> dict:
    """Return how the mail server is spoken to: STARTTLS unless TLS is asked for from the first byte, or neither."""
    from_the_first_byte = env_bool("EMAIL_USE_SSL")
    later = env_bool("EMAIL_USE_TLS", default=not from_the_first_byte)
    if from_the_first_byte and later:
        raise ImproperlyConfigured("EMAIL_USE_SSL and EMAIL_USE_TLS are both on: keep the one that the server speaks.")
    authority = env("EMAIL_CA_FILE").strip()
    if authority and not Path(authority).is_file():
        raise ImproperlyConfigured("EMAIL_CA_FILE names no file.")
    return {"use_tls": later, "use_ssl": from_the_first_byte, "ca_file": authority or None}


@reads_settings(otherwise="")
def env_bounce_address(name: str) -> str:
    """Return the address that bounces go to, or nothing: then mails leave in the name of the installation's sender."""
    address = env(name).strip().lower()
    if address and not ADDRESS.fullmatch(address):
        raise ImproperlyConfigured(f"{name} is not understood: give an address of at most 20 signs before its @.")
    return address


@reads_settings(otherwise=None)
def env_mailbox(name: str, address: str) -> dict | None:
    """Return where the mailbox of bounces is, if ``name`` gives one. What is refused is named, never shown."""
    if not (url := env(name)):
        return None
    if not address:
        raise ImproperlyConfigured(f"{name} is set and BOUNCE_ADDRESS is not: no mail would ever come back there.")
    try:
        parts = urlsplit(url)
        asked, port = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query))), parts.port or PORT
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not understood. Give {FORM}") from None
    if parts.scheme != "imaps" or not (parts.hostname and parts.username and parts.password) or asked.keys() - {"ca"}:
        raise ImproperlyConfigured(f"{name} is not understood. Give {FORM}")
    return {
        "host": parts.hostname, "port": port, "user": unquote(parts.username), "password": unquote(parts.password),
        "folder": unquote(parts.path.strip("/")) or "INBOX", "ca_file": asked.get("ca") or None,
    }  # fmt: skip
