"""What comes back is what was: rows, walls, rights and files; and nothing is thrown away unless it is said."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from portal.operations.backups import census, restoring, trial
from portal.operations.backups.restoring import compare, manifest_of, restore
from portal.operations.backups.sealing import identities_in
from portal.operations.backups.server import connected, own, working_in
from portal.operations.backups.shelf import Head, Piece
from portal.operations.models import BackupRun
from portal.tenancy.models import Tenant
from tests.portal.operations.safe import empty_database

pytestmark = pytest.mark.django_db
OF_A_TENANT = "SELECT count(*) FROM organisations_organisation WHERE tenant_id = %s"


@pytest.fixture(scope="module")
def back(taken, django_db_blocker, tmp_path_factory):
    """The backup, brought back into an empty database and empty folders, once for the module."""
    there = tmp_path_factory.mktemp("there")
    folders = {"MEDIA_ROOT": there / "media", "PRIVATE_ROOT": there / "private"}
    with django_db_blocker.unblock(), empty_database("test_restored") as server:
        with override_settings(**folders, **taken.settings()):
            taken.report = restore(taken.shelf, taken.head.name, identities_in(taken.key), into=server)
        taken.server, taken.there = server, folders
        yield taken


@pytest.fixture
def inside(back, settings):
    """This test is in the installation that came back."""
    for name, folder in back.there.items():
        setattr(settings, name, folder)
    with working_in(back.server), context.use(context.PLATFORM):
        yield back


def test_every_row_is_back_and_every_wall_stands(back):
    manifest = manifest_of(back.shelf, back.head, identities_in(back.key))
    assert back.report.rows == manifest.count > 50_000
    with connected(back.server) as session:
        manifest.tables["operations_backuprun"] = census.rows(session)["operations_backuprun"]  # tells of the restore
        compare(back.server, manifest)
        session.execute("CREATE TABLE kept AS SELECT * FROM tenancy_tenantdomain LIMIT 1")
        session.execute("UPDATE tenancy_tenantdomain SET host = host || '.fr' WHERE id = (SELECT id FROM kept)")
        session.commit()
        with pytest.raises(restoring.BackupError, match=r"Rows are not .*: kept, tenancy_tenantdomain\."):
            compare(back.server, manifest)
        session.execute("UPDATE tenancy_tenantdomain d SET host = k.host FROM kept k WHERE k.id = d.id")
        session.execute("DROP TABLE kept")
        session.execute("ALTER TABLE documents_version NO FORCE ROW LEVEL SECURITY")
        session.commit()
        with pytest.raises(restoring.BackupError, match=r"Row security or rights .*: documents_version\."):
            compare(back.server, manifest)
        session.execute("ALTER TABLE documents_version FORCE ROW LEVEL SECURITY")


def test_a_tenant_reads_its_own_rows_there_and_none_of_its_neighbour_s(inside):
    pdc, casa = (Tenant.objects.get(slug=slug) for slug in ("pas-de-calais", "casa"))
    for asking, other in ((pdc, casa), (casa, pdc)):
        with context.use(asking.context), connection.cursor() as cursor:
            cursor.execute(OF_A_TENANT, [asking.pk])
            assert cursor.fetchone()[0] > 0
            cursor.execute(OF_A_TENANT, [other.pk])
            assert cursor.fetchone()[0] == 0
    with context.use(context.NOTHING), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisations_organisation")
        assert cursor.fetchone()[0] == 0


def test_each_file_is_back_where_it_was(inside):
    manifest = manifest_of(inside.shelf, inside.head, identities_in(inside.key))
    assert inside.report.files == len(manifest.files) > 0
    for file in manifest.files:
        folder = inside.there["PRIVATE_ROOT" if file.storage == "private" else "MEDIA_ROOT"]
        assert (Path(folder) / file.path).stat().st_size == file.size
        assert storages[file.storage].exists(file.path)


def test_nobody_is_signed_in_and_everybody_can_sign_in_again(inside):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM django_session), (SELECT count(*) FROM usersessions_usersession)")
        assert cursor.fetchone() == (0, 0)
    assert User.objects.get(email="alice@demo.example").has_usable_password()


def test_the_backup_that_was_running_is_not_running_there_and_the_restore_is_told(inside):
    kinds = {(run.kind, run.state) for run in BackupRun.objects.all()}
    assert (BackupRun.Kind.RESTORE, "done") in kinds
    assert not BackupRun.objects.unfinished().exists()


def test_a_database_that_holds_something_is_left_alone_unless_it_is_said(back):
    with connected(back.server) as session:
        session.execute("CREATE TABLE IF NOT EXISTS written_since (id int)")
        session.commit()
    with override_settings(**back.there, **back.settings()):
        arguments = [back.shelf, back.head.name, identities_in(back.key)]
        with pytest.raises(restoring.BackupError, match=r"not empty.*--replace"):
            restore(*arguments, into=back.server)
        report = restore(*arguments, into=back.server, replace=True)
    assert (report.files, report.there) == (0, back.report.files)
    with connected(back.server) as session:
        (left,) = session.execute("SELECT to_regclass('written_since')").fetchone()
    assert left is None


def test_another_file_in_its_place_is_left_alone_unless_it_is_said(back):
    file = manifest_of(back.shelf, back.head, identities_in(back.key)).files[0]
    with override_settings(**back.there):
        path = Path(storages[file.storage].path(file.path))
        kept = path.read_bytes()
        path.write_bytes(b"another")
        with pytest.raises(restoring.BackupError, match="--replace"):
            restoring.bring_file(back.shelf, file, identities_in(back.key))
        assert path.read_bytes() == b"another"
        assert restoring.bring_file(back.shelf, file, identities_in(back.key), replace=True)
    assert path.read_bytes() == kept


def test_rows_cut_short_on_their_way_leave_the_database_empty(taken, django_db_blocker):
    manifest = manifest_of(taken.shelf, taken.head, identities_in(taken.key))
    manifest.rows_size += 1  # as if the manifest were that of another
    with empty_database("test_cut_short") as server:
        with pytest.raises(restoring.BackupError, match="not those of this backup"):
            restoring.bring_rows(taken.shelf, taken.head, manifest, identities_in(taken.key), server)
        with connected(server) as session:
            assert session.execute(restoring.census.TABLES).fetchall() == []


def test_what_does_not_come_in_whole_is_not_taken_for_restored(taken, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    for module in (restoring, trial):
        monkeypatch.setattr(module, "bring_rows", lambda *of_what: None)
    with (
        empty_database("test_nothing_came") as server,
        pytest.raises(restoring.BackupError, match="Rows are not those of the backup: "),
    ):
        restore(taken.shelf, taken.head.name, identities_in(taken.key), into=server)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(restoring.BackupError, match="Rows are not those of the backup: "):
        trial.try_restore(str(taken.folder), taken.key)


def test_an_older_code_or_an_older_server_is_refused_before_anything_comes_in(taken):
    manifest = manifest_of(taken.shelf, taken.head, identities_in(taken.key))
    manifest.migrations.append(["home", "9999_to_come"])
    with pytest.raises(restoring.BackupError, match=r"home\.9999_to_come.*with that version"):
        restoring.refuse_another_code(manifest)
    manifest.server = 99
    with connected(own()) as session, pytest.raises(restoring.BackupError, match="comes from PostgreSQL 99"):
        restoring.refuse_an_older_server(session, manifest)


def test_an_address_that_is_wrong_is_told_without_its_password(taken):
    for into in ("nonsense-s3cret", "postgresql://portal:s3cret@127.0.0.1:1/portal"):
        with pytest.raises(CommandError) as refused:
            call_command("restore", str(taken.folder), identity=taken.key, into=into, stdout=io.StringIO())
        assert "s3cret" not in str(refused.value)


def test_mails_that_waited_then_are_held(pdc, safe, monkeypatch):
    waiting = Mail.objects.create(
        tenant=pdc, to=["x@demo.example"], subject="x", text="x", next_attempt_at=timezone.now()
    )
    monkeypatch.setattr("portal.operations.backups.settling.secure", lambda connection: None)
    report = restoring.Report()
    head = Head("2026-01-01T000000Z", timezone.now().isoformat(), "0", Piece("a", 1, ""), Piece("b", 1, ""))
    with context.use(context.PLATFORM):
        restoring.settle(report, head, safe.shelf)
    waiting.refresh_from_db()
    assert waiting.next_attempt_at is None
    assert report.held >= 1
