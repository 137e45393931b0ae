"""A tenant that was erased stays erased, whatever backup comes back."""

import datetime

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive.deletion import DELAY, ask_for_deletion, cancel_deletion, erase_due
from portal.console.archive.erased_since import erase_again
from portal.console.jobs import erase_due as job
from portal.console.models import Deletion
from portal.operations.backups import journal
from portal.operations.backups.restoring import Report
from portal.operations.backups.shelf import Head, Piece
from portal.tenancy.models import Tenant
from tests.portal.operations.safe import Safe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("platform_context")]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def safe(tmp_path, settings):
    own = Safe(tmp_path)
    own.use(settings)
    return own


@pytest.fixture
def casa_row(db):
    return Tenant.objects.get(slug="casa")


@pytest.fixture
def asked(casa_row):
    olga = User.objects.get(email="olga@demo.example")
    return ask_for_deletion(casa_row, by=olga, slug="casa", reason="Mme Untel part")


def came_back(safe, made_at: datetime.datetime) -> Report:
    head = Head("2026-01-01T000000Z", made_at.isoformat(), "0", Piece("a", 1, ""), Piece("b", 1, ""))
    report = Report()
    erase_again(None, head=head, shelf=safe.shelf, report=report)
    return report


def note(tenant: Tenant, erased_at: datetime.datetime) -> None:
    asked_at = erased_at - DELAY - HOUR
    facts = {
        "tenant_key": tenant.pk, "tenant_slug": tenant.slug, "tenant_name": tenant.name, "hosts": [],
        "state_before": "open", "asked_by_key": 1, "asked_at": asked_at.isoformat(),
        "due_at": (asked_at + DELAY).isoformat(), "erased_at": erased_at.isoformat(),
    }  # fmt: skip
    assert journal.note(f"{tenant.pk}-x", facts)


def test_an_erasure_is_noted_beside_the_backups_without_anybody_s_words(safe, asked):
    Deletion.objects.update(due_at=timezone.now() - HOUR)
    job()
    (noted,) = journal.notes()
    assert (noted["tenant_slug"], noted["tenant_key"]) == ("casa", asked.tenant_key)
    assert "reason" not in noted
    assert not any(b"Untel" in content for content in safe.files().values())
    job()
    assert len(journal.notes()) == 1


def test_where_no_backup_is_made_nothing_is_noted(settings, asked):
    settings.BACKUP_RECIPIENTS = []
    Deletion.objects.update(due_at=timezone.now() - HOUR)
    job()
    assert not Tenant.objects.filter(slug="casa").exists()


@pytest.mark.parametrize("was_pending", [False, True])
def test_a_backup_from_before_brings_it_back_and_it_is_erased_again(safe, casa_row, was_pending, request):
    if was_pending:
        request.getfixturevalue("asked")
    note(casa_row, timezone.now() - HOUR)
    report = came_back(safe, timezone.now() - 2 * HOUR)
    assert report.erased == [casa_row.name]
    assert not Tenant.objects.filter(slug="casa").exists()
    assert Tenant.objects.filter(slug="pas-de-calais").exists()
    assert Deletion.objects.get().rows


def test_another_tenant_under_its_number_or_its_name_is_left_alone(safe, casa_row):
    pdc = Tenant.objects.get(slug="pas-de-calais")
    pdc_under_another_name = Tenant(pk=pdc.pk, slug="casa", name="x")
    note(pdc_under_another_name, timezone.now() - HOUR)
    assert came_back(safe, timezone.now() - 2 * HOUR).erased == []
    assert Tenant.objects.count() == 2


def test_what_was_erased_before_the_backup_is_the_past(safe, casa_row):
    note(casa_row, timezone.now() - 2 * HOUR)
    assert came_back(safe, timezone.now() - HOUR).erased == []
    assert Tenant.objects.filter(slug="casa").exists()


def test_a_deletion_that_was_pending_then_and_never_took_place_waits_anew(safe, asked):
    """It may have been cancelled since: nobody's tenant goes because an old backup came back."""
    Deletion.objects.update(due_at=timezone.now() - HOUR)
    report = came_back(safe, timezone.now() - 40 * 24 * HOUR)
    assert report.delayed == [asked.tenant_name]
    erase_due()
    tenant = Tenant.objects.get(slug="casa")
    assert tenant.deletion_due_at > timezone.now() + DELAY - HOUR
    cancel_deletion(tenant)
    assert Tenant.objects.get(slug="casa").deletion_due_at is None
