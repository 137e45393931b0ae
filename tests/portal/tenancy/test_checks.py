"""A role that row security would not hold is refused at the start."""

import pytest
from django.core.management import call_command
from django.db import connection

from portal.database import context
from portal.tenancy.checks import database_role_is_unprivileged


@pytest.mark.django_db
def test_the_roles_in_use_pass():
    with context.use(context.PLATFORM):
        assert database_role_is_unprivileged(["default"]) == []
        call_command("check", databases=["default"], fail_level="WARNING")


@pytest.mark.django_db
def test_a_superuser_is_refused_by_name(settings, monkeypatch):
    """Connect as the embedded server's administrator, as the usual container image does."""
    if settings.DATABASE_URL:
        pytest.skip("needs the embedded server's own administrator")
    from django.db.backends.postgresql.base import DatabaseWrapper

    privileged = DatabaseWrapper(connection.settings_dict | {"USER": "postgres", "OPTIONS": {}}, "default")
    monkeypatch.setattr("portal.tenancy.checks.connections", {"default": privileged})
    try:
        [error] = database_role_is_unprivileged(["default"])
    finally:
        privileged.close()
    assert error.id == "tenancy.E001"
    assert "postgres" in error.msg
