"""What the values of production must look like. Each says what is wrong, by the variable's name, never its value."""

import os
import re
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.settings.environment import env, fault

SHORTEST_KEY, FEWEST_LETTERS = 50, 10
"""Characters, and different ones: Django's own check asks for 50 and 5."""
SHORTEST_TOKEN = 32  # characters
HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
SERVER = re.compile(r"[\w.-]+|[0-9A-Fa-f:]+", re.ASCII)
"""A name that a server has among machines (underscores are seen among containers), or its number."""
MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


def check_key(name: str, value: str) -> None:
    """A secret key that cannot be guessed; nothing is said of one that is missing."""
    if value and (len(value) < SHORTEST_KEY or len(set(value)) < FEWEST_LETTERS or value.startswith("django-insecure")):
        fault(f"{name} is too easy to guess: {SHORTEST_KEY} characters or more, by chance ({MAKE_ONE}).")


def check_token(name: str, value: str) -> None:
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value):
        fault(f"{name} is too easy to guess: {SHORTEST_TOKEN} characters or more, without spaces ({MAKE_ONE}).")


def check_hosts(name: str, hosts: list[str]) -> None:
    if any(hosts) and not all(HOST.match(host) for host in hosts):
        fault(f"{name} holds something else than host names: no scheme, port, space or capital; commas between them.")


def check_host(name: str, value: str) -> None:
    if value and not SERVER.fullmatch(value):
        fault(f"{name} is not a host name: no scheme, port or space.")


def check_sender(name: str, value: str) -> None:
    """« a@example.org », or « Some name <a@example.org> »."""
    if not value:
        return
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError:
        fault(f"{name} is not an address: « ne-pas-repondre@example.org », or « Name <ne-pas-repondre@example.org> ».")


def database_url(name: str) -> str:
    """Return the address of a PostgreSQL database that ``name`` gives, or nothing."""
    value = env(name)
    try:
        parts = urlsplit(value)
        is_right = parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/") and (parts.port or 1) > 0
    except ValueError:
        is_right = False
    if value and not is_right:
        fault(f"{name} is not understood: « postgresql://user:password@host:5432/database »; quote odd characters (%).")
    return value if is_right else ""


def check_contact(name: str, value: str) -> None:
    if value and not value.startswith(("https://", "mailto:")):
        fault(f"{name} is neither « https://… » nor « mailto:… ».")


def check_scanner(name: str, value: str) -> None:
    host, _, port = value.rpartition(":")
    if value and not value.startswith("/") and not (SERVER.fullmatch(host.strip("[]")) and port.isdecimal()):
        fault(f"{name} is neither « host:port » nor the path of a Unix socket.")


def check_both(one: str, value: str, other: str, other_value: str) -> None:
    """Two values that go together."""
    if bool(value) != bool(other_value):
        missing, given = (other, one) if value else (one, other)
        fault(f"Set {missing} too: {given} is given.")


def check_writable(name: str, folder: Path) -> None:
    """A folder that this process may write into, or make."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        fault(f"{name} names a folder that this process may not write into: {folder}.")


def check_dsn(name: str, value: str) -> None:
    """The address that Sentry gives for a project."""
    parts = urlsplit(value)
    if value and not (
        parts.scheme in {"https", "http"} and parts.username and parts.hostname and parts.path.strip("/")
    ):
        fault(f"{name} is not understood: « https://key@host/project », as Sentry gives it.")
