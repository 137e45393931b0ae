"""Rows by the hundred thousand, made where they will lie: INSERT … SELECT, with the model's own defaults."""

import uuid

from django.db import connection, models

NAMES = "'{Alice,Bruno,Chloé,Driss,Élise,Farid,Gwen,Hugo,Inès,Jean,Karim,Lina,Malo,Nadia,Omar,Paul,Rose,Sami,Théa}'"
SURNAMES = "'{Martin,Bernard,Petit,Durand,Leroy,Moreau,Simon,Laurent,Lefèvre,Roux,Girard,Diallo,Faure,Haddad,Lebrun}'"


def one_of(array: str, number: str) -> str:
    """Return SQL: the value of an array of texts that this number falls on."""
    return f"({array}::text[])[1 + mod({number}, cardinality({array}::text[]))]"


def next_key(model: type[models.Model]) -> str:
    """Return SQL: a key for a row that is going to be inserted."""
    return f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"


def insert(model: type[models.Model], source: str, **given: str) -> int:
    """Insert one row for each of ``source`` (what stands after FROM) and return how many.

    ``given``: SQL by the name of a column. The others have what the model gives to a new object, so a field that comes
    later is filled too.
    """
    columns, values, parameters = [], [], []
    for field in model._meta.local_concrete_fields:
        is_left_out = field.attname not in given and (field.primary_key or field.db_returning)
        if is_left_out and field.default is not uuid.uuid4:
            continue
        columns.append(f'"{field.column}"')
        if field.attname in given:
            values.append(given.pop(field.attname))
        elif field.default is uuid.uuid4:
            values.append("gen_random_uuid()")
        else:
            values.append("%s")
            parameters.append(field.get_db_prep_save(field.get_default(), connection))
    if given:
        raise ValueError(f"{model.__name__} has no {', '.join(given)}.")
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(values)} FROM {source}',
            parameters,
        )
        return cursor.rowcount


def keep(table: str, select: str, index: str = "tenant_id, no") -> None:
    """Make a table for the length of this transaction: what was numbered once is found again by its number."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {select}")
        cursor.execute(f"CREATE INDEX ON {table} ({index})")
        cursor.execute(f"ANALYZE {table}")
