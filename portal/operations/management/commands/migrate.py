"""``manage.py migrate``, which never makes the portal wait behind it.

A statement that wants a table for itself queues behind whoever reads it, and everybody else queues behind that
statement. So each waits for its lock for LOCK_TIMEOUT at most, then gives way; the migration, which is one transaction,
is tried again a little later. What was applied stays applied.
"""

import time

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangosMigrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

LOCK_TIMEOUT = 5.0
"""Seconds that a page may wait behind a migration: as long as a slow page."""
TRIES = 6
LONGEST_PAUSE = 30  # seconds


class Command(DjangosMigrate):
    of_the_platform = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-timeout", type=float, default=LOCK_TIMEOUT, metavar="SECONDS",
            help=f"how long a statement waits for a table that others use ({LOCK_TIMEOUT:g}; 0: for ever)",
        )  # fmt: skip
        parser.add_argument("--tries", type=int, default=TRIES, help=f"how often it is tried again, in all ({TRIES})")

    def handle(self, *args, **options):
        self.lock_timeout, self.database = options.pop("lock_timeout", LOCK_TIMEOUT), options["database"]
        tries = max(1, options.pop("tries", TRIES))
        is_inside = connections[self.database].in_atomic_block
        for attempt in range(1, tries + 1):
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                if not is_inside:
                    self._start_afresh()
                self._give_way(attempt, tries, error)
            else:
                self._say_how_long(None)
                return

    def _start_afresh(self) -> None:
        """Leave the failed transaction: Django stays in it when a deferred statement of a migration was refused."""
        connection = connections[self.database]
        connection.in_atomic_block = False
        connection.close()

    def _give_way(self, attempt: int, tries: int, error: OperationalError) -> None:
        """Let the others go first. Raises CommandError after the last try."""
        said = f"A table is in use: a lock was not had within {self.lock_timeout:g} s."
        if attempt == tries:
            raise CommandError(
                f"{said} Tried {tries} times; what is applied stays so. Look who holds it (pg_stat_activity), or wait "
                "for a quieter hour, then migrate again."
            ) from error
        pause = min(2**attempt, LONGEST_PAUSE)
        self.stderr.write(f"\n{said} Trying again in {pause} s ({attempt} of {tries}).")
        time.sleep(pause)

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action in {"apply_start", "unapply_start"}:
            self._say_how_long(self.lock_timeout)  # before each: a connection may be a new one
        super().migration_progress_callback(action, migration, fake)

    def sync_apps(self, connection, app_labels):
        self._say_how_long(self.lock_timeout)
        super().sync_apps(connection, app_labels)

    def _say_how_long(self, seconds: float | None) -> None:
        with connections[self.database].cursor() as cursor:
            if seconds is None:
                cursor.execute("SET lock_timeout TO DEFAULT")
            else:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds * 1000:.0f}ms"])
