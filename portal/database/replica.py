"""Heavy figures are counted on a copy of the database that follows it (``DATABASE_REPLICA_URL``), never anything else.

The walls are the same there: the copy has the roles, the policies and the engine that says who asks. What it shows
may be as old as ``DATABASE_REPLICA_MAX_LAG`` seconds; older than that, or silent, the database itself answers.
"""

import logging
import time
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db import Error, OperationalError, connection, connections
from django.db.utils import DEFAULT_DB_ALIAS

REPLICA = "replica"
LEFT_ALONE = 30  # seconds; one that did not answer, or is late, is not asked again by each page
logger = logging.getLogger(__name__)
_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)
_asked_again_at = 0.0
"""By the monotonic clock of this process."""

# Without a receiver, or with something left to replay, it is as old as the last transaction it replayed. That cannot be
# said by itself: on a database where nobody writes, the last one is old, and the copy is not.
LAG = """
    SELECT CASE
        WHEN NOT pg_is_in_recovery() THEN 0
        WHEN EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL)
            AND pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
        ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp())
    END
"""


class WritesOnReplicaError(Error):
    """Something would be written while figures are counted on the copy: they only read."""


class Router:
    """All goes to the database itself, but what is read within a function « on the replica »."""

    def db_for_read(self, model, **hints) -> str:
        return _reading.get()

    def db_for_write(self, model, **hints) -> str:
        if _reading.get() == REPLICA:
            raise WritesOnReplicaError(f"{model._meta.label} would be written where figures are counted.")
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        return True  # a row of the copy is a row of the database

    def allow_migrate(self, db, app_label, **hints) -> bool:
        return db != REPLICA


def on_replica[**Given, Told](count: Callable[Given, Told]) -> Callable[Given, Told]:
    """Have a function that only reads, and returns what it found and no queryset, asked of the replica.

    It is run again on the database itself when the replica fails it in the middle. In a transaction the database
    itself answers: who writes must find what they wrote.
    """

    @wraps(count)
    def told(*args, **kwargs):
        if not _may_be_asked():
            return count(*args, **kwargs)
        try:
            with _reading_from(REPLICA):
                return count(*args, **kwargs)
        except OperationalError as error:
            _leave_alone(f"failed: {error}")
            return count(*args, **kwargs)

    return told


def reading_connection():
    """Return the connection that raw SQL reads from: the replica's within a function « on the replica »."""
    return connections[_reading.get()]


@contextmanager
def _reading_from(alias: str):
    token = _reading.set(alias)
    try:
        yield
    finally:
        _reading.reset(token)


def _may_be_asked() -> bool:
    if REPLICA not in connections.settings or connection.in_atomic_block or time.monotonic() < _asked_again_at:
        return False
    most = connections.settings[REPLICA]["MAX_LAG"]
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(LAG)
            (lag,) = cursor.fetchone()
    except Error as error:
        _leave_alone(f"does not answer: {error}")
        return False
    if lag is None or lag > most:
        _leave_alone("never replayed anything" if lag is None else f"is {lag:.0f} seconds late")
        return False
    return True


def _leave_alone(why: str) -> None:
    global _asked_again_at  # noqa: PLW0603 (one for the threads of this process)
    _asked_again_at = time.monotonic() + LEFT_ALONE
    logger.warning("The replica %s. The database itself answers for %d seconds.", why, LEFT_ALONE)
    connections[REPLICA].close()
