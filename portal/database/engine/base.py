from django.db.backends.postgresql import base

from portal.database import context

APP_ROLE = "portal_app"
PLATFORM_ROLE = "portal_platform"


def _session_for(asking: context.Context) -> tuple[str, str]:
    """Return the database role and the ``app.tenant_id`` setting of this context."""
    if asking is context.PLATFORM:
        return PLATFORM_ROLE, ""
    if isinstance(asking, context.TenantContext):
        return APP_ROLE, str(asking.id)
    return APP_ROLE, ""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows its tenant.

    The role and the tenant are session settings; PostgreSQL undoes them when a transaction rolls back,
    and a pool hands the same session to others. So what was said is forgotten on close, rollback and
    savepoint rollback, and said again before the next statement.
    """

    _said: tuple[str, str] | None = None

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
        wanted = _session_for(context.current())
        if wanted != self._said:
            # On the psycopg connection itself: no Django cursor, so no recursion and no counted query.
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT set_config('role', %s, false), set_config('app.tenant_id', %s, false)", wanted)
            self._said = wanted
        return super().create_cursor(name)
