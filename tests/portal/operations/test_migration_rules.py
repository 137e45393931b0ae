"""What a migration may not do while the release before it still serves: refused, with what to do instead."""

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from portal.operations.releases import last_out
from portal.operations.upgrades import lint
from portal.operations.upgrades.lint import findings
from portal.operations.upgrades.statements import columns_of, since, write

MODEL = "platform"
EMAIL = models.Index(fields=["email"], name="an_index")
CHECK = models.CheckConstraint(condition=~models.Q(name=""), name="a_check")


@pytest.fixture(scope="module")
def stood():
    state = MigrationLoader(None).project_state([("territories", last_out().migrations["territories"])])
    state.apps  # noqa: B018 (rendered once, copied for each)
    return state


def said(stood, *operations, **attributes) -> list[lint.Finding]:
    made = type("Migration", (migrations.Migration,), {"operations": list(operations), **attributes})
    state = stood.clone()
    return findings([write(made("0099_bad", "territories"), state)], columns_of(stood))


BAD = {
    "a field goes": (migrations.RemoveField(MODEL, "phone"), "contract-too-early", "SeparateDatabaseAndState"),
    "a model goes": (migrations.DeleteModel("CoverageException"), "contract-too-early", "in the next release"),
    "a field is renamed": (migrations.RenameField(MODEL, "phone", "telephone"), "rename", "db_column"),
    "a model is renamed": (migrations.RenameModel("CoverageException", "Except"), "rename", "db_table"),
    "a table is renamed": (migrations.AlterModelTable(MODEL, "plateforme"), "rename", "db_table"),
    "a field must be given": (
        migrations.AddField(MODEL, "fax", models.CharField(max_length=9, default="")),
        "old-code-cannot-write", "db_default",
    ),
    "an index": (migrations.AddIndex(MODEL, EMAIL), "index-blocks-writes", "AddIndexConcurrently"),
    "another type": (
        migrations.AlterField(MODEL, "phone", models.TextField(blank=True)), "type-rewrites", "add a column",
    ),
    "never null": (
        migrations.AlterField("commune", "population", models.PositiveIntegerField()), "not-null-scans", "NOT VALID",
    ),
    "a check": (migrations.AddConstraint(MODEL, CHECK), "constraint-scans", "AddConstraintNotValid"),
    "one of each": (
        migrations.AddConstraint(MODEL, models.UniqueConstraint(fields=["email"], name="one")),
        "unique-locks", "USING INDEX",
    ),
    "a key to another table": (
        migrations.AddField(MODEL, "seat", models.ForeignKey("territories.Commune", models.CASCADE, null=True)),
        "constraint-scans", "db_constraint=False",
    ),
    "a lock": (migrations.RunSQL("LOCK TABLE territories_platform"), "long-lock", "not in a migration"),
}  # fmt: skip

GOOD = {
    "a field that may be empty": [migrations.AddField(MODEL, "fax", models.CharField(max_length=9, null=True))],
    "a field that PostgreSQL fills": [
        migrations.AddField(MODEL, "fax", models.CharField(max_length=9, default="", db_default=""))
    ],
    "a new table with all that it wants": [
        migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
        migrations.AddIndex("note", models.Index(fields=["name"], name="note_name")),
        migrations.AddConstraint("note", models.UniqueConstraint(fields=["name"], name="one_note")),
    ],
    "a constraint that is checked later": [AddConstraintNotValid(MODEL, CHECK)],
    "the code leaves a field": [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField(MODEL, "phone")])
    ],
    "what the code left a release ago goes": [migrations.RunSQL("ALTER TABLE territories_platform DROP COLUMN fax")],
    "rows are written anew": [migrations.RunPython(migrations.RunPython.noop)],
}


@pytest.mark.parametrize("what", BAD)
def test_what_would_stop_the_portal_is_refused_with_what_to_do(stood, what):
    operation, rule, advice = BAD[what]
    found = said(stood, operation)
    assert rule in {one.rule for one in found}, found
    assert any(advice in one.advice for one in found if one.rule == rule)
    assert all(one.where == "territories.0099_bad" for one in found)


@pytest.mark.parametrize("what", GOOD)
def test_what_the_older_code_does_not_notice_passes(stood, what):
    assert said(stood, *GOOD[what]) == []


def test_an_index_made_beside_writes_passes_outside_a_transaction_alone(stood):
    assert said(stood, AddIndexConcurrently(MODEL, EMAIL), atomic=False) == []


def test_a_rule_is_broken_with_a_reason_and_with_no_other(stood):
    index = migrations.AddIndex(MODEL, EMAIL)
    rule = "index-blocks-writes"
    assert said(stood, index, accepted={rule: "a table of a few rows a tenant"}) == []
    assert [one.rule for one in said(stood, index, accepted={rule: "because"})] == ["accepted-without-reason"]
    nothing = migrations.RunPython(migrations.RunPython.noop)
    assert [one.rule for one in said(stood, nothing, accepted={rule: "a table of a few rows"})] == [
        "accepted-for-nothing"
    ]


def test_the_migrations_since_the_last_release_are_as_they_should():
    written, stood = since(last_out())
    assert [str(one) for one in findings(written, stood)] == []
    assert "territories_platform" in stood


def test_without_squawk_nothing_passes_in_silence(stood, monkeypatch):
    monkeypatch.setattr(lint.shutil, "which", lambda *about, **how: None)
    with pytest.raises(lint.SquawkError, match="not installed"):
        said(stood, migrations.AddIndex(MODEL, EMAIL))


def test_make_lint_fails_on_a_bad_one(monkeypatch, capsys, stood):
    made = type("Migration", (migrations.Migration,), {"operations": [BAD["an index"][0]]})
    bad = write(made("0099_bad", "territories"), stood.clone())
    monkeypatch.setattr(lint, "since", lambda release: ([bad], columns_of(stood)))
    assert lint.main() == 1
    assert "territories.0099_bad: index-blocks-writes" in capsys.readouterr().err
