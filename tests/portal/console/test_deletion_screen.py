"""An operator has a tenant erased from its sheet, changes their mind, and reads the certificate."""

import datetime

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive.certificate import digest_of
from portal.console.archive.deletion import DELAY, erase_due
from portal.console.models import Deletion
from portal.database import context
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archives", "platform_context")]
SHEET = "/console/collectivites/pas-de-calais/"
ASK, CANCEL = f"{SHEET}supprimer/", f"{SHEET}supprimer/annuler/"
CONFIRMED = {"slug": "pas-de-calais", "reason": "Fin de la convention"}


@pytest.fixture
def olga(db):
    return GuardedClient("localhost").login_as("olga")


@pytest.fixture
def erased(lived_in, olga, monkeypatch):
    """The Pas-de-Calais was erased; return its certificate."""
    olga.post(ASK, CONFIRMED)
    later = timezone.now() + DELAY + datetime.timedelta(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        (deletion,) = erase_due()
    return deletion


def state() -> str:
    with context.use(context.PLATFORM):
        return Tenant.objects.get(slug="pas-de-calais").state


def test_the_page_says_what_would_go_and_looking_changes_nothing(lived_in, olga):
    page = olga.get(ASK).text
    for said in (
        "Ce qui sera effacé",
        "30\N{NO-BREAK SPACE}jours",
        "Page d’accueil\N{NO-BREAK SPACE}: 1<",
        "certificat",
    ):
        assert said in page, said
    assert state() == "ouvert"
    assert not Deletion.objects.exists()


@pytest.mark.parametrize("typed", ["", "casa", "Pas-de-Calais"])
def test_without_its_slug_nothing_happens(olga, typed):
    page = olga.post(ASK, {"slug": typed, "reason": "Fin de la convention"})
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.text
    assert "Fin de la convention" in page.text  # what was typed is not lost
    assert state() == "ouvert"


def test_it_closes_and_is_seen_on_its_sheet_in_the_list_and_among_deletions(olga):
    page = olga.post(ASK, CONFIRMED, follow=True).text
    assert "sera effacé le" in page
    assert GuardedClient(PDC_HOST).get("/").status_code == 503
    for address in (SHEET, "/console/collectivites/", "/console/suppressions/", ASK):
        assert "Annuler la suppression" in olga.get(address).text, address
    deletions = olga.get("/console/suppressions/").text
    assert "À venir" in deletions
    assert "Fin de la convention" in deletions
    assert "par Olga" in deletions
    assert olga.post(ASK, CONFIRMED).status_code == 302
    assert Deletion.objects.count() == 1


def test_it_is_not_opened_meanwhile_by_its_sheet(olga):
    olga.post(ASK, CONFIRMED)
    form = {"name": "Pas-de-Calais", "short_name": "PdC", "kind": "departement", "state": "ouvert"}
    olga.post(SHEET, form)
    assert state() == "maintenance"
    assert GuardedClient(PDC_HOST).get("/").status_code == 503


def test_it_is_cancelled_and_opens_again(olga):
    olga.post(ASK, CONFIRMED)
    page = olga.post(CANCEL, follow=True).text
    assert "reste" in page
    assert "Annuler la suppression" not in page
    assert GuardedClient(PDC_HOST).get("/").status_code == 200
    assert "Annulée" in olga.get("/console/suppressions/").text
    olga.post(CANCEL)  # once more changes nothing
    assert state() == "ouvert"


def test_the_certificate_is_read_and_downloaded(olga, erased):
    assert "Certificat" in olga.get("/console/suppressions/").text
    page = olga.get(f"/console/suppressions/{erased.pk}/").text
    for said in (
        "Département du Pas-de-Calais",
        "Fin de la convention",
        erased.digest,
        "home_homepage",
        "Page d’accueil",
    ):
        assert said in page, said
    assert "provisoire" not in page
    file = olga.get(f"/console/suppressions/{erased.pk}/certificat.txt")
    assert file["Content-Disposition"].startswith('attachment; filename="certificat-pas-de-calais-2')
    assert "no-store" in file["Cache-Control"]
    assert "CERTIFICAT D’EFFACEMENT" in file.text
    assert "Motif\N{NO-BREAK SPACE}: Fin de la convention" in file.text
    assert erased.digest == digest_of(erased)
    assert olga.get(SHEET).status_code == 404


def test_while_files_are_left_it_says_so(olga, erased):
    with context.use(context.PLATFORM):
        Deletion.objects.update(files_erased_at=None, digest="")
    assert "Certificat provisoire" in olga.get(f"/console/suppressions/{erased.pk}/").text
    assert "Des fichiers restent" in olga.get("/console/suppressions/").text


def test_nothing_certifies_what_was_not_erased(olga):
    olga.post(ASK, CONFIRMED)
    pending = Deletion.objects.get()
    for address in (f"{pending.pk}/", f"{pending.pk}/certificat.txt", "999999/"):
        assert olga.get(f"/console/suppressions/{address}").status_code == 404


@pytest.mark.parametrize("past", [1, 30])
def test_the_list_has_a_flat_number_of_queries(olga, past, django_assert_max_num_queries):
    now = timezone.now()
    olga_s_key = User.objects.get(email="olga@demo.example").pk
    for number in range(past):
        Deletion.objects.create(
            tenant_key=100 + number, tenant_slug=f"t-{number}", tenant_name="Partie", hosts=[], state_before="ouvert",
            asked_by_key=olga_s_key, due_at=now, erased_at=now,
        )  # fmt: skip
    olga.get("/console/suppressions/")
    with django_assert_max_num_queries(8):
        olga.get("/console/suppressions/")
