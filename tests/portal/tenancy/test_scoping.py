"""TenantModel shows and writes the rows of the tenant that asks, and no other."""

import pytest
from django.db import connection

from portal.database import context
from portal.organisations.models import Organisation
from portal.tenancy.models import Tenant
from portal.tenancy.scoping import WrongTenantError
from portal.territories.models import Platform

pytestmark = pytest.mark.django_db


def test_each_tenant_sees_its_own_rows(pdc):
    assert Platform.objects.count() == 7
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
        assert Platform.objects.count() == 8
    with context.use(casa.context):
        assert [p.slug for p in Platform.objects.all()] == ["casa"]
    with context.use(context.NOTHING):
        assert Platform.objects.count() == 0


def test_a_queryset_built_by_one_tenant_answers_for_the_one_that_runs_it(pdc):
    built_here = Platform.objects.order_by("name")
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
    with context.use(casa.context):
        assert [p.slug for p in built_here.all()] == ["casa"]


def test_a_row_takes_the_tenant_that_asks(pdc):
    assert Organisation.objects.create(name="Nouvelle", kind="autre").tenant == pdc


def test_a_row_of_another_tenant_is_refused(pdc):
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
    with pytest.raises(WrongTenantError):
        Organisation.objects.create(tenant=casa, name="Intruse", kind="autre")


def test_a_row_without_a_tenant_is_refused():
    with context.use(context.PLATFORM), pytest.raises(WrongTenantError):
        Organisation.objects.create(name="Sans maître", kind="autre")


def test_the_condition_is_in_the_sql(pdc):
    assert '"tenant_id" = ' in str(Platform.objects.all().query)
    assert connection.vendor == "postgresql"
