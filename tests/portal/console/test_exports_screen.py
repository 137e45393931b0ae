"""An operator asks for a tenant's archive on its sheet, waits, downloads it; it does not stay."""

import datetime
import io
import zipfile

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from portal.console.archive import shelf
from portal.console.archive.deletion import DELAY, ask_for_deletion, erase_due
from portal.console.models import Deletion, Export
from portal.tenancy.models import Tenant
from tests.conftest import GuardedClient
from tests.portal.console.conftest import keep_archives_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archives", "platform_context")]
SHEET, ASK = "/console/collectivites/casa/", "/console/collectivites/casa/exporter/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def olga(db):
    return GuardedClient("localhost").login_as("olga")


@pytest.fixture
def ready(olga):
    """An archive of CASA, made."""
    olga.post(ASK)
    return Export.objects.get()


def everything_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_it_is_in_preparation_then_ready_with_who_asked_and_its_size(olga, queue):
    sheet = olga.get(SHEET).text
    assert "données personnelles" in sheet
    assert "Ni mot de passe" in sheet
    page = olga.post(ASK, follow=True).text
    assert "En préparation" in page
    assert "Actualiser la page" in page
    assert "Télécharger" not in page
    assert "Préparer une archive" not in page
    queue()
    page = olga.get(SHEET).text
    assert "Prête" in page
    assert "par Olga" in page
    assert "Télécharger" in page


def test_asked_for_twice_it_is_made_once(olga, queue, archives):
    olga.post(ASK)
    olga.post(ASK)
    queue()
    assert Export.objects.count() == 1
    assert len(everything_in(archives)) == 1


def test_what_is_downloaded_is_the_archive_and_nobody_keeps_it_on_the_way(olga, ready):
    answer = olga.get(f"/console/exports/{ready.pk}/")
    assert answer.streaming
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert answer["Content-Disposition"] == f'attachment; filename="{ready.file_name}"'
    content = b"".join(answer.streaming_content)
    assert int(answer["Content-Length"]) == len(content) == ready.size
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    assert b'"slug": "casa"' in archive.read("manifest.json")


def test_a_browser_that_takes_gzip_is_told_the_length_all_the_same(olga, ready):
    answer = olga.get(f"/console/exports/{ready.pk}/", headers={"accept-encoding": "gzip"})
    assert int(answer["Content-Length"]) == len(b"".join(answer.streaming_content)) == ready.size


def test_the_file_is_its_owner_s_and_no_address_leads_to_it(olga, ready, archives):
    (file,) = everything_in(archives)
    assert ready.path.startswith("exports/")
    assert str(file).endswith(ready.path)
    assert olga.get(f"/media/{ready.path}").status_code == 404
    assert file.stat().st_mode & 0o077 == 0


def test_archives_below_what_is_served_stop_the_start(settings):
    for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        keep_archives_in(folder / "archives", settings)
        assert "console.E001" in [error.id for error in run_checks()]


def test_a_failure_is_shown_leaves_no_file_and_can_be_asked_again(olga, archives, monkeypatch):
    save = type(shelf.shelf()).save

    def break_off(self, name, content):
        save(self, name, content)
        raise OSError("disque plein")

    with monkeypatch.context() as patch:
        patch.setattr(type(shelf.shelf()), "save", break_off)
        page = olga.post(ASK, follow=True).text
    assert "Échec" in page
    assert "disque plein" in page
    assert "Demander à nouveau" in page
    assert everything_in(archives) == []
    page = olga.post(ASK, follow=True).text
    assert "Prête" in page


def test_it_is_erased_after_seven_days_and_the_row_tells_that_it_was(olga, ready, archives):
    Export.objects.update(finished_at=timezone.now() - 7 * DAY + datetime.timedelta(minutes=5))
    shelf.tidy()
    assert len(everything_in(archives)) == 1
    Export.objects.update(finished_at=timezone.now() - 7 * DAY - datetime.timedelta(minutes=5))
    shelf.tidy()
    assert everything_in(archives) == []
    assert "Effacée" in olga.get(SHEET).text
    assert olga.get(f"/console/exports/{ready.pk}/").status_code == 404


def test_a_year_later_the_row_goes_too(ready):
    Export.objects.update(asked_at=timezone.now() - 366 * DAY, finished_at=timezone.now() - 366 * DAY)
    shelf.tidy()
    assert not Export.objects.exists()


def test_what_nobody_worked_on_for_hours_is_given_up_and_asked_again(olga, queue, archives):
    olga.post(ASK)
    Export.objects.update(asked_at=timezone.now() - datetime.timedelta(hours=5))
    shelf.tidy()
    assert "interrompu" in olga.get(SHEET).text
    queue()  # the worker comes back, and finds that nobody waits for it
    assert everything_in(archives) == []
    olga.post(ASK)
    queue()
    assert "Prête" in olga.get(SHEET).text


def test_a_file_that_cannot_be_erased_is_tried_again(ready, archives, monkeypatch):
    Export.objects.update(finished_at=timezone.now() - 8 * DAY)
    with monkeypatch.context() as patch:
        patch.setattr(type(shelf.shelf()), "delete", lambda self, path: (_ for _ in ()).throw(PermissionError(path)))
        with pytest.raises(ExceptionGroup, match="tried again"):
            shelf.tidy()
    shelf.tidy()
    assert everything_in(archives) == []


def test_the_archives_of_a_tenant_go_with_it(ready, archives, monkeypatch):
    tenant = Tenant.objects.get(slug="casa")
    ask_for_deletion(tenant, by=ready.asked_by, slug="casa")
    later = timezone.now() + DELAY + DAY
    Export.objects.update(finished_at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    erase_due()
    assert everything_in(archives) == []
    assert Deletion.objects.get().digest


def test_the_sheet_has_a_flat_number_of_queries(olga, ready, django_assert_max_num_queries):
    Export.objects.bulk_create(
        Export(
            tenant_key=ready.tenant_key, tenant_slug="casa", asked_by=ready.asked_by, path=f"exports/{number}",
            finished_at=timezone.now(),
        )
        for number in range(30)
    )  # fmt: skip
    with django_assert_max_num_queries(16):
        page = olga.get(SHEET).text
    assert page.count("Télécharger (") == 5
