"""A backup holds everything, sealed, as of one moment; one that was cut short is none."""

import contextlib
import io
import resource
import shutil
import subprocess
import types

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from portal.database import context
from portal.operations.backups import census, taking
from portal.operations.backups.census import Name
from portal.operations.backups.errors import BackupError
from portal.operations.backups.restoring import checked
from portal.operations.backups.runs import LOCK
from portal.operations.backups.sealing import identities_in
from portal.operations.backups.shelf import found
from portal.operations.models import BackupRun
from tests.counterparts import program
from tests.portal.operations.safe import Safe, take_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def copied(taken, tmp_path, settings):
    """A copy of the safe, which this test may spoil."""
    shutil.copytree(taken.folder, tmp_path / "backups")
    safe = Safe(tmp_path)
    safe.key.write_text(taken.key.read_text())
    safe.recipient, safe.head = taken.recipient, taken.head
    safe.use(settings)
    return safe


@pytest.fixture
def two_files(monkeypatch, settings, tmp_path):
    """The rows name these two public files, and no other; ``named()`` is asked at each look at the rows."""
    settings.MEDIA_ROOT = tmp_path / "media"
    for path in ("t/1/one.png", "t/1/two.png"):
        storages["default"].save(path, ContentFile(path.encode()))
    seen = types.SimpleNamespace(looks=0, names=[Name("default", "t/1/one.png"), Name("default", "t/1/two.png")])
    seen.before = lambda look: None

    def named(session):
        seen.looks += 1
        seen.before(seen.looks)
        return list(seen.names)

    monkeypatch.setattr(census, "named_files", named)
    monkeypatch.setattr(census, "rows", lambda session: {})  # the matter is files
    monkeypatch.setattr(taking, "dumping", lambda *of_what: contextlib.nullcontext(io.BytesIO(b"rows")))
    return seen


def test_it_holds_every_row_and_every_file_that_a_row_names(taken):
    _, manifest = checked(taken.shelf, taken.head.name, identities_in(taken.key))
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert manifest.tables["accounts_user"][0] == cursor.fetchone()[0] > 10
        cursor.execute("SELECT file FROM documents_version UNION SELECT file FROM pages_portalimage")
        named = {path for (path,) in cursor.fetchall()}
    assert named <= {file.path for file in manifest.files}
    assert {file.storage for file in manifest.files} == {"default", "private"}
    assert manifest.lost == []
    assert ["operations", "0001_backup_runs"] in manifest.migrations
    assert (taken.run.rows, taken.run.files) == (manifest.count, len(manifest.files))


def test_nothing_in_it_can_be_read_without_the_key_and_age_itself_opens_it(taken, tmp_path):
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_user UNION SELECT name FROM tenancy_tenant")
        words = [word.encode() for (word,) in cursor.fetchall()]
    for name, content in taken.files().items():
        assert not any(word in content for word in words), name
        if not name.endswith(".json"):
            assert content.startswith(b"age-encryption.org/v1"), name
    age = [program("age", package="age"), "--decrypt", "-i", taken.key]
    opened = subprocess.run([*age, taken.folder / taken.head.rows.path], check=True, capture_output=True).stdout
    assert opened.startswith(b"PGDMP")


def test_only_the_portal_s_own_account_of_the_machine_reads_it(taken):
    for path in taken.folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_another_key_does_not_open_it(taken, tmp_path):
    stranger = Safe(tmp_path)
    with pytest.raises(BackupError, match="sealed for another key"):
        checked(taken.shelf, taken.head.name, identities_in(stranger.key))


def test_who_is_signed_in_is_in_no_backup(taken):
    _, manifest = checked(taken.shelf, taken.head.name, identities_in(taken.key))
    assert manifest.tables["django_session"] == manifest.tables["usersessions_usersession"] == [0, "0"]


def test_a_second_one_copies_no_file_again(safe, two_files):
    first, run = take_one()
    assert run.added == first.size
    storages["default"].save("t/1/again.png", ContentFile(b"t/1/one.png"))  # another name, the same content
    two_files.names.append(Name("default", "t/1/again.png"))
    second, run = take_one()
    assert second.blobs == first.blobs
    assert run.files == 3
    assert run.added == second.rows.size + second.manifest.size


def test_other_keys_want_everything_sealed_anew(safe, two_files, settings, tmp_path):
    first, _ = take_one()
    (tmp_path / "other").mkdir()
    settings.BACKUP_RECIPIENTS = [Safe(tmp_path / "other").recipient]
    second, _ = take_one()
    assert not set(first.blobs) & set(second.blobs)


def test_a_piece_that_was_lost_where_backups_lie_is_written_again(safe, two_files):
    first, _ = take_one()
    (safe.folder / first.blobs[0].path).unlink()
    second, _ = take_one()
    assert all(safe.shelf.stands(piece) for piece in second.pieces)


def test_a_file_erased_after_it_was_copied_is_in_the_backup_all_the_same(safe, two_files):
    def erase(look):
        if look == 2:
            storages["default"].delete("t/1/one.png")

    two_files.before = erase
    _, run = take_one()
    assert (run.files, run.lost) == (2, 0)


def test_a_file_replaced_meanwhile_under_its_name_is_copied_again(safe, two_files):
    def replace(look):
        if look == 2:
            storages["default"].delete("t/1/one.png")
            storages["default"].save("t/1/one.png", ContentFile(b"another, longer content"))

    two_files.before = replace
    head, _ = take_one()
    _, manifest = checked(safe.shelf, head.name, identities_in(safe.key))
    assert {file.path: file.size for file in manifest.files}["t/1/one.png"] == len(b"another, longer content")


def test_one_that_comes_and_goes_before_it_is_copied_asks_for_another_moment(safe, two_files):
    def come_and_go(look):
        two_files.names = [*two_files.names[:2], *([Name("default", "t/1/gone.png")] if look == 2 else [])]

    two_files.before = come_and_go
    _, run = take_one()
    assert two_files.looks == 3
    assert (run.files, run.lost) == (2, 0)


def test_files_that_go_faster_than_they_are_copied_stop_the_backup(safe, two_files):
    def come_and_go(look):
        two_files.names = [*two_files.names[:2], *([Name("default", f"t/1/gone-{look}.png")] if look > 1 else [])]

    two_files.before = come_and_go
    with pytest.raises(BackupError, match="quieter time"):
        take_one()
    assert safe.shelf.names() == []


def test_a_file_lost_long_ago_is_told_and_stops_nothing(safe, two_files):
    two_files.names.append(Name("private", "t/1/documents/aa/lost"))
    two_files.names.append(Name("default", "../../etc/passwd"))
    head, run = take_one()
    assert (run.files, run.lost) == (2, 2)
    _, manifest = checked(safe.shelf, head.name, identities_in(safe.key))
    assert manifest.lost == [["default", "../../etc/passwd"], ["private", "t/1/documents/aa/lost"]]


def test_an_interrupted_one_leaves_nothing_that_looks_whole(safe, two_files, monkeypatch, platform_context):
    with monkeypatch.context() as patch:
        patch.setattr(taking.census, "rows", lambda session: 1 / 0)  # after the rows were written
        with pytest.raises(ZeroDivisionError):
            taking.take()
    assert safe.shelf.names() == []
    assert [name for name in safe.files() if name.startswith("rows/")] == []
    run = BackupRun.objects.get()
    assert (run.state, run.error) == ("failed", "ZeroDivisionError")


def test_pg_dump_that_fails_is_not_taken_for_a_short_database(safe, monkeypatch, platform_context):
    real = taking.dumping
    monkeypatch.setattr(taking, "dumping", lambda server, major, snapshot: real(server, major, "00000000-0-0"))
    with pytest.raises(BackupError, match="pg_dump failed"):
        taking.take()
    assert safe.shelf.names() == []
    assert BackupRun.objects.get().error.startswith("pg_dump failed: ")


def test_a_disk_that_fills_leaves_no_part_of_a_file(safe, two_files, monkeypatch):
    def full(self, name, content):
        next(iter(content.chunks()))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(OSError, match="No space"):
        take_one()
    assert safe.files() == {}


def test_a_killed_one_is_seen_and_cleared_away(copied, platform_context):
    (copied.folder / "rows/2030-01-01T000000Z.dump.age.0123.partial").write_bytes(b"age")
    (copied.folder / "rows/2030-01-01T000000Z.dump.age").write_bytes(b"age")
    BackupRun.objects.create(kind=BackupRun.Kind.BACKUP, name="2030-01-01T000000Z")
    assert copied.shelf.names() == [copied.head.name]
    call_command("trial_restore", stdout=io.StringIO())
    assert BackupRun.objects.get(name="2030-01-01T000000Z").error == "Interrupted."
    call_command("backup", prune=True, stdout=io.StringIO())
    assert not any("2030" in name for name in copied.files())
    assert all(copied.shelf.stands(piece) for piece in copied.head.pieces)


@pytest.mark.parametrize("which", ["rows", "manifest", "blob"])
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_a_piece_damaged_where_it_lies_is_found_before_anything_is_touched(copied, which, how):
    piece = copied.head.blobs[0] if which == "blob" else getattr(copied.head, which)
    path = copied.folder / piece.path
    if how == "missing":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
    with pytest.raises(CommandError, match="damaged" if how == "changed" else "missing"):
        call_command("restore", "latest", identity=copied.key, replace=True)


def test_two_at_once_are_one(safe, two_files, monkeypatch, platform_context):
    @contextlib.contextmanager
    def somebody_else(name):
        assert name == LOCK
        yield False

    monkeypatch.setattr("portal.operations.backups.runs.alone", somebody_else)
    with pytest.raises(BackupError, match="under way"):
        taking.take()


@pytest.mark.parametrize("called", ["latest", "name", "file", "folder"])
def test_it_is_called_by_its_file_its_name_its_folder_or_the_latest(copied, called):
    name = copied.head.name
    said = {"latest": "latest", "name": name, "file": copied.folder / f"{name}.backup.json", "folder": copied.folder}
    shelf, seen = found(str(said[called]))
    assert shelf.head(seen) == copied.head


def test_what_is_not_the_description_of_a_backup_is_refused_by_a_clear_word(copied, tmp_path):
    (copied.folder / "2026-01-01T000000Z.backup.json").write_text('{"name": "x"')
    with pytest.raises(CommandError, match="cut short"):
        call_command("restore", "2026-01-01T000000Z", identity=copied.key)
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", "2020-01-01T000000Z", identity=copied.key)
    (tmp_path / "none.txt").write_text("hello")
    with pytest.raises(CommandError, match="no identity file"):
        call_command("restore", "latest", identity=tmp_path / "none.txt")


def test_a_long_file_goes_through_without_being_held_in_memory(safe):
    class Endless:
        left = 128 * 1024 * 1024

        def read(self, size):
            size = min(size, self.left)
            self.left -= size
            return b"\0" * size

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    piece, plain = safe.shelf.save("blobs/aa/long.age", Endless())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert plain.size == 128 * 1024 * 1024 < piece.size
    assert grown < 32 * 1024  # KiB
