"""Whether an archive may be brought in here: read whole, compared with its manifest, before anything is written.

The checksums keep from accidents, not from a forger: an archive is worth what the one who hands it over is worth.
The wall has the last word (``importing``): each row that comes in must be the tenant's own.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from django.core.files.storage import storages

from portal.console.archive import manifest as parts
from portal.console.archive.contents import folder_of, tables
from portal.console.archive.manifest import FORMAT, Manifest, StoredFile, last_migrations
from portal.console.archive.names import NATURAL_KEYS, natural_keys
from portal.database import context
from portal.design.typography import french
from portal.operations.files import files_below
from portal.tenancy.models import Tenant

CHUNK = 1024 * 1024  # bytes
MOST_NAMED = 20
"""How many of the things that are missing a refusal names."""
ACCOUNT = {"id", "email", "first_name", "last_name", "is_active", "date_joined"}


class RefusedError(ValueError):
    """What was asked for is not done, and nothing has changed; the message says why, in French."""

    def __init__(self, reason: str):
        super().__init__(french(reason))


def check(file: BinaryIO) -> Manifest:
    """Return what the archive holds. Raises RefusedError when it may not be brought in here."""
    with context.use(context.PLATFORM), opened(file) as archive:
        manifest = _manifest(archive)
        refuse_unless_empty()
        _check_version(manifest)
        _check_names(archive, manifest)
        _check_this_installation(manifest)
        _check_sums(archive, manifest)
        _check_columns(archive)
        return manifest


def opened(file: BinaryIO) -> ZipFile:
    """Open an archive. Raises RefusedError when it is none."""
    try:
        return ZipFile(file)
    except (BadZipFile, OSError) as error:
        raise RefusedError("Ce fichier n’est pas une archive, ou il est tronqué.") from error


def _manifest(archive: ZipFile) -> Manifest:
    try:
        raw = json.loads(archive.read(parts.NAME))
        written_by = int(raw["format"])
        if written_by <= FORMAT:
            return Manifest.from_json(json.dumps(raw))
    except (KeyError, TypeError, ValueError, BadZipFile) as error:
        raise RefusedError("L’archive n’a pas de manifeste lisible.") from error
    raise RefusedError(
        f"L’archive est au format {written_by}, plus récent que celui que ce portail sait lire ({FORMAT}) : "
        "mettez ce portail à jour."
    )


def _check_version(manifest: Manifest) -> None:
    here, there = last_migrations(), manifest.migrations
    apart = [
        f"{app} ({there.get(app, 'absente')} dans l’archive, {here.get(app, 'absente')} ici)"
        for app in sorted(here.keys() | there.keys())
        if here.get(app) != there.get(app)
    ]
    _refuse_if(apart, "La base de données n’est pas à la même version que celle de l’archive")


def _check_this_installation(manifest: Manifest) -> None:
    for table, named in manifest.keys.items():
        if table not in NATURAL_KEYS:
            raise RefusedError(f"L’archive désigne des lignes d’une table nationale inconnue : {table}.")
        known = set(natural_keys(table).values())
        missing = sorted(" ".join(key) for key in named.values() if tuple(key) not in known)
        _refuse_if(missing, f"Cette installation ne connaît pas, dans {table}")
    own = folder_of(manifest.tenant["id"])
    present = [path for alias in parts.STORAGES.values() for path in files_below(storages[alias], own)]
    present += [each.path for each in manifest.files if each.path not in present and each.storage.exists(each.path)]
    _refuse_if(present, "Des fichiers sont déjà à la place de ceux de l’archive")


def refuse_unless_empty() -> None:
    """Raise RefusedError when a tenant is here."""
    here = list(Tenant.objects.order_by("slug").values_list("slug", flat=True))
    _refuse_if(here, "Une archive s’importe dans une installation sans collectivité, et il y a déjà")


def _check_names(archive: ZipFile, manifest: Manifest) -> None:
    names = archive.namelist()
    if len(names) != len(set(names)) or set(names) != {*manifest.entries, parts.NAME}:
        strange = sorted(set(names) ^ {*manifest.entries, parts.NAME}) or ["un nom en double"]
        _refuse_if(strange, "Le contenu de l’archive n’est pas celui que dit son manifeste")
    known = {f"{parts.ROWS}{table.name}.jsonl" for table in tables()} | {parts.ACCOUNTS}
    files = {file.entry: file for file in manifest.files}
    _refuse_if(sorted(manifest.entries.keys() - known - files.keys()), "L’archive contient une table inconnue")
    _refuse_if(sorted(known - manifest.entries.keys()), "Il manque à l’archive")
    _refuse_if([name for name in files if not _is_safe(name)], "L’archive contient un chemin interdit")
    own = f"{folder_of(manifest.tenant['id'])}/"
    others = [entry for entry, file in files.items() if _is_another_s(file, own)]
    _refuse_if(others, "L’archive contient le fichier d’une autre collectivité")


def _is_another_s(file: StoredFile, own: str) -> bool:
    """Only Wagtail keeps files outside of the tenants' folders, and in the default storage alone."""
    is_in_a_folder = file.path.startswith("t/") or parts.STORAGES[file.folder] != "default"
    return is_in_a_folder and not file.path.startswith(own)


def _is_safe(path: str) -> bool:
    return not any(step in {"", ".", ".."} for step in path.split("/")) and not set(path) & {"\\", "\0", ":"}


def _check_sums(archive: ZipFile, manifest: Manifest) -> None:
    for name, entry in manifest.entries.items():
        sha256, size = hashlib.sha256(), 0
        for chunk in pieces(archive, name, by_line=False):
            sha256.update(chunk)
            size += len(chunk)
        if (size, sha256.hexdigest()) != (entry.size, entry.sha256):
            raise RefusedError(f"L’archive est abîmée : {name} n’a plus la somme de contrôle que dit son manifeste.")


def _check_columns(archive: ZipFile) -> None:
    columns = {f"{parts.ROWS}{table.name}.jsonl": table.columns.keys() for table in tables()}
    columns[parts.ACCOUNTS] = ACCOUNT
    for name, expected in columns.items():
        for line in pieces(archive, name, by_line=True):
            found = _row(name, line).keys()
            _refuse_if(sorted(found ^ expected), f"Des colonnes diffèrent dans {name}")


def _row(name: str, line: bytes) -> dict:
    try:
        return dict(json.loads(line))
    except (ValueError, TypeError) as error:
        raise RefusedError(f"Une ligne de {name} ne se lit pas.") from error


def pieces(archive: ZipFile, name: str, *, by_line: bool) -> Iterator[bytes]:
    """Yield the lines of a file of the archive, or its chunks. Raises RefusedError when it is damaged."""
    try:
        with archive.open(name) as entry:
            yield from entry if by_line else iter(lambda: entry.read(CHUNK), b"")
    except (BadZipFile, EOFError, OSError, zlib.error) as error:
        raise RefusedError(f"L’archive est abîmée : {name} ne se lit pas jusqu’au bout.") from error


def _refuse_if(found: list[str], reason: str) -> None:
    if found:
        more = f" et {len(found) - MOST_NAMED} autres" if len(found) > MOST_NAMED else ""
        raise RefusedError(f"{reason} : {', '.join(found[:MOST_NAMED])}{more}.")
