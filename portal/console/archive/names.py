"""What a tenant's rows name outside of it, and which has another key in another installation.

National rows (content types, permissions, the language, the geography) are found again by what they are called, and
accounts by their address. Three places hold such keys: foreign keys, those without a constraint too; an object's key
beside its content type, where the object is an account; and the content of a revision, which is a page or another
object as it was, its comments included. Arguments of tasks, texts and the data of logs name objects of the tenant
alone, whose keys are kept.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Revision

from portal.accounts.models import User
from portal.tenancy.row_security import OPEN

CONTENT_TYPES = "django_content_type"
ACCOUNTS = User._meta.db_table
NATURAL_KEYS = {
    # national table: each row's key, and what it is called everywhere
    CONTENT_TYPES: "SELECT id, ARRAY[app_label, model]::text[] FROM django_content_type",
    "auth_permission": (
        "SELECT p.id, ARRAY[c.app_label, c.model, p.codename]::text[] FROM auth_permission p"
        " JOIN django_content_type c ON c.id = p.content_type_id"
    ),
    "wagtailcore_locale": "SELECT id, ARRAY[language_code]::text[] FROM wagtailcore_locale",
    "territories_departement": "SELECT code, ARRAY[code]::text[] FROM territories_departement",
    "territories_intercommunality": "SELECT siren, ARRAY[siren]::text[] FROM territories_intercommunality",
    "territories_commune": "SELECT code, ARRAY[code]::text[] FROM territories_commune",
    "territories_cedex": "SELECT code, ARRAY[code]::text[] FROM territories_cedex",
}

Key = int | str


@dataclass(frozen=True)
class Names:
    """``renamed`` gives the new key of a row of an open table, or None where there is no such row any more;
    ``model_of`` the model of a content type, by its old key."""

    renamed: Callable[[str, Key], Key | None]
    model_of: Callable[[int], type[models.Model] | None]


def natural_keys(table: str) -> dict[Key, tuple[str, ...]]:
    """Return what each row of a national table is called, by its key."""
    with connection.cursor() as cursor:
        cursor.execute(NATURAL_KEYS[table])
        return {key: tuple(called) for key, called in cursor.fetchall()}


def open_links(model: type[models.Model]) -> list[tuple[models.Field, str]]:
    """Return the foreign keys of ``model`` (its parents' too) to an open table, with that table."""
    return [
        (field, field.related_model._meta.db_table)
        for field in model._meta.fields
        if field.is_relation and field.related_model._meta.db_table in OPEN
    ]


def rename(model: type[models.Model], row: dict, names: Names) -> None:
    """Give each key that ``row`` (by column) holds of an open table its new value."""
    _rename_objects(row, names)
    if model is Revision:
        _rename_in_revision(row, names)
    for field, table in open_links(model):
        if row.get(field.column) is not None:
            row[field.column] = names.renamed(table, row[field.column])


def _rename_objects(row: dict, names: Names) -> None:
    for column, value in row.items():
        if column.endswith("object_id") and value:
            content_type = row.get(column.removesuffix("object_id") + "content_type_id")
            if content_type and names.model_of(content_type) is User:
                row[column] = type(value)(names.renamed(ACCOUNTS, int(value)) or 0)  # 0: an account that is gone


def _rename_in_revision(row: dict, names: Names) -> None:
    model = names.model_of(row["content_type_id"])
    if model is not None:
        content = json.loads(row["content"])
        _rename_in_content(model, content, names)
        row["content"] = json.dumps(content, ensure_ascii=False)


def _rename_in_content(model: type[models.Model], content: dict, names: Names) -> None:
    for field, table in open_links(model):
        if content.get(field.name) is not None:
            content[field.name] = names.renamed(table, content[field.name])
    for field in get_all_child_m2m_relations(model):
        if (table := field.related_model._meta.db_table) in OPEN:
            content[field.name] = [names.renamed(table, key) for key in content.get(field.name, [])]
    for relation in get_all_child_relations(model):
        for child in content.get(relation.get_accessor_name(), []):
            _rename_in_content(relation.related_model, child, names)
