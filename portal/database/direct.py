"""PostgreSQL without the pooler: for what needs a session of its own.

Behind a pooler in transaction mode a lock of a session would be held by whoever is lent that session next, and what
cannot run in a transaction (an index made CONCURRENTLY) would not run. Web processes need none of it; the commands of
manage.py, the worker and the scheduler among them, connect directly.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

DIRECT = "direct"


def connect_directly(databases: dict[str, dict]) -> None:
    """Have this process, which is a command, work on sessions of its own, for as long as it takes.

    ``databases`` is ``settings.DATABASES``, before anything was asked.
    """
    default = databases[DEFAULT_DB_ALIAS]
    if DIRECT in databases:
        default |= databases[DIRECT] | {"POOLING": "session", "DISABLE_SERVER_SIDE_CURSORS": False}
    default["TIMEOUTS"] = {}


def session_of_its_own() -> BaseDatabaseWrapper:
    """Return the connection on which a lock of a session may be held."""
    return connections[DIRECT if connections[DEFAULT_DB_ALIAS].is_pooled else DEFAULT_DB_ALIAS]
