"""Two acceptances on two connections, for real: the rows are committed, and put back afterwards."""

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from extranet.access import answers, services
from extranet.access.models import AccessRequest, Arrival
from extranet.access.services import ClosedError
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from portal.organisations.models import Organisation
from portal.tenancy.models import Invitation, Tenant
from portal.territories.models import Platform
from tests.two_at_once import refusal_of_the_second

EMAIL = "deux.a.la.fois@asso.example"


@pytest.fixture
def waiting(django_db_setup, django_db_blocker):
    """A request that waits, committed, with the two who answer."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
            alice, gael = (User.objects.get(email=f"{name}@demo.example") for name in ("alice", "gael"))
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        with context.use(tenant.context):
            last_mail = Mail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            organisation = Organisation.objects.get(name="Association d’insertion (exemple)")
            request = AccessRequest(
                first_name="Nora", last_name="Martin", email=EMAIL, organisation=organisation, tenant=tenant,
                organisation_name=organisation.name, function="…", reason="…",
                platform=Platform.objects.get(slug="lens-henin"),
            )  # fmt: skip
            services.ask(request)
            services.confirm(request)
            yield request, alice, gael
            request.delete()
            Arrival.objects.filter(email=EMAIL).delete()
            Invitation.objects.filter(email=EMAIL).delete()
            Mail.objects.filter(pk__gt=last_mail).delete()
        with context.use(context.PLATFORM):
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
        connection.close()


def test_two_who_accept_at_once_send_one_invitation(waiting):
    request, alice, gael = waiting
    refusal = refusal_of_the_second(
        lambda: answers.accept(request, by=alice), lambda: answers.accept(request, by=gael), ClosedError
    )
    assert "par Alice" in refusal.message
    assert Invitation.objects.filter(email=EMAIL).count() == 1
