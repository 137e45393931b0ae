"""An archive that may not come in leaves nothing, and the reason is said."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.console.archive import importing
from portal.console.archive.checking import RefusedError, check
from portal.console.archive.importing import import_
from portal.console.archive.left_files import erase_left_files
from portal.console.models import LeftFiles
from portal.database import context
from portal.documents.storage import private_storage
from portal.operations.files import files_below
from portal.tenancy.models import Tenant
from portal.territories.models import Commune
from tests.portal.console.snapshots import everything

pytestmark = pytest.mark.django_db


def altered(archive, *, entries=None, manifest=None, drop=()) -> io.BytesIO:
    """Return the archive with other ``entries`` (name → bytes), its manifest put in step, then changed."""
    source, made = zipfile.ZipFile(archive), io.BytesIO()
    content = {name: source.read(name) for name in source.namelist() if name not in drop} | (entries or {})
    said = json.loads(content.pop("manifest.json"))
    for name, body in (entries or {}).items():
        rows = body.count(b"\n") if name.endswith(".jsonl") else None
        said["entries"][name] = {"size": len(body), "sha256": hashlib.sha256(body).hexdigest(), "rows": rows}
    for name in drop:
        said["entries"].pop(name, None)
    (manifest or (lambda said: None))(said)
    with zipfile.ZipFile(made, "w") as target:
        for name, body in content.items():
            target.writestr(name, body)
        target.writestr("manifest.json", json.dumps(said))
    return made


def changed_row(archive, table: str, **columns) -> io.BytesIO:
    """Return the archive with these columns changed in the first row of ``table``."""
    name = f"rows/{table}.jsonl"
    lines = zipfile.ZipFile(archive).read(name).splitlines(keepends=True)
    lines[0] = json.dumps(json.loads(lines[0]) | columns).encode() + b"\n"
    return altered(archive, entries={name: b"".join(lines)})


def assert_refused(empty_installation, archive, reason: str) -> None:
    with empty_installation():
        before = everything()
        with pytest.raises(RefusedError) as refused:
            import_(archive)
        assert re.search(reason, str(refused.value).replace("\N{NO-BREAK SPACE}", " "))
        assert everything() == before
        for storage in (default_storage, private_storage()):
            assert list(files_below(storage, "t")) == []


def test_where_a_tenant_is_already(archive):
    with pytest.raises(RefusedError, match=r"il y a déjà.*: casa, pas-de-calais"):
        import_(archive)


def test_a_newer_format(archive, empty_installation):
    newer = altered(archive, manifest=lambda said: said.update(format=99, unheard_of=1))
    assert_refused(empty_installation, newer, "format 99, plus récent")


def test_other_migrations(archive, empty_installation):
    other = altered(archive, manifest=lambda said: said["migrations"].update(home="0099_later", gone="0001_initial"))
    assert_refused(empty_installation, other, r"gone \(0001_initial dans l’archive, absente ici\), home \(0099_later")


def test_a_truncated_file_and_one_of_another_kind(archive, empty_installation):
    whole = archive.getvalue()
    for broken in (whole[: len(whole) // 2], b"", b"not a zip"):
        assert_refused(empty_installation, io.BytesIO(broken), "n’est pas une archive, ou il est tronqué")


def test_a_manifest_that_is_none(archive, empty_installation):
    for text in ("{", "[]", "{}", '{"format": 1}', '{"format": "x"}'):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as target:
            target.writestr("manifest.json", text)
        assert_refused(empty_installation, made, "pas de manifeste lisible")


def test_a_wrong_checksum(archive, empty_installation):
    name = "files/t/1/documents/plan.pdf"
    wrong = altered(archive, manifest=lambda said: said["entries"][name].update(sha256="0" * 64))
    assert_refused(empty_installation, wrong, f"L’archive est abîmée.*{name}")


@pytest.mark.parametrize("place", [100, 150, 200, 300])
def test_a_damaged_byte(archive, empty_installation, place):
    """Wherever it is: a damaged entry may still unpack, into something that is no row, or other rows."""
    info = zipfile.ZipFile(archive).getinfo("rows/wagtailcore_page.jsonl")
    damaged = bytearray(archive.getvalue())
    damaged[info.header_offset + place] ^= 0xFF
    assert_refused(empty_installation, io.BytesIO(bytes(damaged)), "L’archive est abîmée.*wagtailcore_page")


@pytest.mark.parametrize(
    "name", ["files/../secret_key", "files//etc/passwd", "files/t/1/../2/x", "files/t/1\\x", "files/t/1/./x"]
)
def test_a_path_that_leads_elsewhere(archive, empty_installation, name):
    assert_refused(empty_installation, altered(archive, entries={name: b"x"}), "chemin interdit")


def test_a_file_in_another_tenant_s_folder(archive, empty_installation):
    assert_refused(empty_installation, altered(archive, entries={"files/t/2/x": b"x"}), "autre collectivité")


def test_a_table_that_is_unknown_or_the_platform_s(archive, empty_installation):
    for table in ("unheard_of", "accounts_user", "console_deletion", "django_session"):
        assert_refused(empty_installation, altered(archive, entries={f"rows/{table}.jsonl": b""}), "table inconnue")


def test_a_table_that_is_missing(archive, empty_installation):
    without = altered(archive, drop=["rows/home_service.jsonl"])
    assert_refused(empty_installation, without, "Il manque à l’archive.*home_service")


def test_a_file_that_the_manifest_does_not_know(archive, empty_installation):
    extra = altered(archive, entries={"extra": b"x"}, manifest=lambda said: said["entries"].pop("extra"))
    assert_refused(empty_installation, extra, "n’est pas celui que dit son manifeste : extra")


def test_an_unknown_column(archive, empty_installation):
    extra = changed_row(archive, "home_service", unheard_of=1)
    assert_refused(empty_installation, extra, "Des colonnes diffèrent.*unheard_of")


def test_an_account_that_would_come_with_rights(archive, empty_installation):
    lines = zipfile.ZipFile(archive).read("accounts.jsonl").splitlines()
    raised = [json.dumps(json.loads(line) | {"is_superuser": True}).encode() for line in lines]
    entries = {"accounts.jsonl": b"\n".join(raised) + b"\n"}
    assert_refused(empty_installation, altered(archive, entries=entries), "Des colonnes diffèrent.*is_superuser")


def test_communes_that_are_not_known_here(archive, other_installation):
    with other_installation():
        Commune.objects.filter(code="62498").delete()
    assert_refused(other_installation, archive, "ne connaît pas, dans territories_commune : 62498")


def test_files_that_are_already_there(archive, empty_installation):
    with empty_installation():
        default_storage.save("t/1/documents/ailleurs.pdf", ContentFile(b"x"))
        with pytest.raises(RefusedError, match=r"déjà à la place.*ailleurs\.pdf"):
            import_(archive)
        assert default_storage.exists("t/1/documents/ailleurs.pdf")
        assert not Tenant.objects.exists()


def test_private_files_that_are_already_there(archive, empty_installation):
    with empty_installation():
        private_storage().save("t/1/documents/ab/ailleurs", ContentFile(b"x"))
        with pytest.raises(RefusedError, match=r"déjà à la place.*ailleurs"):
            import_(archive)
        assert private_storage().exists("t/1/documents/ab/ailleurs")


@pytest.mark.parametrize("path", ["private/t/2/documents/x", "private/ailleurs/x"])
def test_a_private_file_out_of_the_tenant_s_folder(archive, empty_installation, path):
    assert_refused(empty_installation, altered(archive, entries={path: b"x"}), "d’une autre collectivité")


def test_a_row_of_another_tenant(archive, empty_installation):
    stranger = changed_row(archive, "wagtailcore_page", path="00010009")
    assert_refused(empty_installation, stranger, "Des lignes de home_homepage ne sont pas celles")
    stranger = changed_row(archive, "home_service", tenant_id=2)
    assert_refused(empty_installation, stranger, "home_service")


def test_a_key_that_is_taken_or_leads_nowhere(archive, empty_installation):
    taken = changed_row(archive, "wagtailcore_page", id=1)  # the tree’s first node
    assert_refused(empty_installation, taken, "wagtailcore_page ne peut pas entrer")
    nowhere = changed_row(archive, "organisations_affiliation", organisation_id=99999)
    assert_refused(empty_installation, nowhere, "organisations_affiliation ne peut pas entrer")


def test_a_value_that_its_column_refuses(archive, empty_installation):
    wrong = changed_row(archive, "home_service", slug="x" * 500)
    assert_refused(empty_installation, wrong, "ne peut pas entrer")


def test_an_error_half_way_leaves_neither_row_nor_file(archive, other_installation, monkeypatch):
    def broken():
        raise RuntimeError("power cut")

    monkeypatch.setattr(importing, "count_the_children_of_the_roots", broken)
    with other_installation():
        before = everything()
        with pytest.raises(RuntimeError, match="power cut"):
            import_(archive)
        assert everything() == before
        assert [*files_below(default_storage, ""), *files_below(private_storage(), "")] == []
        monkeypatch.undo()
        assert import_(archive)  # and then it may come in


def test_a_process_that_died_half_way_leaves_its_files_to_the_job(archive, empty_installation, monkeypatch):
    def dies(*args):
        raise SystemExit

    monkeypatch.setattr(importing, "_bring_rows", dies)
    monkeypatch.setattr(importing, "erase_left_files", lambda: None)  # nothing runs after a kill
    with empty_installation():
        with pytest.raises(SystemExit):
            import_(archive)
        assert list(files_below(default_storage, "t/1"))
        assert LeftFiles.objects.get().elsewhere == ["wagtail_uploads/attente.jpg"]
        erase_left_files()
        assert [*files_below(default_storage, ""), *files_below(private_storage(), "")] == []
        assert not LeftFiles.objects.exists()


def test_checking_changes_nothing(archive, empty_installation):
    with empty_installation():
        before = everything()
        manifest = check(archive)
        assert manifest.tenant["slug"] == "pas-de-calais"
        assert everything() == before
        assert context.is_platform()
