from collections.abc import Iterable

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus

from portal.database import context
from portal.database.engine.saying import SayingCursor

APP_ROLE = "portal_app"
PLATFORM_ROLE = "portal_platform"


SETTINGS = ("role", "app.tenant_id", "app.home_path", "app.collection_path")
SESSION, TRANSACTION = "session", "transaction"
"""For how long a session of the server is ours: as long as we are connected, or behind a pooler one transaction."""


def say_for_the_session(names: Iterable[str]) -> str:
    """Return what says the values of settings to the session we opened, whose process is the last parameter.

    To no other: a pooler would hand it to somebody else, with all that was said.
    """
    return f"SELECT {', '.join(f"set_config('{name}', %s, false)" for name in names)} WHERE pg_backend_pid() = %s"


def say_for_the_transaction(names: Iterable[str]) -> str:
    """Return what says the values of settings until the transaction ends."""
    return f"SELECT {', '.join(f"set_config('{name}', %s, true)" for name in names)}"


SAY = say_for_the_session(SETTINGS)


def session_of(asking: context.Context) -> tuple[str, str, str, str]:
    """Return the values of SETTINGS for whoever asks. An empty one matches no row."""
    if isinstance(asking, context.Platform):
        return PLATFORM_ROLE, str(asking.for_tenant or ""), "", ""
    if isinstance(asking, context.TenantContext):
        return APP_ROLE, str(asking.id), asking.home_path, asking.collection_path
    return APP_ROLE, "", "", ""


class SharedSessionError(OperationalError):
    """A pooler lends our session to others, and DATABASE_POOLING does not say so: nothing was said, nor asked."""

    def __init__(self):
        super().__init__(
            "A pooler (PgBouncer…) stands between the portal and PostgreSQL: what tells tenants apart could reach "
            "another's statements. Set DATABASE_POOLING=transaction, and DATABASE_DIRECT_URL."
        )


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows its tenant.

    The role and the tenant are session settings; PostgreSQL undoes them when a transaction rolls back,
    and a pool hands the same session to others. So what was said is forgotten on close, rollback and
    savepoint rollback, and said again before the next statement. Behind a pooler, it is said with each
    statement (portal.database.engine.saying).

    Two keys of its settings, beside Django's: ``POOLING``, SESSION unless said otherwise, and ``TIMEOUTS``,
    settings of PostgreSQL that hold for all that is done here.
    """

    _said: tuple[str, str, str, str] | None = None

    @property
    def is_pooled(self) -> bool:
        """Whether a session is ours for no longer than a transaction."""
        return self.settings_dict.get("POOLING", SESSION) == TRANSACTION

    def get_connection_params(self):
        parameters = super().get_connection_params()
        return parameters | {"cursor_factory": SayingCursor} if self.is_pooled else parameters

    def _configure_connection(self, connection):
        limits = {} if self.is_pooled else self.settings_dict.get("TIMEOUTS", {})
        if limits:
            with connection.cursor() as cursor:
                cursor.execute(say_for_the_session(limits), [*limits.values(), connection.info.backend_pid])
        return super()._configure_connection(connection) or bool(limits)

    def close(self):
        self._said = None
        super().close()

    def rollback(self):
        self._said = None
        super().rollback()

    def savepoint_rollback(self, sid):
        try:
            super().savepoint_rollback(sid)
        finally:
            self._said = None

    def create_cursor(self, name=None):
        if self.is_pooled:
            return self._saying_cursor(name)
        wanted = session_of(context.current())
        # In a failed transaction PostgreSQL hears nothing but a rollback, after which all is said again.
        if wanted != self._said and self.connection.info.transaction_status != TransactionStatus.INERROR:
            self._say_for_the_session(wanted)
        return super().create_cursor(name)

    def _say_for_the_session(self, wanted: tuple[str, str, str, str]) -> None:
        # On the psycopg connection itself: no Django cursor, so no recursion and no counted query.
        with self.connection.cursor() as cursor:
            cursor.execute(SAY, [*wanted, self.connection.info.backend_pid])
            is_ours = cursor.rowcount == 1
        if not is_ours:
            self.close()
            raise SharedSessionError
        self._said = wanted

    def _saying_cursor(self, name):
        if name and not self.connection.autocommit:  # a cursor of the server: it lives as long as its transaction
            with ClientCursor(self.connection) as cursor:
                cursor.execute(self._what_to_say() or "SELECT")
            return super().create_cursor(name)
        cursor = super().create_cursor()
        cursor.says = self._what_to_say
        return cursor

    def _what_to_say(self) -> str:
        """Return the SQL that says who asks. In a failed transaction, nothing: it hears nothing but a rollback."""
        status = self.connection.info.transaction_status
        if status == TransactionStatus.INERROR:
            return ""
        values = dict(zip(SETTINGS, session_of(context.current()), strict=True))
        if status == TransactionStatus.IDLE:
            values |= self.settings_dict.get("TIMEOUTS", {})
        return ClientCursor(self.connection).mogrify(say_for_the_transaction(values), list(values.values()))
