"""What a migration may not do beside the code of the release before it, and what to do instead.

Squawk knows PostgreSQL's locks; here stand the rules of two releases side by side, which it cannot know: whether the
older code still uses a column. A rule that must be broken is named in the migration, with its reason:
``accepted = {"index-blocks-writes": "a table of one row a tenant"}``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.operations.upgrades.statements import Columns, Statement, Written

SQUAWK = {
    # squawk's name: (ours, what to do)
    "require-concurrent-index-creation": (
        "index-blocks-writes",
        "writes wait while the index is made: AddIndexConcurrently in a migration of its own, with atomic = False.",
    ),
    "adding-not-nullable-field": (
        "not-null-scans",
        "the table is read whole while nobody may write: add a CHECK (… IS NOT NULL) NOT VALID, validate it in a "
        "second migration, and set NOT NULL in a third.",
    ),
    "changing-column-type": (
        "type-rewrites",
        "the table may be written anew while nobody reads it: add a column, fill it by batches, read it in this "
        "release, drop the old one in the next. A longer varchar costs nothing: accept it with that reason.",
    ),
    "constraint-missing-not-valid": (
        "constraint-scans",
        "the table is read whole while nobody may write: AddConstraintNotValid, then ValidateConstraint in a second "
        "migration (django.contrib.postgres.operations).",
    ),
    "adding-foreign-key-constraint": (
        "constraint-scans",
        "both tables wait while it is checked: add the column without it (db_constraint=False), then the constraint "
        "NOT VALID, then validate it in a second migration. A new column that is empty is checked at once: accept it.",
    ),
    "disallowed-unique-constraint": (
        "unique-locks",
        "nobody reads while its index is made: a unique index CONCURRENTLY first, then the constraint USING INDEX.",
    ),
    "adding-serial-primary-key-field": ("type-rewrites", "the table is written anew: never on one that has rows."),
    "adding-field-with-default": (
        "type-rewrites", "a default that changes from row to row writes the table anew: fill it by batches.",
    ),
    "ban-concurrent-index-creation-in-transaction": (
        "not-in-a-transaction", "CONCURRENTLY needs atomic = False in the migration.",
    ),
    "ban-truncate-cascade": ("truncates", "it empties tables that it does not name."),
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    where: str
    rule: str
    statement: str
    advice: str

    def __str__(self):
        return f"{self.where}: {self.rule}\n    {self.statement}\n    → {self.advice}"


DROP_COLUMN = re.compile(r'DROP COLUMN (?:IF EXISTS )?"?(\w+)"?', re.IGNORECASE)
DROP_TABLE = re.compile(r"^\s*DROP TABLE\b", re.IGNORECASE)
RENAME_COLUMN = re.compile(r'RENAME COLUMN "?(\w+)"?', re.IGNORECASE)
RENAME_TABLE = re.compile(r"\bRENAME TO\b", re.IGNORECASE)
ADD_COLUMN = re.compile(r'ADD COLUMN (?:IF NOT EXISTS )?"?(\w+)"?(.*)', re.IGNORECASE | re.DOTALL)
DROP_DEFAULT = re.compile(r'ALTER COLUMN "?(\w+)"? DROP DEFAULT', re.IGNORECASE)
LONG_LOCK = re.compile(r"^\s*(LOCK TABLE|VACUUM\s+\(?FULL|CLUSTER|REINDEX(?!.*CONCURRENTLY))\b", re.IGNORECASE)


def of_two_releases(written: Written, stood: Columns) -> Iterator[Finding]:
    """Yield what the older code, which still runs, would not survive."""
    for statement in written.statements:
        for rule, advice in _faults(statement, written, stood):
            yield Finding(str(written), rule, short(statement.sql), advice)


TABLE_GOES = (
    "the release before this one still uses « {table} »: take the model out of the code now (SeparateDatabaseAndState "
    "with DeleteModel in state_operations), drop the table in the next release."
)
COLUMN_GOES = (
    "the release before this one still reads « {table}.{column} »: take the field out of the code now "
    "(SeparateDatabaseAndState with RemoveField in state_operations; let it be NULL or give it a default), drop the "
    "column in the next release."
)
RENAMED = (
    "the release before this one knows the old name alone: keep it (db_column, db_table), or add the new one, write "
    "both, and drop the old one in the next release."
)
MUST_BE_GIVEN = (
    "the release before this one adds rows to « {table} » without « {column} », and would be refused: null=True, or "
    "db_default=…, which PostgreSQL keeps."
)


def _faults(statement: Statement, written: Written, stood: Columns) -> Iterator[tuple[str, str]]:
    sql, table = statement.sql, statement.table
    if LONG_LOCK.search(sql):
        yield "long-lock", "it holds the whole table for as long as it lasts: not in a migration."
    if table not in stood:
        return
    if DROP_TABLE.search(sql):
        yield "contract-too-early", TABLE_GOES.format(table=table)
    for found in DROP_COLUMN.finditer(sql):
        if found[1] in stood[table]:
            yield "contract-too-early", COLUMN_GOES.format(table=table, column=found[1])
    if RENAME_COLUMN.search(sql) or RENAME_TABLE.search(sql):
        yield "rename", RENAMED
    for column in _that_must_be_given(sql, table, written):
        yield "old-code-cannot-write", MUST_BE_GIVEN.format(table=table, column=column)


def _that_must_be_given(sql: str, table: str, written: Written) -> Iterator[str]:
    """Yield the new columns that are never null, and that PostgreSQL does not fill by itself."""
    for found in ADD_COLUMN.finditer(sql):
        if "NOT NULL" not in found[2].upper():
            continue
        dropped = any(
            other.table == table and (gone := DROP_DEFAULT.search(other.sql)) and gone[1] == found[1]
            for other in written.statements
        )
        if dropped or not re.search(r"\b(DEFAULT|GENERATED)\b", found[2], re.IGNORECASE):
            yield found[1]


def short(sql: str) -> str:
    text = " ".join(sql.split())
    return text if len(text) <= 160 else f"{text[:157]}…"
