from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from portal.database import context

APP_ROLE = "portal_app"
PLATFORM_ROLE = "portal_platform"


SETTINGS = ("role", "app.tenant_id", "app.home_path", "app.collection_path")
SAY = f"SELECT {', '.join(f"set_config('{name}', %s, false)" for name in SETTINGS)}"


def session_of(asking: context.Context) -> tuple[str, str, str, str]:
    """Return the values of SETTINGS for whoever asks. An empty one matches no row."""
    if isinstance(asking, context.Platform):
        return PLATFORM_ROLE, str(asking.for_tenant or ""), "", ""
    if isinstance(asking, context.TenantContext):
        return APP_ROLE, str(asking.id), asking.home_path, asking.collection_path
    return APP_ROLE, "", "", ""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows its tenant.

    The role and the tenant are session settings; PostgreSQL undoes them when a transaction rolls back,
    and a pool hands the same session to others. So what was said is forgotten on close, rollback and
    savepoint rollback, and said again before the next statement.
    """

    _said: tuple[str, str, str, str] | None = None

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
        wanted = session_of(context.current())
        # In a failed transaction PostgreSQL hears nothing but a rollback, after which all is said again.
        if wanted != self._said and self.connection.info.transaction_status != TransactionStatus.INERROR:
            # On the psycopg connection itself: no Django cursor, so no recursion and no counted query.
            with self.connection.cursor() as cursor:
                cursor.execute(SAY, wanted)
            self._said = wanted
        return super().create_cursor(name)
