"""Two at once on two connections, for real: the rows are committed, and put back afterwards."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events import reminders, services
from events.models import Event, Occurrence
from events.models.seats import State
from events.seats import SeatError
from events.services import RefusedError
from events.signing_up import Choice, answer
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from portal.organisations.models import Audience
from portal.tenancy.models import Tenant
from portal.tenancy.services import end_membership, set_membership
from tests.factories import make_user
from tests.two_at_once import refusal_of_the_second


@pytest.fixture
def world(django_db_setup, django_db_blocker):
    """A date with two seats, committed, and three members who are there for it alone."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
            users = [make_user(f"deux-a-la-fois-{n}@essai.example") for n in range(3)]
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        with context.use(tenant.context):
            last_mail = Mail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            people = [set_membership(user, tenant, []) for user in users]
            audience = Audience.objects.create()
            event = Event.objects.create(title="Essai", audience=audience, takes_signups=True, is_published=True)
            start = timezone.now() + datetime.timedelta(days=20)
            end = start + datetime.timedelta(hours=2)
            row = Occurrence.objects.create(event=event, starts_at=start, ends_at=end, capacity=2)
            yield row, people
            event.delete()
            audience.delete()
            Mail.objects.filter(pk__gt=last_mail).delete()
        with context.use(context.PLATFORM):
            User.objects.filter(pk__in=[user.pk for user in users]).delete()
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
        connection.close()


def gael() -> User:
    return User.objects.get(email="gael@demo.example")


def test_two_who_want_the_last_seat(world):
    row, (one, two, three) = world
    answer(row, one, Choice.YES, by=one)
    first, second = lambda: answer(row, two, Choice.YES, by=two), lambda: answer(row, three, Choice.YES, by=three)
    assert refusal_of_the_second(first, second, RefusedError) is None
    assert {two.pk: State.TAKEN, three.pk: State.WAITING}.items() <= states(row).items()


def test_a_seat_is_asked_for_while_the_capacity_is_lowered(world):
    row, (one, two, _) = world
    answer(row, one, Choice.YES, by=one)
    lower = lambda: services.change(row, {"capacity": 1}, by=gael())  # noqa: E731 (two deeds side by side)
    assert refusal_of_the_second(lower, lambda: answer(row, two, Choice.YES, by=two), SeatError) is None
    assert states(row) == {one.pk: State.TAKEN, two.pk: State.WAITING}


def test_the_capacity_is_lowered_while_a_seat_is_asked_for(world):
    row, (one, two, _) = world
    answer(row, one, Choice.YES, by=one)
    lower = lambda: services.change(row, {"capacity": 1}, by=gael())  # noqa: E731
    refusal = refusal_of_the_second(lambda: answer(row, two, Choice.YES, by=two), lower, SeatError)
    assert "2 places sont prises" in refusal.message


def test_a_member_signs_up_while_their_access_ends(world):
    row, (one, *_) = world
    refusal = refusal_of_the_second(
        lambda: end_membership(one, by=gael()), lambda: answer(row, one, Choice.YES, by=one), RefusedError
    )
    assert "plus accès" in refusal.message
    assert not row.seats.exists()


def test_two_schedulers_remind_once(world):
    row, (one, *_) = world
    answer(row, one, Choice.YES, by=one)
    Mail.objects.filter(to=[one.user.email]).delete()
    remind = lambda: reminders.send(now=row.starts_at - datetime.timedelta(days=6))  # noqa: E731
    assert refusal_of_the_second(remind, remind, RefusedError) is None
    assert Mail.objects.filter(to=[one.user.email]).count() == 1


def states(row: Occurrence) -> dict[int, str]:
    return dict(row.seats.values_list("membership", "state"))
