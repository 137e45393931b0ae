"""MEDIA_URL_S3 and its like: understood, or refused at the start, by name and without showing a key."""

import os
import subprocess
import sys

import pyrage
import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import ON_DISK
from portal.settings.s3 import NAMES, bucket_options, env_signed_seconds, in_buckets
from tests.test_architecture import ROOT

SECRET = "s3cr3t/with+signs"
WRITTEN = "s3cr3t%2Fwith%2Bsigns"
GOOD = f"s3://CLEF:{WRITTEN}@s3.example.org/portail-media"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in (*NAMES.values(), "S3_KEY", "S3_SECRET", "PRIVATE_SIGNED_SECONDS"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def test_unset_files_stay_on_this_machine():
    assert in_buckets(ON_DISK) == ON_DISK


def test_an_address_is_understood(monkeypatch):
    monkeypatch.setenv("MEDIA_URL_S3", f"{GOOD}/base?region=gra&ca=/etc/ca.pem")
    options = in_buckets(ON_DISK)["default"]["OPTIONS"]
    assert (options["access_key"], options["secret_key"]) == ("CLEF", SECRET)
    assert (options["endpoint_url"], options["bucket_name"]) == ("https://s3.example.org", "portail-media")
    assert (options["location"], options["region_name"], options["verify"]) == ("base", "gra", "/etc/ca.pem")


def test_plain_http_is_asked_for_by_name(monkeypatch):
    monkeypatch.setenv("MEDIA_URL_S3", "s3://a:b@127.0.0.1:9000/media?tls=0&path_style=0")
    options = bucket_options("MEDIA_URL_S3")
    assert (options["endpoint_url"], options["addressing_style"]) == ("http://127.0.0.1:9000", "virtual")


def test_keys_may_stay_out_of_the_address_and_lie_in_files(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    monkeypatch.setenv("PRIVATE_URL_S3", "s3://s3.example.org/prives")
    monkeypatch.setenv("S3_KEY", "CLEF")
    with pytest.raises(ImproperlyConfigured, match="set S3_SECRET"):
        bucket_options("PRIVATE_URL_S3")
    monkeypatch.setenv("S3_SECRET_FILE", str(tmp_path / "secret"))
    assert bucket_options("PRIVATE_URL_S3")["secret_key"] == SECRET
    monkeypatch.setenv("S3_SECRET", "x")
    with pytest.raises(ImproperlyConfigured, match="S3_SECRET and S3_SECRET_FILE are both given"):
        bucket_options("PRIVATE_URL_S3")
    monkeypatch.delenv("S3_SECRET")
    monkeypatch.setenv("S3_SECRET_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="S3_SECRET_FILE names a file that cannot be read"):
        bucket_options("PRIVATE_URL_S3")


@pytest.mark.parametrize(
    "given",
    [f"https://CLEF:{WRITTEN}@s3.example.org/media", f"s3://CLEF:{WRITTEN}@s3.example.org", f"s3://:{WRITTEN}@h/media",
     f"s3://CLEF:{WRITTEN}@s3.example.org/M", f"s3://CLEF:{SECRET}@s3.example.org/media", f"{GOOD}?tls=oui",
     f"{GOOD}?acl=public-read", f"s3://CLEF:{WRITTEN}@s3.example.org/media/../prives", f"s3://CLEF:{WRITTEN}/media",
     f"{GOOD}?{WRITTEN}", WRITTEN],
)  # fmt: skip
def test_anything_else_is_refused_by_name_and_not_repeated(monkeypatch, given):
    monkeypatch.setenv("ARCHIVES_URL_S3", given)
    with pytest.raises(ImproperlyConfigured, match="ARCHIVES_URL_S3 is not understood") as refused:
        in_buckets(ON_DISK)
    assert "s3cr3t" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("other", [GOOD, f"{GOOD}/prives"])
def test_two_parts_never_share_a_place(monkeypatch, other):
    monkeypatch.setenv("MEDIA_URL_S3", GOOD)
    monkeypatch.setenv("PRIVATE_URL_S3", other)
    with pytest.raises(ImproperlyConfigured, match="PRIVATE_URL_S3 and MEDIA_URL_S3 name the same place"):
        in_buckets(ON_DISK)


def test_folders_beside_one_another_are_two_places(monkeypatch):
    monkeypatch.setenv("MEDIA_URL_S3", f"{GOOD}/media")
    monkeypatch.setenv("PRIVATE_URL_S3", f"{GOOD}/media-prives")
    assert len(in_buckets(ON_DISK)) == len(ON_DISK)


def test_backups_have_a_bucket_too(monkeypatch):
    monkeypatch.setenv("BACKUP_URL_S3", GOOD)
    assert in_buckets(ON_DISK)["backups"]["OPTIONS"]["bucket_name"] == "portail-media"


@pytest.mark.parametrize("given", ["-1", "61", "3600"])
def test_a_signed_address_is_never_good_for_long(monkeypatch, given):
    monkeypatch.setenv("PRIVATE_SIGNED_SECONDS", given)
    with pytest.raises(ImproperlyConfigured, match="PRIVATE_SIGNED_SECONDS"):
        env_signed_seconds("PRIVATE_SIGNED_SECONDS")


WHERE = """
import django; django.setup()
from django.core.files.storage import default_storage, storages
from portal.documents.models import Version
for storage in (default_storage, Version._meta.get_field("file").storage, storages["archives"]):
    print(storage.bucket_name)
"""


def started(code: str, **given) -> subprocess.CompletedProcess:
    said = {"DJANGO_SETTINGS_MODULE": "portal.settings.demo"} | given
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | said, capture_output=True, text=True, check=False
    )


def test_the_start_is_refused():
    refused = started("import portal.settings.base", MEDIA_URL_S3=f"s3://CLEF:{WRITTEN}@s3.example.org")
    assert refused.returncode
    assert "MEDIA_URL_S3 is not understood" in refused.stderr
    assert "s3cr3t" not in refused.stderr


@pytest.mark.full
def test_what_is_named_is_what_the_portal_writes_to():
    given = {name: f"s3://CLEF:{WRITTEN}@s3.example.org/{name.lower().replace('_', '-')}" for name in NAMES.values()}
    given["BACKUP_RECIPIENTS"] = str(pyrage.x25519.Identity.generate().to_public())
    bound = started(WHERE, **given)
    assert bound.stdout.split() == ["media-url-s3", "private-url-s3", "archives-url-s3"], bound.stderr[-800:]
