"""A second installation on the same server: of the same version, with the nation's geography, and no tenant."""

import contextlib
import io

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction

from portal.console.archive.exporting import export
from portal.database import context
from portal.tenancy.row_security import NATIONAL
from tests.conftest import wait_for_the_others_to_leave
from tests.portal.console.lived_in import live_in
from tests.portal.jobs.conftest import queue  # noqa: F401 (a fixture)

EMPTY, OTHER = "portal_test_empty", "portal_test_other"
MOVED = {"django_content_type": 1000, "auth_permission": 5000, "wagtailcore_locale": 40}
"""How far the keys of national rows stand from those of the first installation."""
FROM_THE_START = {
    # what Wagtail's own migrations leave there
    "wagtailcore_page": "depth = 1",
    "wagtailcore_collection": "depth = 1",
    "auth_group": "name IN ('Moderators', 'Editors')",
}


@contextlib.contextmanager
def inside(database: str):
    """Ask ``database`` instead of the first installation's."""
    first, second = connections["default"], connections.create_connection("default")
    second.settings_dict = {**first.settings_dict, "NAME": database}
    connections["default"] = second
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        second.close()
        connections["default"] = first
        ContentType.objects.clear_cache()


def on_the_server(*statements: str) -> None:
    with context.use(context.PLATFORM), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@transaction.atomic
def empty() -> None:
    """Leave what a new installation has."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and not model._meta.proxy and table not in NATIONAL:
                cursor.execute(f'DELETE FROM "{table}" WHERE NOT ({FROM_THE_START.get(table, "false")})')
        cursor.execute("UPDATE wagtailcore_page SET numchild = 0")
        cursor.execute("UPDATE wagtailcore_collection SET numchild = 0")


@transaction.atomic
def move_national_keys() -> None:
    """As in an installation that was migrated at other times: nothing national has the same key."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            for field in model._meta.local_fields:
                if field.is_relation and (by := MOVED.get(field.related_model._meta.db_table)):
                    cursor.execute(f'UPDATE "{table}" SET "{field.column}" = "{field.column}" + {by}')
            if table in MOVED:
                cursor.execute(f'UPDATE "{table}" SET id = id + {MOVED[table]}')


@pytest.fixture(scope="session")
def empty_database(django_db_setup, django_db_blocker):
    """A copy of the tests' own database, emptied: quicker than to migrate anew."""
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        wait_for_the_others_to_leave()
        connection.close()
        copy(connection.settings_dict["NAME"], EMPTY)
        with inside(EMPTY):
            empty()
            move_national_keys()
    yield EMPTY
    with django_db_blocker.unblock():
        on_the_server(f"DROP DATABASE {EMPTY}")


@pytest.fixture
def empty_installation(db, empty_database, settings, tmp_path):
    """``with empty_installation():`` works there, as the platform, with a storage of its own. Leave it empty."""
    return installation(empty_database, settings, tmp_path / "there")


@pytest.fixture
def other_installation(db, empty_database, settings, tmp_path):
    """The same, to be filled: it is thrown away."""
    copy(empty_database, OTHER)
    yield installation(OTHER, settings, tmp_path / "there")
    on_the_server(f"DROP DATABASE {OTHER}")


def copy(database: str, name: str) -> None:
    on_the_server(
        f"DROP DATABASE IF EXISTS {name}",  # left by a run that was stopped
        f'CREATE DATABASE {name} TEMPLATE "{database}" STRATEGY FILE_COPY',
    )


def installation(database: str, settings, storage):
    @contextlib.contextmanager
    def work_there():
        here = settings.MEDIA_ROOT, settings.PRIVATE_ROOT
        settings.MEDIA_ROOT, settings.PRIVATE_ROOT = storage / "media", storage / "private"
        with inside(database), context.use(context.PLATFORM):
            yield
        settings.MEDIA_ROOT, settings.PRIVATE_ROOT = here

    return work_there


@pytest.fixture
def lived_in(pdc, settings, tmp_path):
    """The Pas-de-Calais after a year of use; its files in a storage of this test alone."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "here", tmp_path / "private"
    live_in(pdc)
    return pdc


@pytest.fixture
def archives(settings, tmp_path):
    """The folder where the console's archives lie, of this test alone."""
    keep_archives_in(tmp_path / "archives", settings)
    return tmp_path / "archives"


def keep_archives_in(folder, settings) -> None:
    usual = settings.STORAGES["archives"]
    kept = usual | {"OPTIONS": usual["OPTIONS"] | {"location": folder}}
    settings.STORAGES = settings.STORAGES | {"archives": kept}


_made: list[bytes] = []


@pytest.fixture
def archive(request):
    """The archive of such a tenant, made once for all tests."""
    if not _made:
        file = io.BytesIO()
        export(request.getfixturevalue("lived_in"), file)
        _made.append(file.getvalue())
    return io.BytesIO(_made[0])
