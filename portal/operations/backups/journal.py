"""Remembers, beside the backups, which tenants were erased: a backup from before still holds them.

Whoever erases a tenant notes it here, and does it again after a restore (``settling.restored``). A note is no more
than its certificate says: a public authority, and dates; nobody's name.
"""

import json

from django.core.files.base import ContentFile

from portal.operations.backups.shelf import Shelf

FOLDER = "erasures"


def note(key: str, facts: dict, shelf: Shelf | None = None) -> bool:
    """Keep ``facts`` under ``key`` for good; say whether they were not known yet."""
    shelf, path = shelf or Shelf(), f"{FOLDER}/{key}.json"
    if shelf.storage.exists(path):
        return False
    shelf.storage.save(path, ContentFile(json.dumps(facts, ensure_ascii=False).encode()))
    return True


def notes(shelf: Shelf | None = None) -> list[dict]:
    """Return all that was noted, by key."""
    shelf, found = shelf or Shelf(), []
    for path in sorted(shelf.below(FOLDER)):
        if path.endswith(".json"):
            with shelf.storage.open(path) as file:
                found.append(json.loads(file.read()))
    return found
