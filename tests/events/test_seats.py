"""Seats: never oversold, offered in the order in which they were asked for, and for a time."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import seats
from events.models import SignUp
from events.models.seats import State
from events.seats import HELD_FOR, HELD_WHEN_NEAR, SeatError, Why

pytestmark = pytest.mark.django_db


def states(holder) -> list[str]:
    return list(holder.seats.order_by("pk").values_list("state", flat=True))


def test_seats_are_taken_then_one_waits(make_date, members):
    date = make_date(capacity=2)
    assert [seats.ask(date, each).state for each in members[:3]] == [State.TAKEN, State.TAKEN, State.WAITING]
    assert seats.free(date) == 0
    assert seats.rank_of(SignUp.objects.get(membership=members[2])) == 1


def test_without_a_limit_everybody_comes(make_date, members):
    date = make_date()
    assert {seats.ask(date, each).state for each in members} == {State.TAKEN}
    assert seats.free(date) is None


def test_to_ask_twice_changes_nothing(make_date, members):
    date = make_date(capacity=1)
    assert seats.ask(date, members[0]) == seats.ask(date, members[0])
    waiting = seats.ask(date, members[1])
    assert seats.ask(date, members[1]).asked_at == waiting.asked_at


def test_a_freed_seat_is_offered_to_the_first_who_waits(make_date, members):
    date = make_date(capacity=1)
    taken, first, _ = (seats.ask(date, each) for each in members[:3])
    now = timezone.now()
    moved = seats.give_up(taken, now=now)
    assert [seat.pk for seat in moved.offered] == [first.pk]
    assert moved.offered[0].offered_until == now + HELD_FOR
    assert states(date) == [State.GIVEN_UP, State.OFFERED, State.WAITING]


def test_an_offer_is_shorter_within_the_last_week_and_never_outlives_sign_up(make_date, members):
    for days, held in [(6, HELD_WHEN_NEAR), (0.5, datetime.timedelta(days=0.5))]:
        date = make_date(capacity=1, days=days)
        taken, _ = (seats.ask(date, each) for each in members[:2])
        now = timezone.now()
        [offer] = seats.give_up(taken, now=now).offered
        assert abs(offer.offered_until - now - held) < datetime.timedelta(minutes=1)


def test_who_comes_later_does_not_pass_before_those_who_wait(make_date, members):
    date = make_date(capacity=1)
    taken, first, second = (seats.ask(date, each) for each in members[:3])
    seats.give_up(taken)
    seats.give_up(first)
    assert states(date) == [State.GIVEN_UP, State.GIVEN_UP, State.OFFERED]
    assert seats.ask(date, members[3]).state == State.WAITING
    assert seats.accept(second).state == State.TAKEN


def test_an_offer_without_an_answer_passes_on(make_date, members):
    date = make_date(capacity=1)
    taken, first, second = (seats.ask(date, each) for each in members[:3])
    seats.give_up(taken)
    later = timezone.now() + HELD_FOR + datetime.timedelta(minutes=1)
    assert [seat.pk for seat in seats.pass_on(date, now=later).offered] == [second.pk]
    assert states(date) == [State.GIVEN_UP, State.LAPSED, State.OFFERED]
    with pytest.raises(SeatError, match="n’est plus proposée"):
        seats.accept(first, now=later)


def test_nothing_is_offered_once_it_has_begun(make_date, members):
    date = make_date(capacity=1)
    taken, _ = (seats.ask(date, each) for each in members[:2])
    moved = seats.give_up(taken, now=date.starts_at)
    assert (moved.offered, moved.why) == ([], Why.CLOSED)
    with pytest.raises(SeatError, match="closes"):
        seats.ask(date, members[2], now=date.starts_at)


def test_an_offer_is_not_accepted_once_the_date_was_moved_into_the_past(make_date, members):
    date = make_date(capacity=1)
    taken, first = (seats.ask(date, each) for each in members[:2])
    seats.give_up(taken)
    date.starts_at = timezone.now() - datetime.timedelta(minutes=1)
    date.save()
    with pytest.raises(SeatError, match="closes"):  # though the time to answer has not passed
        seats.accept(first)


def test_a_seat_that_nobody_moved_on_yet_is_for_who_waits(make_date, members):
    date = make_date(capacity=1)
    taken, first = (seats.ask(date, each) for each in members[:2])
    taken.delete()  # with an account that is erased
    assert seats.free(date) == 1
    assert seats.ask(date, members[2]).state == State.WAITING
    first.refresh_from_db()
    assert first.state == State.OFFERED


def test_more_room_is_offered_and_less_than_what_is_held_is_refused(make_date, members):
    date = make_date(capacity=1)
    for each in members[:4]:
        seats.ask(date, each)
    moved = seats.change_capacity(date, 3)
    assert (len(moved.offered), moved.why) == (2, Why.FULL)
    with pytest.raises(SeatError, match="3 places"):
        seats.change_capacity(date, 2)
    assert seats.change_capacity(date, None).why == Why.NOBODY_WAITS


def test_who_left_may_ask_again_and_is_last(make_date, members):
    date = make_date(capacity=1)
    first, _ = (seats.ask(date, each) for each in members[:2])
    seats.give_up(first)
    assert seats.ask(date, members[0]).state == State.WAITING
    assert date.seats.count() == 2


@pytest.mark.parametrize("state", [State.TAKEN, State.OFFERED])
def test_the_database_refuses_one_seat_too_many_whatever_writes_it(make_date, members, state):
    date = make_date(capacity=1)
    seats.ask(date, members[0])
    until = timezone.now() if state == State.OFFERED else None
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.create(occurrence=date, membership=members[1], state=state, offered_until=until)
    waiting = seats.ask(date, members[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=waiting.pk).update(state=state, offered_until=until)


def test_the_database_refuses_a_capacity_below_what_is_held(make_date, members):
    date = make_date(capacity=2)
    for each in members[:2]:
        seats.ask(date, each)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(date).objects.filter(pk=date.pk).update(capacity=1)
