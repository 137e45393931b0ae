"""An operator sends an archive to an empty installation, reads what it holds, and brings it in."""

import datetime
import io
import zipfile

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive import imports, shelf
from portal.console.models import Import
from portal.database import context
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archives")]
ADDRESS = "/console/imports/"
HOUR = datetime.timedelta(hours=1)
State = Import.State


@pytest.fixture
def there(other_installation):
    """``with there() as paul:`` works in an installation without tenants, of which Paul is the operator."""

    def work():
        User.objects.create_superuser("paul@ailleurs.example", "un-mot-de-passe-long", first_name="Paul")
        client = GuardedClient("localhost")
        client.force_login(User.objects.get(), "portal.tenancy.backends.TenantModelBackend")
        client.login_account(User.objects.get())
        return client

    return other_installation, work


def sent(client, content: bytes, name: str = "pas-de-calais.zip"):
    return client.post(ADDRESS, {"archive": SimpleUploadedFile(name, content)}, follow=True)


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def truncated_inside(content: bytes) -> bytes:
    """Return a zip that opens, and whose rows are not what its manifest says."""
    source, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body[:-5] if name == "rows/home_service.jsonl" else body)
    return made.getvalue()


def test_where_a_tenant_is_it_is_said_before_anything_is_sent(archive, archives):
    olga = GuardedClient("localhost").login_as("olga")
    page = olga.get(ADDRESS).text
    assert "ne peut rien importer" in page
    assert "Sophia Antipolis" in page
    assert 'type="file"' not in page
    sent(olga, archive.getvalue())
    assert not Import.objects.exists()
    assert files_in(archives) == []


def test_it_is_checked_then_confirmed_then_here(there, archive, archives, queue, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000  # bytes: through the disk, as a large one
    installation, sign_in = there
    with installation():
        paul = sign_in()
        page = sent(paul, archive.getvalue()).text
        assert "En cours de vérification" in page
        assert "Importer cette collectivité" not in page
        queue()
        received = Import.objects.get()
        page = paul.get(f"{ADDRESS}{received.pk}/").text
        for said in ("Prête à importer", "Département du Pas-de-Calais", PDC_HOST, "Comptes cités", "Importer cette"):
            assert said in page, said
        assert not Tenant.objects.exists()
        page = paul.post(f"{ADDRESS}{received.pk}/importer/", {"invite": "on"}, follow=True).text
        assert "En cours d’import" in page
        paul.post(f"{ADDRESS}{received.pk}/importer/", {"invite": "on"})  # twice is once
        queue()
        page = paul.get(f"{ADDRESS}{received.pk}/").text
        assert "Importée" in page
        assert "/console/collectivites/pas-de-calais/" in page
        assert Tenant.objects.get().state == Tenant.State.PREPARING
        assert files_in(archives) == []
        queue()  # the mails
        assert "gael@demo.example" in {address for letter in mail.outbox for address in letter.to}
        assert GuardedClient(PDC_HOST).get("/").status_code == 200


def test_without_the_box_nobody_is_written_to(there, archive, queue):
    installation, sign_in = there
    with installation():
        paul = sign_in()
        sent(paul, archive.getvalue())
        queue()
        paul.post(f"{ADDRESS}{Import.objects.get().pk}/importer/", {})
        queue()
        queue()
        assert Import.objects.get().state == State.DONE
        assert mail.outbox == []


def test_a_damaged_archive_is_refused_with_the_reason_and_not_confirmed(there, archive, queue):
    installation, sign_in = there
    with installation():
        paul = sign_in()
        sent(paul, truncated_inside(archive.getvalue()))
        queue()
        received = Import.objects.get()
        page = paul.get(f"{ADDRESS}{received.pk}/").text
        assert "rien n’a changé" in page
        assert "rows/home_service.jsonl n’a plus la somme de contrôle" in page
        assert "Importer cette collectivité" not in page
        paul.post(f"{ADDRESS}{received.pk}/importer/", {"invite": "on"})
        queue()
        assert not Tenant.objects.exists()
        paul.post(f"{ADDRESS}{received.pk}/verifier/")
        assert Import.objects.get().state == State.CHECKING
        queue()
        assert Import.objects.get().state == State.REFUSED


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 half of one"])
def test_what_is_no_archive_is_refused_beside_its_field(there, archives, content):
    installation, sign_in = there
    with installation():
        page = sent(sign_in(), content)
        assert page.status_code == 200
        assert 'aria-invalid="true"' in page.text
        assert not Import.objects.exists()
        assert files_in(archives) == []


def test_an_import_that_fails_changes_nothing_and_may_be_tried_again(there, archive, queue, monkeypatch):
    def broken(file, *, invite):
        raise RuntimeError("power cut")

    installation, sign_in = there
    with installation():
        paul = sign_in()
        sent(paul, archive.getvalue())
        queue()
        address = f"{ADDRESS}{Import.objects.get().pk}/"
        with monkeypatch.context() as patch:
            patch.setattr(imports, "import_", broken)
            paul.post(f"{address}importer/")
            queue()
        page = paul.get(address).text
        assert "power cut" in page
        assert "Vérifier à nouveau" in page
        paul.post(f"{address}verifier/")
        queue()
        paul.post(f"{address}importer/")
        queue()
        assert Tenant.objects.get().slug == "pas-de-calais"


@pytest.fixture
def waiting(platform_context, archives):
    """An archive that waits to be confirmed."""
    path = shelf.shelf().save("imports/essai.zip", SimpleUploadedFile("essai.zip", b"PK"))
    return Import.objects.create(name="essai.zip", path=path, state=State.READY, holds={"name": "Nord"})


def test_what_nobody_confirms_in_a_day_is_erased(waiting, archives):
    Import.objects.update(sent_at=timezone.now() - 23 * HOUR)
    shelf.tidy()
    assert len(files_in(archives)) == 1
    Import.objects.update(sent_at=timezone.now() - 25 * HOUR)
    shelf.tidy()
    assert files_in(archives) == []
    olga = GuardedClient("localhost").login_as("olga")
    page = olga.get(f"{ADDRESS}{waiting.pk}/").text
    assert "Personne n’a confirmé" in page
    assert "Vérifier à nouveau" not in page
    olga.post(f"{ADDRESS}{waiting.pk}/verifier/")
    olga.post(f"{ADDRESS}{waiting.pk}/importer/")
    assert Import.objects.get().state == State.REFUSED


def test_what_is_being_brought_in_is_not_erased_under_the_worker_s_hands(waiting, archives):
    now = timezone.now()
    Import.objects.update(state=State.IMPORTING, sent_at=now - 25 * HOUR, state_since=now - HOUR)
    shelf.tidy()
    assert len(files_in(archives)) == 1
    olga = GuardedClient("localhost").login_as("olga")
    page = olga.post(f"{ADDRESS}{waiting.pk}/effacer/", follow=True).text
    assert "Un traitement est en cours" in page
    assert len(files_in(archives)) == 1
    Import.objects.update(state_since=now - 5 * HOUR)  # its worker died
    shelf.tidy()
    assert files_in(archives) == []
    assert "interrompu" in olga.get(f"{ADDRESS}{waiting.pk}/").text


def test_it_is_discarded_at_once(waiting, archives):
    olga = GuardedClient("localhost").login_as("olga")
    page = olga.post(f"{ADDRESS}{waiting.pk}/effacer/", follow=True).text
    assert "L’archive est effacée" in page
    assert files_in(archives) == []


@pytest.mark.parametrize("received", [1, 30])
def test_the_list_has_a_flat_number_of_queries(received, django_assert_max_num_queries):
    with context.use(context.PLATFORM):
        asker = User.objects.get(email="olga@demo.example")
        for number in range(received):
            Import.objects.create(name=f"{number}.zip", path=f"imports/{number}.zip", asked_by=asker)
    olga = GuardedClient("localhost").login_as("olga")
    olga.get(ADDRESS)
    with django_assert_max_num_queries(8):
        olga.get(ADDRESS)
