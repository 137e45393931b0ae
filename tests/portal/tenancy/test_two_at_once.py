"""Two requests on two connections, for real: the rows are committed, and put back afterwards."""

import threading

import pytest
from django.db import connection, connections, transaction
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from portal.database import context
from portal.tenancy.models import Membership, Role, Tenant
from portal.tenancy.services import RefusedError, give_roles, set_membership

WAITING = "SELECT count(*), pg_sleep(0.02) FROM pg_locks WHERE NOT granted"


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
    refused = []

    def remove_gael():
        with context.use(alice.tenant.context):
            try:
                give_roles(gael, [], by=alice.user)
            except RefusedError as refusal:
                refused.append(refusal.code)
            finally:
                connections.close_all()

    second = threading.Thread(target=remove_gael)
    with transaction.atomic():
        give_roles(alice, [Role.COORDINATION], by=gael.user)
        second.start()
        with connection.cursor() as cursor:
            for _ in range(500):  # until the second one waits for us
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    break
            else:
                pytest.fail("The second request did not wait.")
    second.join()
    assert refused == ["last_administrator"]
    gael.refresh_from_db()
    assert gael.roles == [Role.ADMINISTRATION]
