"""What was erased of a tenant, to read or to keep: counts and dates, nothing personal."""

import hashlib
import json
from collections.abc import Iterable

from django.apps import apps
from django.template.loader import render_to_string

from portal.console.models import Deletion

NOT_FRENCH = {"django_tasks_database_dbtaskresult": "tâche de fond"}
"""What tables are called whose app speaks English alone."""


def digest_of(deletion: Deletion) -> str:
    """Return the SHA-256 of what the certificate says, in hexadecimal."""
    said = {
        field.attname: str(value) if not isinstance(value := getattr(deletion, field.attname), (dict, list)) else value
        for field in deletion._meta.local_fields
        if field.attname != "digest"
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def certificate(deletion: Deletion) -> str:
    """Return the certificate of an erased tenant, as French text."""
    return render_to_string("console/certificate.txt", said_by(deletion))


def said_by(deletion: Deletion) -> dict:
    """Return what the certificate says, for a template: ``rows`` are (table, its French name, count)."""
    rows = [(table, name, deletion.rows[table]) for table, name in called(deletion.rows).items()]
    return {"deletion": deletion, "rows": rows, "total": sum(deletion.rows.values())}


def called(tables: Iterable[str]) -> dict[str, str]:
    """Return the French name of each table, by its name in the database and in its order."""
    names = {model._meta.db_table: model._meta.verbose_name for model in apps.get_models(include_auto_created=True)}
    return {table: str((names | NOT_FRENCH).get(table, "")) for table in sorted(tables)}
