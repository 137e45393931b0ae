"""A long absence: a warning, the end of the access, then the account is forgotten. Any visit begins the time anew."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from portal.database import context
from portal.jobs.memberships import close_unused_accesses
from portal.notifications.models import Mail
from portal.tenancy import dormancy
from portal.tenancy.dormancy import WARNED_BEFORE
from portal.tenancy.invitations import erase_old, invite
from portal.tenancy.models import EndReason, Invitation, Membership
from portal.tenancy.services import end_membership, reopen_membership
from tests.factories import without_solicitations

pytestmark = pytest.mark.django_db

LAST_VISIT = datetime.date(2025, 11, 22)
A_YEAR_LATER = datetime.date(2026, 11, 22)
TWO_YEARS_LATER = datetime.date(2027, 11, 22)
ONE_DAY = datetime.timedelta(days=1)


def membership_of(first_name: str, tenant) -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example", tenant=tenant)


def last_came(membership: Membership, day: datetime.date) -> Membership:
    """Say that the member came on ``day`` for the last time, and the others today."""
    Membership.objects.update(last_seen_on=A_YEAR_LATER)
    Membership.objects.filter(pk=membership.pk).update(last_seen_on=day)
    moment = datetime.datetime.combine(day, datetime.time(9), datetime.UTC)
    User.objects.filter(pk=membership.user_id).update(last_login=moment, date_joined=moment)
    membership.refresh_from_db()
    return membership


def letters() -> list[str]:
    return [f"{each.to[0]}: {each.subject}" for each in Mail.objects.order_by("pk")]


# The access ------------------------------------------------------------------------------------------------


def test_a_warning_thirty_days_before_and_not_the_day_before(pdc):
    bob = last_came(membership_of("bob", pdc), LAST_VISIT)
    assert dormancy.warn_the_absent(A_YEAR_LATER - WARNED_BEFORE - ONE_DAY) == 0
    assert dormancy.warn_the_absent(A_YEAR_LATER - WARNED_BEFORE + ONE_DAY) == 1
    assert letters() == ["bob@demo.example: [Pas-de-Calais] Votre accès prend fin bientôt"]
    bob.refresh_from_db()
    assert bob.warned_on == A_YEAR_LATER - WARNED_BEFORE + ONE_DAY


def test_warned_once_and_ended_thirty_days_after_the_warning_not_before(pdc):
    bob = last_came(membership_of("bob", pdc), LAST_VISIT)
    warned = A_YEAR_LATER + ONE_DAY  # the scheduler slept: the warning still comes first
    assert dormancy.end_the_absent(warned) == 0
    assert (dormancy.warn_the_absent(warned), dormancy.warn_the_absent(warned)) == (1, 0)
    assert dormancy.end_the_absent(warned + WARNED_BEFORE - ONE_DAY) == 0
    assert dormancy.end_the_absent(warned + WARNED_BEFORE) == 1
    bob.refresh_from_db()
    assert bob.ended_at
    assert bob.end_reason == EndReason.DORMANT
    assert bob.user.is_active


def test_a_visit_makes_the_warning_void(pdc, pdc_client):
    last_came(membership_of("bob", pdc), LAST_VISIT)
    dormancy.warn_the_absent(A_YEAR_LATER)
    pdc_client.login_as("bob").get("/extranet/")
    bob = membership_of("bob", pdc)
    assert (bob.last_seen_on, bob.warned_on) == (timezone.localdate(), None)
    assert dormancy.end_the_absent(A_YEAR_LATER + WARNED_BEFORE) == 0


def test_a_day_of_visits_is_written_once(pdc, pdc_client):
    pdc_client.login_as("bob").get("/extranet/")
    with CaptureQueriesContext(connection) as queries:
        pdc_client.get("/extranet/")
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]


def test_a_tenant_may_shorten_the_time_never_lengthen_it(pdc):
    last_came(membership_of("bob", pdc), A_YEAR_LATER - datetime.timedelta(days=100))
    assert dormancy.warn_the_absent(A_YEAR_LATER) == 0
    pdc.dormant_after = 3
    pdc.save()
    assert dormancy.warn_the_absent(A_YEAR_LATER) == 1
    for wrong in ({"dormant_after": 13}, {"anonymised_after": 25}, {"dormant_after": 12, "anonymised_after": 12}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(pdc).objects.filter(pk=pdc.pk).update(**wrong)


def test_the_last_administrator_stays(pdc):
    gael = last_came(membership_of("gael", pdc), LAST_VISIT)
    dormancy.warn_the_absent(A_YEAR_LATER)
    dormancy.end_the_absent(A_YEAR_LATER + WARNED_BEFORE)
    gael.refresh_from_db()
    assert gael.ended_at is None


def test_the_neighbour_s_members_are_left_alone(pdc, platform_context):
    ezra = Membership.objects.get(user__email="ezra@demo.example")
    last_came(ezra, LAST_VISIT)
    with context.use(pdc.context):
        close_unused_accesses()
    ezra.refresh_from_db()
    assert ezra.warned_on is None


def test_who_comes_back_has_the_whole_time_again(pdc):
    bob = last_came(membership_of("bob", pdc), LAST_VISIT)
    gael = membership_of("gael", pdc).user
    reopen_membership(end_membership(bob, by=gael), by=gael)
    bob.refresh_from_db()
    assert (bob.last_seen_on, bob.end_reason) == (timezone.localdate(), "")


# The account -----------------------------------------------------------------------------------------------


@pytest.fixture
def gone(pdc):
    """Bob has no access any more, and has not come for long."""
    bob = last_came(membership_of("bob", pdc), LAST_VISIT)
    return end_membership(without_solicitations(bob), by=membership_of("gael", pdc).user)


def forget(on: datetime.date) -> tuple[int, int]:
    with context.use(context.PLATFORM):
        return dormancy.forget(on), dormancy.warn_of_forgetting(on)


def test_an_account_without_access_is_warned_then_forgotten(gone, pdc):
    assert forget(TWO_YEARS_LATER - WARNED_BEFORE - ONE_DAY) == (0, 0)
    assert forget(TWO_YEARS_LATER) == (0, 1)
    assert letters() == ["bob@demo.example: [Pas-de-Calais] Votre compte va être effacé"]
    assert forget(TWO_YEARS_LATER + WARNED_BEFORE - ONE_DAY) == (0, 0)
    assert forget(TWO_YEARS_LATER + WARNED_BEFORE) == (1, 0)
    bob = User.objects.get(pk=gone.user_id)
    assert (str(bob), bob.is_active, bob.emailaddress_set.count()) == ("compte effacé", False, 0)
    assert "bob" not in bob.email
    assert not bob.has_usable_password()


def test_an_account_that_still_opens_a_space_is_kept(gone, pdc, platform_context):
    fanny = User.objects.get(email="fanny@demo.example")
    last_came(membership_of("fanny", pdc), LAST_VISIT)
    with context.use(pdc.context):
        end_membership(membership_of("fanny", pdc), by=membership_of("gael", pdc).user)
    forget(TWO_YEARS_LATER)
    forget(TWO_YEARS_LATER + WARNED_BEFORE)
    fanny.refresh_from_db()
    assert fanny.anonymised_at is None


def test_signing_in_keeps_the_account(gone):
    User.objects.filter(pk=gone.user_id).update(last_login=datetime.datetime(2027, 11, 1, 9, tzinfo=datetime.UTC))
    assert forget(TWO_YEARS_LATER) == (0, 0)


def test_the_history_keeps_the_facts_and_loses_the_name(gone, pdc):
    invite(pdc, "bob@demo.example", [], by=membership_of("gael", pdc).user)
    forget(TWO_YEARS_LATER)
    forget(TWO_YEARS_LATER + WARNED_BEFORE)
    assert not Invitation.objects.filter(email="bob@demo.example").exists()
    assert not ModelLogEntry.objects.filter(label__icontains="bob").exists()
    assert ModelLogEntry.objects.filter(label="compte effacé", action="tenancy.ended").exists()


def test_old_invitations_do_not_keep_addresses(pdc):
    invitation = invite(pdc, "jamais@venue.example", [], by=membership_of("gael", pdc).user)
    erase_old(invitation.expires_at + datetime.timedelta(days=365))
    assert Invitation.objects.filter(pk=invitation.pk).exists()
    erase_old(invitation.expires_at + datetime.timedelta(days=366))
    assert not Invitation.objects.filter(pk=invitation.pk).exists()


def test_the_periods_are_the_administrator_s_to_choose(pdc, pdc_client):
    pdc_client.login_as("gael")
    answer = pdc_client.post("/admin/conservation/", {"dormant_after": 6, "anonymised_after": 12})
    assert answer.status_code == 302
    pdc.refresh_from_db()
    assert (pdc.dormant_after, pdc.anonymised_after) == (6, 12)
    page = pdc_client.post("/admin/conservation/", {"dormant_after": 12, "anonymised_after": 30}).text
    assert "inférieure ou égale à 24" in page
    assert "jamais avant" in pdc_client.post("/admin/conservation/", {"dormant_after": 9, "anonymised_after": 9}).text


def test_nobody_else_chooses_them(pdc_client):
    assert pdc_client.login_as("chloe").get("/admin/conservation/").status_code in (302, 403)
