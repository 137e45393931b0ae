"""Somebody is confirmed while their access ends, on two connections, for real: rows are committed, and put back."""

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from extranet.directory import colleagues, reviews
from portal.database import context
from portal.organisations.models import Affiliation
from portal.organisations.services import affiliate
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import RefusedError
from tests.two_at_once import refusal_of_the_second


@pytest.fixture
def two_referents(django_db_setup, django_db_blocker):
    """Diane and Nadia, both référentes, committed; and Karim, whom nobody has confirmed for long."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
        with context.use(tenant.context):
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            diane, nadia, karim = (
                Membership.objects.of(tenant).select_related("user", "tenant").get(user__email=f"{name}@demo.example")
                for name in ("diane", "nadia.lefebvre", "karim.dubois")
            )
            affiliation = Affiliation.objects.select_related("organisation").get(membership=karim)
            affiliate(nadia, affiliation.organisation, is_referent=True)
            yield diane, nadia, affiliation
            Affiliation.objects.filter(membership=nadia).update(is_referent=False)
            Affiliation.objects.filter(pk=affiliation.pk).update(ended_on=None, confirmed_on=None)
            Membership.objects.filter(pk=karim.pk).update(ended_at=None, end_reason="")
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
        connection.close()


def test_who_is_ended_while_being_confirmed_stays_gone(two_referents):
    diane, nadia, karim = two_referents
    refusal = refusal_of_the_second(
        lambda: colleagues.end_colleague(karim, by=diane),
        lambda: reviews.confirm_colleague(karim, by=nadia),
        RefusedError,
    )
    assert refusal.message == reviews.GONE
    karim.refresh_from_db()
    assert karim.ended_on
    assert karim.confirmed_on is None
