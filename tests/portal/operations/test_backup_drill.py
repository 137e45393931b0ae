"""The drill: everything is lost, server and files; the backup and its key bring it back elsewhere."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import override_settings

from portal.database import context
from portal.database.embedded import EmbeddedPostgres
from portal.demo.people import PASSWORD
from portal.documents.models import Version
from portal.operations.backups.server import at, working_in
from portal.operations.models import BackupRun
from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.counterparts.s3 import S3

pytestmark = [pytest.mark.django_db, pytest.mark.full]
ROOT = Path(__file__).parents[3]
SEEN = """
    SELECT (SELECT count(*) FROM accounts_user), (SELECT count(*) FROM tenancy_membership),
        (SELECT count(*) FROM documents_version), (SELECT count(*) FROM events_event),
        (SELECT count(*) FROM wagtailcore_page), (SELECT count(*) FROM territories_commune)
"""


def manage(*arguments, **environment) -> str:
    """Run a command as an operator would, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.demo"} | environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def new_server(tmp_path_factory):
    """Another PostgreSQL, empty but for the roles."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("server") / "postgres", throwaway=True)
    try:
        with server.running():
            yield server
    finally:
        server.remove()


def numbers() -> tuple:
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute(SEEN)
        return cursor.fetchone()


def private_files() -> dict[str, str]:
    """What each private document holds, by its path: the sum that its row tells, seen in the file itself."""
    with context.use(context.PLATFORM):
        versions = list(Version.objects.select_related("tenant"))
    found = {}
    for version in versions:
        with storages["private"].open(version.file.name) as file:
            found[version.file.name] = hashlib.sha256(file.read()).hexdigest()
        assert found[version.file.name] == version.sha256
    return found


def first_document(slug: str) -> tuple[str, bytes]:
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug=slug)
        version = Version.objects.filter(tenant=tenant, is_current=True).order_by("pk").first()
    with storages["private"].open(version.file.name) as file:
        return f"/extranet/bibliotheque/documents/{version.document_id}/telecharger/", file.read()


@pytest.fixture(scope="module")
def came_back(taken, new_server, tmp_path_factory):
    """The backup alone was carried to another machine, which holds nothing, and restored there."""
    there = tmp_path_factory.mktemp("there")
    shutil.copytree(taken.folder, there / "carried")
    there_is = {"DATABASE_URL": new_server.url(), "PORTAL_DATA_DIR": str(there / "data")}
    said = manage("restore", there / "carried", "--identity", taken.key, **there_is)
    return SimpleNamespace(said=said, environment=there_is, data=there / "data", server=at(new_server.url()))


def test_everything_is_lost_and_comes_back(taken, came_back):
    before, files = numbers(), private_files()
    address, content = first_document("pas-de-calais")
    assert f"Restored and compared: {taken.run.rows} rows, {taken.run.files} files" in came_back.said
    assert "Nobody is signed in" in came_back.said
    there = {"MEDIA_ROOT": came_back.data / "media", "PRIVATE_ROOT": came_back.data / "private"}
    with override_settings(**there), working_in(came_back.server):
        assert numbers() == before
        assert private_files() == files
        alice = GuardedClient(PDC_HOST)
        assert alice.get(address).status_code == 302
        door = alice.post("/compte/connexion/", {"login": "alice@demo.example", "password": PASSWORD})
        assert door.status_code == 302
        served = alice.get(address)
        assert (served.status_code, served.getvalue()) == (200, content)
        neighbour = GuardedClient(CASA_HOST).login_as("ezra")
        assert neighbour.get(address).status_code == 404
        with context.use(context.PLATFORM):
            casa = Tenant.objects.get(slug="casa")
            assert BackupRun.objects.get(kind=BackupRun.Kind.RESTORE).rows == taken.run.rows
        with context.use(casa.context), connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(*) FILTER (WHERE tenant_id <> %s) FROM documents_version", [casa.pk])
            own, of_others = cursor.fetchone()
        assert (own > 0, of_others) == (True, 0)


def test_the_next_night_the_new_server_is_backed_up_too_into_a_bucket_and_its_backup_tried(taken, came_back, tmp_path):
    """By the commands alone."""
    bucket = S3(tmp_path).start()
    try:
        environment = came_back.environment | {
            "BACKUP_URL_S3": bucket.url("sauvegardes"), "BACKUP_RECIPIENTS": taken.recipient,
            "BACKUP_TRIAL_IDENTITY_FILE": str(taken.key),
        }  # fmt: skip
        manage("backup", "--platform", **environment)
        assert "restaurés et comparés" in manage("trial_restore", **environment)
        pieces = [key for key in bucket.keys("sauvegardes") if key.startswith(("rows/", "blobs/"))]
        assert len(pieces) > 10
        for key in pieces:
            content = bucket.client().get_object(Bucket="sauvegardes", Key=key)["Body"].read()
            assert content.startswith(b"age-encryption.org/"), key
    finally:
        bucket.stop()
