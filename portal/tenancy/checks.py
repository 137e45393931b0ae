"""A database role that could pass the walls is refused before anything is served."""

from django.core.checks import Error, Tags, register
from django.db import connections


@register(Tags.database)
def database_role_is_unprivileged(databases=None, **kwargs):
    errors = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT rolname FROM pg_roles WHERE rolname IN (session_user, current_user, 'portal_app')"
                " AND (rolsuper OR rolbypassrls) ORDER BY rolname"
            )
            errors += [
                Error(
                    f"The database role « {name} » is SUPERUSER or BYPASSRLS: row security would not hold.",
                    hint="Create the roles of portal/database/roles.sql and connect as « portal ».",
                    id="tenancy.E001",
                )
                for (name,) in cursor.fetchall()
            ]
    return errors
