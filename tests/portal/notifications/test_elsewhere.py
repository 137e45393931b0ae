"""A person of two tenants learns, on each, that something waits on the other: yes or no."""

import pytest
from django.db import ProgrammingError, transaction

from portal.accounts.models import User
from portal.database import context
from portal.notifications import elsewhere
from portal.notifications.elsewhere import seen_from, tenants_beside
from portal.notifications.models import SomethingWaits
from portal.notifications.notices import notify
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import end_membership, reopen_membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
SAID = "Quelque chose vous attend aussi sur le portail"


def answers() -> dict[tuple[str, str], bool]:
    with context.use(context.PLATFORM):
        rows = SomethingWaits.objects.values_list("user__email", "tenant__slug", "is_waiting")
        return {(who.partition("@")[0], slug): is_waiting for who, slug, is_waiting in rows}


@pytest.fixture
def at_casa(waiting, casa):
    """Something waits for fanny at Sophia Antipolis, and the scheduler looked."""
    waiting("Dossier Dupont à relire")
    elsewhere.look_at_everyone()


def test_the_other_tenant_s_dashboard_says_it_with_its_name_and_its_address_and_no_more(at_casa):
    page = GuardedClient(PDC_HOST).login_as("fanny").get("/extranet/").text
    assert f"{SAID} Sophia Antipolis." in page
    assert 'href="http://casa.localhost:8000/extranet/"' in page
    assert SAID not in GuardedClient(CASA_HOST).login_as("fanny").get("/extranet/").text or "Pas-de-Calais." in page


def test_what_waits_there_is_said_there_alone(at_casa, waiting):
    waiting()
    page = GuardedClient(PDC_HOST).login_as("fanny").get("/extranet/").text
    assert SAID in page
    assert "Dupont" not in page


def test_opening_the_dashboard_there_brings_it_up_to_date(at_casa, waiting):
    waiting()
    GuardedClient(CASA_HOST).login_as("fanny").get("/extranet/")
    assert answers()["fanny", "casa"] is False
    assert SAID not in GuardedClient(PDC_HOST).login_as("fanny").get("/extranet/").text


def test_being_told_something_brings_it_up_to_date(casa, waiting, subjects):
    waiting("Une séance à préparer")
    members = Membership.objects.filter(tenant=casa).select_related("user", "tenant")
    notify(members, subjects["document"], title="Séance", url="/extranet/x/")
    assert answers() == {("fanny", "casa"): True}  # of ezra, hugo and jeanne nothing is kept: they have one tenant


def test_only_people_of_several_tenants_are_kept(at_casa):
    assert answers() == {("fanny", "casa"): True}


def test_somebody_else_is_told_nothing(at_casa):
    for who in ("bob", "gael"):
        assert SAID not in GuardedClient(PDC_HOST).login_as(who).get("/extranet/").text


def test_the_end_of_an_access_erases_it_on_both_sides(at_casa):
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
        theirs = Membership.objects.get(user__email="fanny@demo.example", tenant=casa)
        olga = User.objects.get(email="olga@demo.example")
    with context.use(casa.context):
        end_membership(theirs, by=olga)
    assert answers() == {}
    assert SAID not in GuardedClient(PDC_HOST).login_as("fanny").get("/extranet/").text
    with context.use(casa.context):
        reopen_membership(theirs, by=olga)
    assert answers() == {}


def test_a_row_left_by_an_ended_access_is_not_shown_and_the_job_erases_it(at_casa, casa):
    Membership.objects.filter(user__email="fanny@demo.example", tenant=casa).update(ended_at="2099-01-01T00:00Z")
    with context.use(context.PLATFORM):
        here = Membership.objects.select_related("tenant").get(
            user__email="fanny@demo.example", tenant__slug="pas-de-calais"
        )
    assert tenants_beside(here) == []
    elsewhere.look_at_everyone()
    assert answers() == {}


def test_a_tenant_under_maintenance_is_not_pointed_at(at_casa):
    with context.use(context.PLATFORM):
        Tenant.objects.filter(slug="casa").update(state=Tenant.State.MAINTENANCE)
    assert SAID not in GuardedClient(PDC_HOST).login_as("fanny").get("/extranet/").text


def test_a_tenant_s_own_queries_see_and_write_its_own_rows_alone(at_casa, member):
    fanny = member("fanny")
    with context.use(fanny.tenant.context):
        assert not SomethingWaits.objects.exists()
        assert not SomethingWaits.objects.update(is_waiting=False)
        assert not SomethingWaits.objects.all().delete()[0]
        with context.use(context.PLATFORM):
            casa = Tenant.objects.get(slug="casa")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            SomethingWaits.objects.create(user_id=fanny.user_id, tenant_id=casa.pk, is_waiting=True)
    assert answers() == {("fanny", "casa"): True}


def test_what_is_learnt_of_another_tenant_is_a_name_an_address_and_yes_or_no(at_casa, member):
    [said] = tenants_beside(member("fanny"))
    assert vars(said) == {
        "name": "Sophia Antipolis", "url": "http://casa.localhost:8000/extranet/", "is_waiting": True,
    }  # fmt: skip
    assert tenants_beside(member("bob")) == []


def test_nothing_is_written_when_nothing_changed(at_casa, member, django_assert_num_queries):
    seen_from(member("fanny"), is_waiting=False)
    fanny = member("fanny")
    with django_assert_num_queries(3):  # the others with their hosts, and what was kept here
        seen_from(fanny, is_waiting=False)
