"""Backups: where they go, for whom they are sealed, how long they are kept. With nothing set, none is made.

What is half said stops the start, by name: a backup that nobody can open, or that goes nowhere, is none.
"""

import re
from pathlib import Path

import pyrage
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env, reads_settings

FOLDER = "portal.operations.backups.folder.BackupFolder"
PERIODS = {"d": "days", "w": "weeks", "m": "months"}


@reads_settings(otherwise=[])
def env_recipients(name: str) -> list[str]:
    """Return the public keys, of age or of SSH, that ``name`` gives, apart by commas."""
    given = [key.strip() for key in env(name).split(",") if key.strip()]
    for number, key in enumerate(given, 1):
        try:
            recipient(key)
        except pyrage.RecipientError as error:
            # Never shown: somebody may have put the private key there.
            raise ImproperlyConfigured(
                f"{name}: key {number} is not understood: give public keys, « age1… » or « ssh-ed25519 … »."
            ) from error
    return given


def recipient(key: str):
    """Return what age seals for. Raises pyrage.RecipientError."""
    return pyrage.ssh.Recipient.from_str(key) if key.startswith("ssh-") else pyrage.x25519.Recipient.from_str(key)


@reads_settings(otherwise={})
def env_keep(name: str, default: str) -> dict[str, int]:
    """Return how many days, weeks and months have their last backup kept; empty: every backup is."""
    kept = {}
    for part in filter(None, (part.strip() for part in env(name, default).split(","))):
        said = re.fullmatch(r"([1-9]\d{0,3})([dwm])", part)
        if said is None or PERIODS[said[2]] in kept:
            raise ImproperlyConfigured(f"{name}: « {part} » is not understood: say « 7d,5w,12m ».")
        kept[PERIODS[said[2]]] = int(said[1])
    return kept


@reads_settings(otherwise={})
def backup_storage() -> dict[str, dict]:
    """Return the storage « backups » if ``BACKUP_DIR`` names a folder."""
    folder = env("BACKUP_DIR")
    if folder and env("BACKUP_URL_S3"):
        raise ImproperlyConfigured("BACKUP_DIR and BACKUP_URL_S3 are both given: keep one.")
    return {"backups": {"BACKEND": FOLDER, "OPTIONS": {"location": folder}}} if folder else {}


@reads_settings(otherwise=None)
def refuse_half_a_backup(storages: dict, recipients: list[str]) -> None:
    """Raise ImproperlyConfigured for a place without keys, or keys without a place."""
    if recipients and "backups" not in storages:
        raise ImproperlyConfigured(
            "BACKUP_RECIPIENTS is set: say where backups go too, in BACKUP_DIR or BACKUP_URL_S3."
        )
    if "backups" in storages and not recipients:
        raise ImproperlyConfigured("BACKUP_RECIPIENTS is missing: no backup is written that anybody could read.")


@reads_settings(otherwise=None)
def refuse_a_served_folder(storages: dict, open_ones: dict[str, Path]) -> None:
    """Raise ImproperlyConfigured for backups below what is served, or among what they would hold."""
    backups = storages.get("backups", {})
    folder = backups["OPTIONS"]["location"] if backups.get("BACKEND") == FOLDER else ""
    for name, other in open_ones.items():
        if folder and Path(folder).resolve().is_relative_to(Path(other).resolve()):
            raise ImproperlyConfigured(f"BACKUP_DIR lies below {name} ({other}): give backups a place of their own.")
