"""An operator carries the files to buckets or back, and tries each storage."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import override_settings

from portal.operations.files import in_its_bucket, on_this_machine, open_doors
from portal.settings.s3 import in_buckets
from tests.counterparts.s3 import BUCKETS

pytestmark = pytest.mark.usefixtures("named")
FILES = {
    "t/1/original_images/a.png": b"une image",
    "t/1/documents/plan.pdf": b"un plan",
    "uploads/é.pdf": b"en attente",
}


@pytest.fixture
def installation(server, settings, tmp_path):
    """Files on this machine, and buckets that the environment names."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.ON_DISK = settings.ON_DISK | {
        "archives": settings.ON_DISK["archives"] | {"OPTIONS": {"location": tmp_path / "archives"}}
    }
    settings.STORAGES = in_buckets(settings.ON_DISK)
    for path, content in FILES.items():
        on_this_machine("media").save(path, ContentFile(content))
    on_this_machine("private").save("t/1/documents/aa/aaaa", ContentFile(b"x" * 3_000_000))
    yield tmp_path
    for bucket in BUCKETS:
        for key in server.keys(bucket):
            server.client().delete_object(Bucket=bucket, Key=key)


def said(*arguments) -> str:
    call_command(*arguments, stdout=(out := io.StringIO()), stderr=out)
    return out.getvalue()


def test_all_is_copied_once_compared_afterwards_and_nothing_leaves(installation, server):
    first = said("move_files", "--to-s3")
    assert "media: 3 copied" in first
    assert "private: 1 copied (3000000 bytes)" in first
    assert set(server.keys("media")) == set(FILES)
    assert server.client().get_object(Bucket="media", Key="uploads/é.pdf")["Body"].read() == b"en attente"
    assert "media: 0 copied (0 bytes), 3 there already and the same." in said("move_files", "--to-s3")
    assert (installation / "media" / "uploads" / "é.pdf").exists()


def test_what_differs_is_told_and_left_on_both_sides(installation, server):
    said("move_files", "--to-s3", "--only", "media")
    server.client().put_object(Bucket="media", Key="t/1/documents/plan.pdf", Body=b"autre chose")
    with pytest.raises(CommandError, match="1 files differ"):
        said("move_files", "--to-s3")
    assert server.client().get_object(Bucket="media", Key="t/1/documents/plan.pdf")["Body"].read() == b"autre chose"
    assert (installation / "media/t/1/documents/plan.pdf").read_bytes() == b"un plan"


@pytest.mark.full
def test_it_goes_back_to_this_machine(installation, server, settings, tmp_path):
    said("move_files", "--to-s3")
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "back", tmp_path / "back-private"
    assert "media: 3 copied" in said("move_files", "--to-disk")
    assert (tmp_path / "back" / "t/1/documents/plan.pdf").read_bytes() == b"un plan"
    assert oct((tmp_path / "back-private/t/1/documents/aa/aaaa").stat().st_mode)[-3:] == "600"
    assert set(server.keys("media")) == set(FILES)


def test_without_a_bucket_it_says_which_variable_is_missing(installation, settings):
    with (
        override_settings(STORAGES=settings.ON_DISK),
        pytest.raises(CommandError, match="MEDIA_URL_S3, PRIV"),
    ):
        said("move_files", "--to-s3")
    assert in_its_bucket("media")


def test_each_storage_is_tried_and_an_open_bucket_is_told(installation, server):
    assert "private (its bucket): ok" in said("check_files")
    assert not any(key.startswith("t/essai/") for bucket in BUCKETS for key in server.keys(bucket))
    server.asks_no_key_for(1000)
    with pytest.raises(CommandError, match="not safe"):
        call_command("check_files", stdout=(out := io.StringIO()))
    server.asks_no_key_for(0)
    assert "media (its bucket): its list of files is open to anybody" in out.getvalue()
    server.client().put_object(Bucket="media", Key="t/1/open", Body=b"x", ACL="public-read")
    server.asks_no_key_for(2)
    assert "its files are open to anybody" in open_doors(in_its_bucket("media"), "t/1/open")
    server.asks_no_key_for(0)


def test_a_wrong_key_is_told_without_showing_it(installation, server, settings, monkeypatch):
    monkeypatch.setenv("PRIVATE_URL_S3", server.url("prives").replace(server.key, "AKIAINVENTED"))
    settings.STORAGES = in_buckets(settings.ON_DISK)
    with pytest.raises(CommandError):
        call_command("check_files", stdout=(out := io.StringIO()))
    assert "private (its bucket): The storage refuses" in out.getvalue()
    assert server.secret not in out.getvalue()
