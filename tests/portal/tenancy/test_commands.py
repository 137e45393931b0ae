"""A command says who asks, or is refused."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.database import context
from portal.tenancy import commands
from portal.tenancy.models import Tenant

pytestmark = pytest.mark.django_db


def slugs(command: str, *who: str) -> list[str]:
    return [getattr(asking, "slug", "platform") for asking in commands.askers(command, list(who))]


def test_the_platform_s_own_commands_need_no_name():
    assert slugs("migrate") == slugs("serve") == slugs("load_demo") == ["platform"]


def test_another_is_refused_until_it_is_told():
    for command in ("shell", "update_index", "rebuild_references_index"):
        with pytest.raises(CommandError, match="Say who asks"):
            slugs(command)
    assert slugs("shell", "--platform") == ["platform"]
    assert slugs("shell", "--tenant", "casa") == ["casa"]
    assert slugs("shell", "--every-tenant") == ["casa", "pas-de-calais"]


@pytest.mark.parametrize("who", [["--tenant", "lille"], ["--tenant", ""]])
def test_an_unknown_tenant_is_said_with_those_there_are(who):
    with pytest.raises(CommandError, match="casa, pas-de-calais"):
        slugs("shell", *who)


def test_two_askers_are_one_too_many():
    with pytest.raises(CommandError, match="once"):
        slugs("shell", "--tenant", "casa", "--platform")


def test_who_asks_is_no_argument_of_the_command():
    assert commands.split(["manage.py", "shell", "--tenant=casa", "-c", "1"]) == (
        ["manage.py", "shell", "-c", "1"],
        ["--tenant", "casa"],
    )


@pytest.mark.parametrize(
    ("command", "table"),
    [("update_index", "wagtailsearch_indexentry"), ("rebuild_references_index", "wagtailcore_referenceindex")],
)
def test_an_index_made_anew_for_one_tenant_leaves_the_others_alone(casa, command, table):
    def rows(where: str = "TRUE"):
        with context.use(context.PLATFORM), connection.cursor() as cursor:
            cursor.execute(f"SELECT content_type_id, object_id, rls_tenant FROM {table} WHERE {where}")
            return sorted(set(cursor.fetchall()))

    before = rows()
    neighbour = Tenant.objects.get().pk
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE rls_tenant = %s", [neighbour])
    assert rows() != before
    call_command(command, verbosity=0)
    assert rows() == before
