"""The database's wall holds by itself: raw SQL, counts, bulk updates, and the ORM without its managers."""

import pytest
from django.db import ProgrammingError, connection, transaction

from home.models import Service
from portal.database import context
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy.models import Tenant
from portal.tenancy.row_security import secured_tables
from portal.territories.models import CoverageRule, Platform

pytestmark = pytest.mark.django_db


def sql(statement: str, *parameters):
    """Run raw SQL as whoever asks; return its rows, or how many it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture
def theirs(pdc):
    """The neighbour's tenant, seen by the platform."""
    with context.use(context.PLATFORM):
        return Tenant.objects.get(slug="casa")


def test_raw_sql_counts_one_s_own_rows_alone(pdc, theirs):
    count = "SELECT count(*) FROM territories_platform"
    assert sql(count) == [(7,)]
    with context.use(theirs.context):
        assert sql(count) == [(1,)]
    with context.use(context.PLATFORM):
        assert sql(count) == [(8,)]
    with context.use(context.NOTHING):
        assert sql(count) == [(0,)]


def test_a_subquery_and_a_join_see_no_more(pdc, theirs):
    assert (
        sql(
            "SELECT name FROM territories_platform WHERE tenant_id IN (SELECT id FROM tenancy_tenant) AND slug = 'casa'"
        )
        == []
    )
    joined = "SELECT count(*) FROM territories_coveragerule r JOIN territories_platform p ON p.id = r.platform_id"
    assert sql(joined) == [(CoverageRule.objects.exclude(platform=None).count(),)]


def test_an_update_or_a_deletion_reaches_no_row_of_the_neighbour(pdc, theirs):
    assert sql("UPDATE territories_platform SET phone = '' WHERE tenant_id = %s", theirs.pk) == 0
    assert sql("DELETE FROM home_service WHERE tenant_id = %s", theirs.pk) == 0
    with context.use(theirs.context):
        assert Service.objects.count() == 4


@pytest.mark.parametrize("whose", ["theirs", "nobody's"])
def test_a_row_cannot_be_written_for_the_neighbour_nor_given_away(pdc, theirs, whose):
    insert = (
        "INSERT INTO organisations_organisation (name, kind, is_example, tenant_id) VALUES ('x', 'autre', false, %s)"
    )
    give = "UPDATE organisations_organisation SET tenant_id = %s"
    asking = pdc.context if whose == "theirs" else context.NOTHING
    with context.use(asking):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            sql(insert, theirs.pk)
        if whose == "theirs":
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                sql(give, theirs.pk)


def test_the_orm_without_its_managers_sees_no_more(pdc, theirs):
    assert Platform._base_manager.count() == 7
    assert not Platform._base_manager.filter(tenant=theirs).exists()
    assert not Organisation._base_manager.filter(tenant=theirs).update(name="pris")
    assert Affiliation._base_manager.exclude(tenant=pdc).count() == 0


def test_links_between_rows_belong_to_whom_the_rows_belong(pdc, theirs):
    with context.use(theirs.context):
        Service.objects.first().platforms.add(Platform.objects.get())
        assert sql("SELECT count(*) FROM home_service_platforms") == [(1,)]
    assert sql("SELECT count(*) FROM home_service_platforms") == [(0,)]


def test_every_secured_table_is_forced_and_has_both_policies():
    tables = secured_tables()
    assert len(tables) >= 15
    rows = sql(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relname = ANY(%s)", list(tables)
    )
    assert {name for (name,) in rows} == set(tables)
    policies = sql("SELECT tablename, policyname, roles::text FROM pg_policies WHERE tablename = ANY(%s)", list(tables))
    expected = {
        (table, *policy)
        for table in tables
        for policy in [("tenant", "{portal_app}"), ("platform", "{portal_platform}")]
    }
    assert set(policies) == expected


def test_without_the_wall_the_neighbour_would_be_seen(pdc, theirs):
    """A check that could not fail would prove nothing: take the wall away, and raw SQL sees through."""
    with context.use(context.PLATFORM):
        sql("ALTER TABLE territories_platform DISABLE ROW LEVEL SECURITY")
    assert sql("SELECT count(*) FROM territories_platform") == [(8,)]
    assert Platform.objects.count() == 7  # the ORM's own wall still stands
