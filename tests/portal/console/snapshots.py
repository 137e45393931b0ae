"""Every row and every file of a tenant, told so that two installations may be compared.

Written apart from the archive's own code: what names a national row or an account is read from the data.
"""

import hashlib
import json

from django.apps import apps
from django.db import connection

from portal.accounts.models import User
from portal.console.archive.contents import own_files
from portal.database import context
from portal.tenancy.row_security import NATIONAL, walled_models

PEOPLE = {"owner", "user", "locked_by", "resolved_by", "requested_by", "finished_by", "uploaded_by_user"}
CALLED = {
    "accounts_user": "SELECT id, lower(email) FROM accounts_user",
    "django_content_type": "SELECT id, app_label || '.' || model FROM django_content_type",
    "auth_permission": (
        "SELECT p.id, c.app_label || '.' || p.codename || '.' || c.model FROM auth_permission p"
        " JOIN django_content_type c ON c.id = p.content_type_id"
    ),
    "wagtailcore_locale": "SELECT id, language_code FROM wagtailcore_locale",
}

Rows = dict[str, dict[str, dict]]


def called() -> dict[str, dict[int, str]]:
    names = {}
    with connection.cursor() as cursor:
        for table, query in CALLED.items():
            cursor.execute(query)
            names[table] = dict(cursor.fetchall())
    return names


def rows_of(tenant) -> Rows:
    """Return table → key → the row, as the tenant sees it through the wall; the trees' first nodes left out."""
    rows = {}
    with context.use(tenant.context), connection.cursor() as cursor:
        names = called()
        for model in walled_models():
            table = model._meta.db_table
            key = ", ".join(f'"{field.column}"' for field in model._meta.pk_fields)
            cursor.execute(f"SELECT concat_ws('/', {key}), to_jsonb(t)::text FROM \"{table}\" t")
            read = {key: json.loads(row) for key, row in cursor.fetchall()}
            rows[table] = {
                _key(table, key, names): _row(model, row, names)
                for key, row in read.items()
                if not (table in {"wagtailcore_page", "wagtailcore_collection"} and row["depth"] == 1)
            }
    return rows


def _key(table: str, key: str, names) -> str:
    return names["django_content_type"][int(key)] if table == "wagtailcore_workflowcontenttype" else key


def _row(model, row: dict, names) -> dict:
    for column in [name for name in row if name.endswith("object_id")]:
        kind = names["django_content_type"].get(row.get(column.replace("object_id", "content_type_id")))
        if kind == "accounts.user":
            row[column] = names["accounts_user"][int(row[column])]
    if model._meta.db_table == "wagtailcore_revision":
        row["content"] = _content(row["content"], names)
    for field in model._meta.local_fields:
        table = field.is_relation and field.related_model._meta.db_table
        if table in CALLED and row[field.column] is not None:
            row[field.column] = names[table][row[field.column]]
    return row


def _content(value, names):
    if isinstance(value, list):
        return [_content(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    told = {name: _content(item, names) for name, item in value.items()}
    for name, item in value.items():
        table = {"content_type": "django_content_type", "locale": "wagtailcore_locale"}.get(name)
        table = "accounts_user" if name in PEOPLE else table
        if table and isinstance(item, int):
            told[name] = names[table][item]
    return told


def files_of(tenant) -> dict[str, str]:
    """Return the SHA-256 of each file of the tenant, by its path."""
    found = {}
    with context.use(tenant.context):
        for stored in own_files(tenant.pk):
            with stored.storage.open(stored.path) as file:
                found[stored.entry] = hashlib.sha256(file.read()).hexdigest()
    return found


def everything() -> dict[str, list[str]]:
    """Return every row of every table of the database but the nation's, those of no tenant included."""
    rows = {}
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy and model._meta.db_table not in NATIONAL:
                cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t ORDER BY 1')
                rows[model._meta.db_table] = [row for (row,) in cursor.fetchall()]
    return rows


def accounts(emails: set[str]) -> list[tuple]:
    with context.use(context.PLATFORM):
        people = User.objects.filter(email__in=emails).order_by("email")
        return list(people.values_list("email", "first_name", "last_name", "is_active", "date_joined"))
