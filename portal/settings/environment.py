"""Typed reading of the environment. A value that is not understood stops the start, by name, and is never shown.

Each variable may be in a file instead, as containers and systemd hand secrets: ``NAME_FILE`` is its path.
"""

import functools
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
LARGEST_FILE = 64 * 1024  # bytes


class Faults(list):
    """What is wrong with the environment. Told at once, one by one, unless somebody gathers them (production)."""

    are_gathered = False

    def refuse(self) -> None:
        """Raise ImproperlyConfigured with all that was gathered, if anything."""
        faults, self.are_gathered = list(dict.fromkeys(self)), False
        self.clear()
        if faults:
            lines = "\n".join(f"  - {fault}" for fault in faults)
            raise ImproperlyConfigured(f"The environment is not complete:\n{lines}")


FAULTS = Faults()


def fault(told: str) -> None:
    """Say what is wrong with the environment. Raises ImproperlyConfigured, unless faults are gathered."""
    if not FAULTS.are_gathered:
        raise ImproperlyConfigured(told)
    FAULTS.append(told)


def reads_settings(*, otherwise):
    """For a function that raises ImproperlyConfigured: told with the other faults; ``otherwise`` stands for it."""

    def decorate(read: Callable) -> Callable:
        @functools.wraps(read)
        def answer(*args, **kwargs):
            try:
                return read(*args, **kwargs)
            except ImproperlyConfigured as error:
                if not FAULTS.are_gathered:
                    raise
                fault(str(error))
                return otherwise

        return answer

    return decorate


def env(name: str, default: str = "") -> str:
    """Return the value of ``name``, or what the file that ``NAME_FILE`` names holds, without its last line break."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, default)
    if os.environ.get(name):
        fault(f"{name} and {name}_FILE are both given: keep one.")
        return default
    try:
        with open(path, encoding="utf-8") as file:
            value = file.read(LARGEST_FILE)
    except (OSError, UnicodeDecodeError) as error:
        fault(f"{name}_FILE names a file that cannot be read ({type(error).__name__}).")
        return default
    return value.rstrip("\r\n") or default


def env_required(name: str, what: str = "") -> str:
    """Return the value of ``name``; ``what`` tells whoever forgot it what is wanted."""
    value = env(name)
    if not value.strip():
        fault(f"Set {name} in the environment{f': {what}' if what else ''}.")
    return value


def env_bool(name: str, *, default: bool = False) -> bool:
    value = env(name, "1" if default else "").strip().lower()
    if value not in TRUE | FALSE:
        fault(f"{name} is not understood: use 1 or 0.")
    return value in TRUE


def env_int(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    try:
        value = int(env(name) or default)
    except ValueError:
        fault(f"{name} is not a whole number.")
        return default
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = f"from {least} to {most}" if most is not None else f"{least} or more"
        fault(f"{name} is out of bounds: {bounds}.")
        return default
    return value


def local_secret(path: Path) -> str:
    """Return the secret kept in ``path``, made on first use and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
