"""Somebody is confirmed while their access ends, on two connections, for real: rows are committed, and put back."""

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from extranet.directory import colleagues, reviews
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from portal.organisations.models import REVIEWED_EVERY, Affiliation
from portal.organisations.services import affiliate
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import RefusedError, set_membership
from tests.factories import make_user
from tests.two_at_once import refusal_of_the_second

EMAIL = "deux.a.la.fois@asso.example"


@pytest.fixture
def two_referents(django_db_setup, django_db_blocker):
    """Diane and Nadia, both référentes, committed; and a colleague, whom nobody has confirmed for long."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
        with context.use(tenant.context):
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            last_mail = Mail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            diane, nadia = (
                Membership.objects.of(tenant).select_related("user", "tenant").get(user__email=f"{name}@demo.example")
                for name in ("diane", "nadia.lefebvre")
            )
            organisation = Affiliation.objects.of_referent(diane).get().organisation
            affiliate(nadia, organisation, is_referent=True)
            colleague = set_membership(make_user(EMAIL), tenant, set())
            affiliation = affiliate(colleague, organisation)
            long_ago = timezone.localdate() - REVIEWED_EVERY
            Affiliation.objects.filter(pk=affiliation.pk).update(started_on=long_ago)
            yield diane, nadia, affiliation
            Affiliation.objects.filter(membership=nadia).update(is_referent=False)
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
            Mail.objects.filter(pk__gt=last_mail).delete()
        with context.use(context.PLATFORM):
            User.objects.filter(email=EMAIL).delete()
        connection.close()


def test_who_is_ended_while_being_confirmed_stays_gone(two_referents):
    diane, nadia, colleague = two_referents
    refusal = refusal_of_the_second(
        lambda: colleagues.end_colleague(colleague, by=diane),
        lambda: reviews.confirm_colleague(colleague, by=nadia),
        RefusedError,
    )
    assert refusal.message == reviews.GONE
    colleague.refresh_from_db()
    assert colleague.ended_on
    assert colleague.confirmed_on is None
