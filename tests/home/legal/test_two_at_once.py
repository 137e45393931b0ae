"""The operator opens a portal while its administration empties its identity: on two connections, for real."""

import pytest
from django.db import connection

from home.legal.models import MANDATORY, LegalIdentity
from portal.database import context
from portal.tenancy.models import Tenant
from tests.conftest import GuardedClient
from tests.two_at_once import refusal_of_the_second

FORM = {"name": "CASA", "short_name": "CASA", "kind": "agglomeration", "modules": ["agenda"], "state": "ouvert"}


@pytest.fixture
def casa_in_preparation(django_db_setup, django_db_blocker):
    """Sophia Antipolis, whole and not open; committed, and put back afterwards."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            rows, identities = Tenant.objects.filter(slug="casa"), LegalIdentity.objects.filter(tenant__slug="casa")
            names = ("name", "short_name", "kind", "modules", "state")
            tenant, identity = rows.values(*names).get(), identities.values(*MANDATORY).get()
            rows.update(state=Tenant.State.PREPARING)
            yield rows.get()
            identities.update(**identity)
            rows.update(**tenant)
        connection.close()


@pytest.fixture
def olga(casa_in_preparation):
    client = GuardedClient("localhost").login_as("olga")
    yield client
    client.logout()


def test_what_is_emptied_between_the_check_and_the_save_is_said_by_its_field(casa_in_preparation, olga):
    pages = []
    refusal_of_the_second(
        lambda: LegalIdentity.objects.filter(tenant=casa_in_preparation).update(phone=""),
        lambda: pages.append(olga.post("/console/collectivites/casa/", FORM)),
        ValueError,
    )
    [page] = pages
    assert page.status_code == 200
    assert "Il manque" in page.text
    assert MANDATORY["phone"] in page.text
    casa_in_preparation.refresh_from_db()
    assert (casa_in_preparation.state, casa_in_preparation.name) == ("preparation", page.context["subject"].name)
