"""Two requests on two connections, for real: the rows are committed, and put back afterwards."""

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from portal.database import context
from portal.tenancy.models import Membership, Role, Tenant
from portal.tenancy.services import RefusedError, give_roles, set_membership
from tests.two_at_once import refusal_of_the_second


@pytest.fixture
def two_administrators(django_db_setup, django_db_blocker):
    """Alice and Gaël, both administrators, committed."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
            alice, gael = (User.objects.get(email=f"{name}@demo.example") for name in ("alice", "gael"))
        with context.use(tenant.context):
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            set_membership(alice, tenant, {Role.ADMINISTRATION, Role.COORDINATION})
            yield [
                Membership.objects.of(tenant).select_related("user", "tenant").get(user=user) for user in (alice, gael)
            ]
            set_membership(alice, tenant, {Role.COORDINATION})
            set_membership(gael, tenant, {Role.ADMINISTRATION})
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
        connection.close()


def test_two_administrators_who_remove_each_other_do_not_both_succeed(two_administrators):
    alice, gael = two_administrators
    refusal = refusal_of_the_second(
        lambda: give_roles(alice, [Role.COORDINATION], by=gael.user),
        lambda: give_roles(gael, [], by=alice.user),
        RefusedError,
    )
    assert refusal.code == "last_administrator"
    gael.refresh_from_db()
    assert gael.roles == [Role.ADMINISTRATION]
