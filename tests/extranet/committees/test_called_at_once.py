"""Two workers that call the same person at once, for real: the rows are committed, and put back afterwards."""

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from extranet.committees import convocations
from extranet.committees.models import Mandate, Meeting
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from portal.tenancy.models import Tenant
from portal.tenancy.services import set_membership
from tests.extranet.committees import making
from tests.factories import make_user
from tests.two_at_once import refusal_of_the_second


@pytest.fixture
def not_called(django_db_setup, django_db_blocker):
    """The convoked meeting of the demonstration, and somebody who sits since."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="casa")
            user = make_user("a-la-fois@essai.example")
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        with context.use(tenant.context):
            last_mail = Mail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            meeting = Meeting.objects.get(state=Meeting.State.CONVOKED)
            person = set_membership(user, tenant, [])
            member = meeting.committee.members.order_by("pk").first()
            Mandate.objects.create(member=member, membership=person, started_on=making.today())
            yield meeting, person
            meeting.convocations.filter(membership=person).delete()
            Mandate.objects.filter(membership=person).delete()
            Mail.objects.filter(pk__gt=last_mail).delete()
        with context.use(context.PLATFORM):
            User.objects.filter(pk=user.pk).delete()
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
        connection.close()


def test_two_workers_write_one_mail(not_called):
    meeting, person = not_called
    call = lambda: convocations.call_all(meeting.pk)  # noqa: E731 (two deeds, the same)
    assert refusal_of_the_second(call, call, Exception) is None
    assert [mail.to for mail in Mail.objects.filter(subject__contains="Convocation")] == [[person.user.email]]
    assert meeting.convocations.filter(membership=person).count() == 1
