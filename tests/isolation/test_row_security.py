"""The database's wall holds by itself: raw SQL, counts, bulk updates, and the ORM without its managers."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from home.models import Service
from portal.database import context
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy.models import Tenant
from portal.tenancy.row_ownership import give_rows_their_tenant
from portal.tenancy.row_security import (
    ALSO_READ,
    HIDDEN_ROW,
    OPEN,
    WALLED_BY_THEIR_MIGRATION,
    condition_of,
    walled_models,
)
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


def walled_tables() -> set[str]:
    return {model._meta.db_table for model in walled_models()} | WALLED_BY_THEIR_MIGRATION


def test_every_table_has_its_wall_or_is_named_open():
    rows = sql(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    assert {name for name, walled in rows if not walled} == OPEN
    assert {name for name, walled in rows if walled} == walled_tables()


def test_every_wall_has_a_policy_for_each_role():
    policies = sql("SELECT tablename, policyname, roles::text FROM pg_policies WHERE schemaname = 'public'")
    expected = {
        (table, *policy)
        for table in walled_tables()
        for policy in [("tenant", "{portal_app}"), ("platform", "{portal_platform}")]
    }
    assert set(policies) == expected | {(table, "tenant_also_reads", "{portal_app}") for table in ALSO_READ}


def test_the_nation_s_tables_are_for_reading(pdc):
    assert sql("SELECT count(*) > 800 FROM territories_commune") == [(True,)]
    for statement in ("UPDATE territories_commune SET name = ''", "DELETE FROM auth_permission"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql(statement)


def test_pages_and_collections_are_those_of_one_s_own_tree(pdc, theirs):
    count = "SELECT count(*) FROM wagtailcore_page WHERE url_path LIKE %s"
    assert sql(count, "/casa/%") == [(0,)]
    assert sql(count, "/pas-de-calais/%")[0][0] > 10
    assert sql("UPDATE wagtailcore_page SET title = '' WHERE depth = 1 OR starts_with(url_path, '/casa/')") == 0
    assert sql("SELECT count(*) FROM wagtailcore_collection") == [(2,)]  # the first node, and one's own
    with context.use(context.NOTHING):
        assert sql("SELECT count(*) FROM wagtailcore_page WHERE depth > 1") == [(0,)]


def test_what_hangs_on_a_page_is_seen_with_it(pdc, theirs):
    for table in ("home_contentpage", "wagtailcore_revision", "wagtailsearch_indexentry", "wagtailcore_referenceindex"):
        with context.use(theirs.context):
            own = sql(f"SELECT count(*) FROM {table}")[0][0]
        with context.use(context.PLATFORM):
            everyone_s = sql(f"SELECT count(*) FROM {table}")[0][0]
        assert sql(f"SELECT count(*) FROM {table}")[0][0] + own == everyone_s, table
        assert own, table


def test_a_row_may_not_point_at_the_neighbour_s(pdc, theirs):
    """PostgreSQL's foreign keys look past row security: the policy looks for them."""
    with context.use(theirs.context):
        platform = Platform.objects.get().pk
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        sql("UPDATE territories_coveragerule SET platform_id = %s", platform)
    service = Service.objects.first().pk
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        sql("INSERT INTO home_service_platforms (service_id, platform_id) VALUES (%s, %s)", service, platform)


def test_a_tenant_knows_of_no_other(pdc, theirs):
    for table in ("tenancy_tenant", "wagtailcore_site", "tenancy_tenantdomain", "auth_group", "tenancy_membership"):
        seen = sql(f"SELECT count(*) FROM {table}")[0][0]
        with context.use(context.PLATFORM):
            assert 0 < seen < sql(f"SELECT count(*) FROM {table}")[0][0], table


def test_a_row_without_a_tenant_is_refused_by_the_table(pdc):
    with context.use(context.PLATFORM), pytest.raises(IntegrityError, match="has_a_tenant"), transaction.atomic():
        sql("INSERT INTO taggit_tag (name, slug) VALUES ('sans maître', 'sans-maitre')")


def test_rows_of_an_earlier_version_find_their_tenant_again():
    """As after an upgrade: the columns are new and empty, and the rows say whose they are."""
    hidden = [model for model in walled_models() if condition_of(model) == HIDDEN_ROW]
    with context.use(context.PLATFORM):
        before = {}
        for model in hidden:
            table = model._meta.db_table
            key = model._meta.pk.column
            before[table] = dict(sql(f'SELECT "{key}"::text, rls_tenant FROM "{table}"'))
            sql(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_has_a_tenant"')
            sql(f'UPDATE "{table}" SET rls_tenant = NULL')
        assert sum(map(len, before.values())) > 200
        with connection.cursor() as cursor:
            give_rows_their_tenant(cursor, hidden)
        for model in hidden:
            table = model._meta.db_table
            assert dict(sql(f'SELECT "{model._meta.pk.column}"::text, rls_tenant FROM "{table}"')) == before[table]


def test_without_the_wall_the_neighbour_would_be_seen(pdc, theirs):
    """A check that could not fail would prove nothing: take the wall away, and raw SQL sees through."""
    with context.use(context.PLATFORM):
        sql("ALTER TABLE territories_platform DISABLE ROW LEVEL SECURITY")
    assert sql("SELECT count(*) FROM territories_platform") == [(8,)]
    assert Platform.objects.count() == 7  # the ORM's own wall still stands
