"""A tenant whose files lie in buckets leaves as an archive, comes in elsewhere, and goes whole."""

import datetime
import io
import zipfile

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive.deletion import DELAY, ask_for_deletion, erase_due
from portal.console.archive.exporting import export
from portal.console.archive.importing import import_
from portal.console.models import Deletion, Export
from portal.database import context
from portal.tenancy.models import Tenant
from tests.conftest import GuardedClient
from tests.factories import make_image
from tests.portal.console.conftest import empty_database, other_installation  # noqa: F401 (fixtures)
from tests.portal.console.lived_in import live_in
from tests.portal.console.snapshots import files_of

pytestmark = [pytest.mark.django_db, pytest.mark.full, pytest.mark.usefixtures("buckets")]


@pytest.fixture
def lived_in(pdc):
    live_in(pdc)
    return pdc


@pytest.fixture
def neighbour(lived_in):
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="casa")
    with context.use(tenant.context):
        make_image(tenant)
    return tenant


def test_its_files_are_erased_from_every_bucket_and_the_neighbour_s_stay(lived_in, neighbour, buckets, monkeypatch):
    olga, theirs = User.objects.get(email="olga@demo.example"), f"t/{neighbour.pk}/"
    before = {bucket: buckets.keys(bucket) for bucket in ("media", "prives")}
    assert all(any(key.startswith(f"t/{lived_in.pk}/") for key in keys) for keys in before.values())
    ask_for_deletion(lived_in, by=olga, slug="pas-de-calais")
    after = timezone.now() + DELAY + datetime.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: after)
    assert len(erase_due()) == 1
    assert buckets.keys("media") == [key for key in before["media"] if key.startswith(theirs)] != []
    assert buckets.keys("prives") == []
    with context.use(context.PLATFORM):
        assert Deletion.objects.get().files_erased_at


def test_the_console_s_archive_lies_in_its_bucket_and_is_downloaded(lived_in, buckets):
    client = GuardedClient("localhost").login_as("olga")
    client.post("/console/collectivites/pas-de-calais/exporter/")
    with context.use(context.PLATFORM):
        made = Export.objects.get()
    assert buckets.keys("archives") == [made.path]
    answer = client.get(f"/console/exports/{made.pk}/")
    content = answer.getvalue()
    assert answer["Content-Length"] == str(len(content))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_it_moves_from_one_machine_s_buckets_to_another_s(lived_in, other_installation, buckets):  # noqa: F811
    export(lived_in, archive := io.BytesIO())
    files = files_of(lived_in)
    assert len(files) == 7
    for bucket in ("media", "prives"):
        for key in buckets.keys(bucket):
            buckets.client().delete_object(Bucket=bucket, Key=key)
    with other_installation():
        import_(archive, invite=False)
        assert files_of(lived_in) == files
