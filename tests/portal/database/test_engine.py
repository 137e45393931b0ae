"""PostgreSQL is told who asks before each statement, and never remembers the wrong one."""

import pytest
from django.db import ProgrammingError, connection, transaction

from portal.database import context
from portal.database.context import TenantContext

pytestmark = pytest.mark.django_db
ONE = TenantContext(1, "one", home_path="00010001", collection_path="00010001")
OTHER = TenantContext(2, "other", home_path="00010002", collection_path="00010002")


def session() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('app.tenant_id')")
        return cursor.fetchone()


def test_each_context_has_its_role_and_its_tenant():
    with context.use(ONE):
        assert session() == ("portal_app", "1")
        with context.use(context.PLATFORM):
            assert session() == ("portal_platform", "")
        assert session() == ("portal_app", "1")
    assert session() == ("portal_app", "")


def test_a_rolled_back_savepoint_does_not_leave_the_neighbour_s_tenant():
    with context.use(ONE):
        assert session() == ("portal_app", "1")
        with pytest.raises(ZeroDivisionError), transaction.atomic(), context.use(OTHER):
            assert session() == ("portal_app", "2")
            raise ZeroDivisionError
        assert session() == ("portal_app", "1")
    with context.use(OTHER):
        assert session() == ("portal_app", "2")


def test_a_failure_in_another_s_name_can_be_rolled_back():
    with context.use(ONE):
        with pytest.raises(ProgrammingError, match="surprise"), transaction.atomic(), context.use(OTHER):
            connection.cursor().execute("SELECT surprise")
        assert session() == ("portal_app", "1")


def test_no_role_of_the_application_is_privileged():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'portal%' ORDER BY 1")
        assert cursor.fetchall() == [
            ("portal", False, False),
            ("portal_app", False, False),
            ("portal_platform", False, False),
        ]


def test_the_application_cannot_change_tables():
    with context.use(ONE), connection.cursor() as cursor:
        with pytest.raises(Exception, match="must be owner"), transaction.atomic():
            cursor.execute("ALTER TABLE tenancy_tenant ADD COLUMN surprise int")
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("CREATE TABLE surprise (id int)")


def test_the_server_is_postgresql_with_the_extensions_of_search():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname IN ('unaccent', 'pg_trgm') ORDER BY 1")
        assert cursor.fetchall() == [("pg_trgm",), ("unaccent",)]
        cursor.execute("SELECT to_tsvector('french', 'les logements') @@ to_tsquery('french', 'logement')")
        assert cursor.fetchone() == (True,)
