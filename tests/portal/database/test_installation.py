"""As README says it is done: Debian's PostgreSQL, the roles, the tables, a tenant; then a copy for figures."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.counterparts import pgbouncer, postgres

pytestmark = pytest.mark.full
ROOT = Path(__file__).parents[3]
WHERE = """
from django.db import connection
from portal.console.figures import usage_of
from portal.database import replica
from portal.tenancy.models import Tenant

@replica.on_replica
def where():
    with replica.reading_connection().cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), count(*) FROM organisations_circle")
        return (*cursor.fetchone(), usage_of.__wrapped__(tenants))

tenants = list(Tenant.objects.all())
there, circles, usage = where()
print(there, circles, len(usage), min(each.members for each in usage.values()), usage == usage_of.__wrapped__(tenants))
"""
WEB = """
from django.db import connection
from django.test import Client
from portal.database import context

assert connection.is_pooled, connection.settings_dict
context.set_for_process(context.NOTHING)
for address in ("/api/plateformes/", "/api/trouver/?q=Lens", "/agenda/flux.ics", "/sante/pret/"):
    print(Client(HTTP_HOST="pas-de-calais.localhost").get(address).status_code)
"""


def manage(environment: dict, *arguments: str) -> str:
    return python(environment, "manage.py", *arguments)


def python(environment: dict, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_tenant_lives_on_debian_s_postgresql_is_served_through_pgbouncer_and_counted_on_a_replica(tmp_path):
    with postgres.running() as server:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo", "PORTAL_DATA_DIR": str(tmp_path),
            "DATABASE_URL": server.url(),
        }  # fmt: skip
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "load_demo", "--verbosity", "0")
        manage(environment, "check", "--database", "default", "--fail-level", "WARNING")
        with postgres.replica_of(server) as copy:
            counting = environment | {"DATABASE_REPLICA_URL": copy.url()}
            told = manage(counting, "shell", "--platform", "--verbosity", "0", "--command", WHERE)
        there, circles, tenants, members, same = told.split()
        assert (there, tenants, same) == ("True", "2", "True")
        assert int(circles) and int(members)
        with pgbouncer.before(server.url()) as pooler:
            pooled = environment | {"DATABASE_URL": pooler.url(), "DATABASE_DIRECT_URL": server.url()}
            pooled |= {"DATABASE_POOLING": "transaction"}
            told = python(pooled, "-c", f"import django; django.setup()\n{WEB}")
            assert told.split() == ["200"] * 4
            del pooled["DATABASE_POOLING"]
            with pytest.raises(AssertionError, match="DATABASE_POOLING=transaction"):
                manage(pooled, "check", "--database", "default")
