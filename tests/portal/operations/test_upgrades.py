"""The database of the release before, this code's migrations on a copy of it, and the older code beside both."""

import io

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.database import context
from portal.operations.management.commands import migrate
from portal.operations.releases import last_out
from portal.operations.upgrades import copying, rehearsal
from portal.operations.upgrades.rehearsal import open_tables, refused_to, roles_out_of_step
from portal.operations.upgrades.statements import _own_apps
from tests.conftest import wait_for_the_others_to_leave
from tests.portal.console.conftest import copy, inside, on_the_server

OLDER = "portal_test_older"


def older_nodes() -> list[tuple[str, str]]:
    """Return the migrations that the release before this one had, libraries' as they are."""
    graph = MigrationExecutor(connection).loader.graph
    ours = set(_own_apps())
    leaves = [*last_out().migrations.items(), *[node for node in graph.leaf_nodes() if node[0] not in ours]]
    return list(dict.fromkeys(node for leaf in leaves for node in graph.forwards_plan(leaf)))


def back_to_the_older() -> None:
    """Take back each migration that came since: how a release is undone."""
    stood = last_out().migrations
    for app, name in sorted(MigrationExecutor(connection).loader.graph.leaf_nodes(), reverse=True):
        if app in set(_own_apps()) and stood.get(app) != name:
            call_command("migrate", app, stood.get(app, "zero"), verbosity=0)


@pytest.fixture
def older_database(django_db_setup, django_db_blocker):
    """``inside`` a copy of the tests' database that the release before this one made."""
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        wait_for_the_others_to_leave()
        connection.close()
        copy(connection.settings_dict["NAME"], OLDER)
        with inside(OLDER):
            back_to_the_older()
            yield
        on_the_server(f"DROP DATABASE {OLDER}")


@pytest.mark.full
def test_an_upgrade_is_tried_on_a_copy_then_done_beside_those_who_use_it(older_database, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stray (id int)")
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 faults: do not upgrade yet"):
        call_command("upgrade_check", stdout=said)
    said = said.getvalue()
    assert "territories.0005_renewals_of_the_reference: " in said
    assert "tenancy_tenant: nobody writes for " in said  # a key to it is made
    assert "territories_renewal: new → 0" in said
    assert "« stray » is open to every tenant" in said
    assert "Pages: 14 answered." in said
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'territories_renewal'")
        assert cursor.fetchone() == (0,)  # the database itself is as it was
        cursor.execute("SELECT count(*) FROM pg_database WHERE starts_with(datname, %s)", [copying.PREFIX])
        assert cursor.fetchone() == (0,)  # and the copy is gone

    with psycopg.connect(copying.address()) as busy:
        busy.execute("SET ROLE portal_platform")
        busy.execute("LOCK TABLE tenancy_tenant IN ROW EXCLUSIVE MODE")
        with pytest.raises(CommandError, match="Tried 1 times"):
            call_command("migrate", "--lock-timeout", "0.05", "--tries", "1", verbosity=0)
        pauses = []
        monkeypatch.setattr(migrate.time, "sleep", lambda seconds: (pauses.append(seconds), busy.rollback()))
        errors = io.StringIO()
        call_command("migrate", "--lock-timeout", "0.05", "--tries", "3", verbosity=0, stderr=errors)
    assert pauses == [2]
    assert "A table is in use" in errors.getvalue()
    assert not MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.django_db
def test_the_older_code_serves_on_the_newer_database_and_what_would_stop_it_is_named(platform_context):
    older = MigrationExecutor(connection).loader.project_state(older_nodes())
    assert "territories" in older.apps.all_models
    assert list(refused_to(older)) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE territories_otherbody DROP COLUMN phone CASCADE")
        cursor.execute("ALTER TABLE territories_cedex ADD COLUMN rank int NOT NULL DEFAULT 0")
        cursor.execute("ALTER TABLE territories_cedex ALTER COLUMN rank DROP DEFAULT")
    found = list(refused_to(older))
    assert len(found) == 2
    assert "cannot read « territories_otherbody »" in "".join(found)
    assert "cannot add a row to « territories_cedex »: it does not give « rank »" in "".join(found)


@pytest.mark.django_db
def test_a_wall_that_is_missing_and_a_role_that_passes_are_named(platform_context):
    assert [*open_tables(), *roles_out_of_step()] == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE territories_cedex DISABLE ROW LEVEL SECURITY")  # open by its nature
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE territories_platform NO FORCE ROW LEVEL SECURITY")
    assert list(open_tables()) == ["« territories_platform » has no wall between tenants."]


@pytest.mark.django_db
def test_a_page_that_breaks_is_named(monkeypatch):
    def breaks(*about, **more):
        raise RuntimeError("cassé")

    monkeypatch.setattr("home.views.search.search", breaks)
    monkeypatch.setattr(rehearsal, "PAGES", ("/recherche/?q=bail", "/plan-du-site/"))
    answered, broken = rehearsal.look_at_pages()
    assert answered == 2
    assert len(broken) == 2
    assert all(one.endswith("/recherche/?q=bail answers 500.") for one in broken)


@pytest.mark.django_db
def test_a_copy_goes_into_nothing_that_is_in_use(platform_context):
    with pytest.raises(CommandError, match="not empty"):
        call_command("upgrade_check", "--into", copying.address(), stdout=io.StringIO())
    with pytest.raises(CommandError, match="does not answer") as refused:
        call_command("upgrade_check", "--into", "postgresql://a:secret@127.0.0.1:1/none", stdout=io.StringIO())
    assert "secret" not in str(refused.value)


def test_a_password_is_in_no_argument_that_others_may_see():
    bare, environment = copying._without_password("postgresql://portal:s%40cret@db.example:5432/portal?sslmode=require")
    assert bare == "postgresql://portal@db.example:5432/portal?sslmode=require"
    assert environment["PGPASSWORD"] == "s@cret"
