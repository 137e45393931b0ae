import pytest
from django.core.files.storage import storages

from portal.documents.models import Version
from portal.settings.s3 import NAMES, in_buckets
from tests.counterparts import folder
from tests.counterparts.s3 import BUCKETS, S3


@pytest.fixture(scope="module")
def server():
    with folder() as path:
        running = S3(path).start()
        yield running
        running.stop()


@pytest.fixture
def named(server, monkeypatch):
    """The environment names a bucket for each part, as an operator writes it."""
    for name, bucket in zip(NAMES.values(), BUCKETS, strict=True):
        monkeypatch.setenv(name, server.url(bucket))


@pytest.fixture
def buckets(named, server, settings, tmp_path, monkeypatch):
    """All files lie in buckets; nothing is to be found on this machine."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.STORAGES = in_buckets(settings.STORAGES)
    # What start-up binds once.
    monkeypatch.setattr(Version._meta.get_field("file"), "storage", storages["private"])
    yield server
    for bucket in BUCKETS:
        for key in server.keys(bucket):
            server.client().delete_object(Bucket=bucket, Key=key)
    assert not list(tmp_path.rglob("t/*")), "A file was written on this machine."
