"""Audits and schemes in the back-office, with the actions of each year beside their scheme."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from home.legal.models import AccessibilityAction, AccessibilityAudit, AccessibilityScheme
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

AUDIT = {
    "date": "2026-06-01", "rate": "64.5", "auditor": "Cabinet d’essai", "rgaa_version": "4.1.2", "sample": "Accueil",
    "tools": "", "environments": "", "defects": "", "derogations": "", "exempt_contents": "", "withdrawn_on": "",
}  # fmt: skip
SCHEME = {
    "starts_on": "2030-01-01", "ends_on": "2032-12-31", "commitments": "Former chacun.",
    "actions-TOTAL_FORMS": "1", "actions-INITIAL_FORMS": "0", "actions-MIN_NUM_FORMS": "0",
    "actions-MAX_NUM_FORMS": "1000", "actions-0-year": "2030", "actions-0-action": "Auditer",
    "actions-0-state": "a_faire",
    "actions-0-id": "", "actions-0-DELETE": "",
}  # fmt: skip


@pytest.fixture
def chloe(pdc):
    return GuardedClient(PDC_HOST).login_as("chloe")


def test_an_audit_is_written_and_changes_the_mention(chloe):
    assert chloe.get("/admin/accessibilityaudit/new/").status_code == 200
    assert chloe.post("/admin/accessibilityaudit/new/", AUDIT).status_code == 302
    assert AccessibilityAudit.objects.get().auditor == "Cabinet d’essai"
    assert "partiellement conforme" in chloe.get("/").text
    assert "Cabinet d’essai" in chloe.get("/admin/accessibilityaudit/").text


@pytest.mark.parametrize(
    "wrong", [{"rate": "101"}, {"rate": "-1"}, {"date": "2031-01-01"}, {"withdrawn_on": "2026-05-31"}, {"date": "hier"}]
)
def test_a_wrong_audit_is_refused_and_nothing_is_lost(chloe, wrong):
    page = chloe.post("/admin/accessibilityaudit/new/", AUDIT | wrong)
    assert page.status_code == 200
    assert "Cabinet d’essai" in page.text
    assert not AccessibilityAudit.objects.exists()


def test_a_scheme_is_written_with_its_actions(chloe):
    assert chloe.get("/admin/accessibilityscheme/new/").status_code == 200
    assert chloe.post("/admin/accessibilityscheme/new/", SCHEME).status_code == 302
    action = AccessibilityAction.objects.get(action="Auditer")
    assert (action.scheme.commitments, action.tenant_id) == ("Former chacun.", action.scheme.tenant_id)
    assert chloe.get(f"/admin/accessibilityscheme/edit/{action.scheme_id}/").status_code == 200


@pytest.mark.parametrize("ends_on", ["2033-01-02", "2029-12-31"])
def test_a_scheme_longer_than_three_years_is_refused(chloe, ends_on):
    page = chloe.post("/admin/accessibilityscheme/new/", SCHEME | {"ends_on": ends_on})
    assert page.status_code == 200
    assert "trois ans au plus" in page.text
    assert not AccessibilityScheme.objects.filter(starts_on="2030-01-01").exists()


def test_the_database_holds_the_scheme_to_it(pdc):
    start = datetime.date(2030, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessibilityScheme.objects.create(starts_on=start, ends_on=datetime.date(2033, 1, 3), commitments="…")
    scheme = AccessibilityScheme(starts_on=start, ends_on=datetime.date(2033, 1, 2), commitments="…")
    with pytest.raises(ValidationError):
        scheme.full_clean()


@pytest.mark.parametrize("address", ["accessibilityaudit", "accessibilityscheme", "accessibilitycomplaint"])
def test_each_screen_opens_for_those_who_keep_it_and_no_other(pdc, address):
    for person, may in (("gael", True), ("chloe", True), ("alice", False), ("iris", False)):
        status = GuardedClient(PDC_HOST).login_as(person).get(f"/admin/{address}/").status_code
        assert (status == 200) == may, person
