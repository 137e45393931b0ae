"""What would let rows pass the walls is refused before anything is served: a role, or a pooler nobody told of."""

from django.core.checks import Error, Tags, register
from django.db import connections

from portal.database.engine.base import SharedSessionError


@register(Tags.database)
def database_role_is_unprivileged(databases=None, **kwargs):
    errors = []
    for alias in databases or []:
        try:
            privileged = _privileged(alias)
        except SharedSessionError as error:
            errors.append(Error(str(error), id="tenancy.E002"))
            continue
        errors += [
            Error(
                f"The database role « {name} » is SUPERUSER or BYPASSRLS: row security would not hold.",
                hint="Create the roles of portal/database/roles.sql and connect as « portal ».",
                id="tenancy.E001",
            )
            for name in privileged
        ]
    return errors


def _privileged(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname IN (session_user, current_user, 'portal_app')"
            " AND (rolsuper OR rolbypassrls) ORDER BY rolname"
        )
        return [name for (name,) in cursor.fetchall()]
