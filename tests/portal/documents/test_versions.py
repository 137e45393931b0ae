"""A document is one title and one file after another; each is kept as it came, apart from the media."""

import hashlib
import os
import stat

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.database import context
from portal.documents import left_files, services
from portal.documents.kinds import RefusedFileError
from portal.documents.models import Content, Document, Version
from portal.documents.storage import private_storage
from portal.organisations.models import Audience
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, user

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_under_a_name_that_says_nothing(pdc, private_root):
    document = make_document(make_folder(), name="../Dossier de Mme Untel.PDF")
    version = document.current
    assert version.file.name.startswith(f"t/{pdc.pk}/documents/")
    assert "Untel" not in version.file.name
    assert version.name == "Dossier de Mme Untel.pdf"
    path = private_root / version.file.name
    assert path.read_bytes() == pdf()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert not default_storage.exists(version.file.name)
    with pytest.raises(ValueError, match="no public address"):
        _ = version.file.url


def test_another_version_becomes_the_current_one_and_none_is_lost(pdc):
    document = make_document(make_folder())
    second = services.add_version(document, kept(pdf(["Corrigé"])), by=user("chloe"), comment="Page 2")
    document = Document.objects.get(pk=document.pk)
    assert document.current == second
    assert [(v.number, v.is_current) for v in document.versions.order_by("number")] == [(1, False), (2, True)]
    assert second.sha256 == hashlib.sha256(pdf(["Corrigé"])).hexdigest()
    assert (second.author, second.comment) == (user("chloe"), "Page 2")


def test_the_same_file_put_in_again_is_the_same_version(pdc):
    document = make_document(make_folder())
    assert services.add_version(document, kept(pdf()), by=user("chloe")) == document.versions.get()


def test_too_heavy_or_empty_is_refused_and_leaves_nothing(pdc, settings, private_root):
    settings.DOCUMENT_MAX_SIZE = 100
    before = set(Version.objects.values_list("pk", flat=True))
    for content, reason in [(pdf(), "la limite est de"), (b"", "vide")]:
        with pytest.raises(RefusedFileError, match=reason):
            make_document(make_folder(slug=f"d{len(content)}", name=reason), content)
    assert set(Version.objects.values_list("pk", flat=True)) == before
    assert not private_root.exists()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"number": 1}, "one_version_per_number"),
        ({"number": 2, "is_current": True}, "one_current_version"),
        ({"number": 0}, "versions_count_from_one"),
        ({"number": 2, "size": 0}, "version_is_not_empty"),
        ({"number": 2, "sha256": "x" * 64}, "version_has_its_checksum"),
    ],
)
def test_the_table_itself_refuses_what_is_wrong(pdc, changes, constraint):
    version = make_document(make_folder()).current
    version.pk, version.is_current = None, False
    for name, value in changes.items():
        setattr(version, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        version.save()


def test_what_is_deleted_goes_with_its_files(pdc, django_capture_on_commit_callbacks):
    document = make_document(make_folder())
    path = document.current.file.name
    with django_capture_on_commit_callbacks(execute=True):
        services.delete(document)
    assert not private_storage().exists(path)
    assert not Content.objects.filter(version__document=document.pk).exists()
    assert not Audience.objects.filter(pk=document.audience_id).exists()


def test_a_file_that_nothing_names_goes_once_it_is_old(pdc, monkeypatch, private_root):
    document = make_document(make_folder())
    stray = private_storage().save(f"t/{pdc.pk}/documents/ab/perdu", kept(b"x"))
    theirs = private_storage().save(f"t/{pdc.pk + 1}/documents/ab/perdu", kept(b"x"))
    left_files.erase()
    assert private_storage().exists(stray)  # its row may be about to be committed
    later = timezone.now() + left_files.SETTLED_AFTER
    monkeypatch.setattr(timezone, "now", lambda: later)
    left_files.erase()
    assert not private_storage().exists(stray)
    assert private_storage().exists(document.current.file.name)
    assert private_storage().exists(theirs)


def test_a_task_that_comes_too_late_does_nothing(pdc):
    services.examine.enqueue(0)
    assert context.current() == pdc.context
