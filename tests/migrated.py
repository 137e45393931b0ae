"""A migrated database, made once for one state of the code and copied by later runs: to migrate takes most of a minute.

Any change of code, or of a library, makes it anew. It lies in the tests' own server, beside the one that they use.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases

ROOT = Path(__file__).parents[1]
CODE = ("events", "extranet", "home", "portal", "trainings")
PREFIX = "migrated_"


def make_databases() -> list:
    """Do as ``setup_databases``, from the copy that an earlier run kept where there is one. As the platform."""
    if settings.DATABASE_URL:  # somebody else's server: nothing is left there
        return setup_databases(verbosity=0, interactive=False)
    kept = PREFIX + _state_of_the_code()
    is_there = kept in _kept_ones()
    connection.settings_dict["TEST"]["TEMPLATE"] = kept if is_there else None
    databases = setup_databases(verbosity=0, interactive=False)
    if not is_there:
        _keep(kept)
    return databases


def _state_of_the_code() -> str:
    found = hashlib.sha256()
    for path in (*_code(), *ROOT.glob("requirements*.lock")):
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _code() -> Iterator[Path]:
    for app in CODE:
        yield from sorted(path for path in (ROOT / app).rglob("*") if path.suffix in {".py", ".sql"})


def _kept_ones() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _keep(name: str) -> None:
    """Copy the database, which nobody may use meanwhile, and forget those of earlier states."""
    older, made = _kept_ones(), connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        for each in older:
            cursor.execute(f'DROP DATABASE "{each}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
