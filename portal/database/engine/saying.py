"""How PostgreSQL learns who asks where a session is not ours to keep (``DATABASE_POOLING=transaction``).

Behind a pooler in transaction mode each transaction may meet another session, which is lent to somebody else right
after it. So what is said holds for one transaction (``SET LOCAL``) and goes with each statement, in one message:
outside a transaction a message is one of its own. Nothing is remembered here, PostgreSQL forgets by itself, whatever
happens. What would go without it meets the role that logs in, which may read nothing: it fails closed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db.backends.postgresql.base import Cursor
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus


class SayingCursor(Cursor):
    """A cursor that says who asks with each statement."""

    says: Callable[[], str] | None = None
    """Given by the engine: returns the SQL that says it. A cursor that psycopg makes for itself has none."""

    def execute(self, query, params=None, **options):
        said = self._said()
        if not said:
            return super().execute(query, params, **options)
        super().execute(f"{said}; {self.mogrify(query, params)}", **options)
        self.nextset()  # the first result is what was said
        return self

    def executemany(self, query, params_seq: Iterable, **options):
        with self._in_a_transaction():
            return super().executemany(query, params_seq, **options)

    @contextmanager
    def copy(self, statement, params=None, **options) -> Iterator:
        with self._in_a_transaction(), super().copy(statement, params, **options) as copy:
            yield copy

    @contextmanager
    def _in_a_transaction(self) -> Iterator[None]:
        """Say it first, for what is more than one message: in the transaction there is, or in one of its own."""
        session = self.connection
        if session.autocommit and session.info.transaction_status == TransactionStatus.IDLE:
            with session.transaction():
                self._say()
                yield
        else:
            self._say()
            yield

    def _said(self) -> str:
        return self.says() if self.says else ""

    def _say(self) -> None:
        if said := self._said():
            with ClientCursor(self.connection) as cursor:
                cursor.execute(said)
