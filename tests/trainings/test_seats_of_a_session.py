"""Seats of a session: some kept for a kind of organisation, at most so many for one, and the list in order."""

import datetime

import pytest
from django.utils import timezone

from events import seats
from events.models.seats import State, Why
from events.seats import SeatError
from portal.organisations.models import Organisation
from trainings import registering, services
from trainings.registering import register
from trainings.services import Kept, RefusedError

pytestmark = pytest.mark.django_db
LANDLORD, ASSOCIATION = Organisation.Kind.LANDLORD, Organisation.Kind.ASSOCIATION


def ask(session, membership):
    return register(session, membership, by=membership)


def soon(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def test_seats_kept_for_landlords_are_not_for_others_until_the_day_is_over(make_session, make_member):
    session = make_session(capacity=2, kept=[Kept(LANDLORD, 1, soon(5))])
    association = [make_member(ASSOCIATION) for _ in range(2)]
    assert [ask(session, each).state for each in association] == [State.TAKEN, State.WAITING]
    assert seats.why_waiting(session.seats.get(membership=association[1])) == Why.KEPT
    landlord = make_member(LANDLORD)
    assert ask(session, landlord).state == State.TAKEN


def test_once_the_day_is_over_kept_seats_are_offered_to_who_waits(make_session, make_member):
    session = make_session(capacity=2, kept=[Kept(LANDLORD, 1, soon(5))])
    _, second = (ask(session, make_member(ASSOCIATION)) for _ in range(2))
    registering.pass_on(now=timezone.now() + datetime.timedelta(days=4))
    second.refresh_from_db()
    assert second.state == State.WAITING
    registering.pass_on(now=timezone.now() + datetime.timedelta(days=6, hours=2))
    second.refresh_from_db()
    assert second.state == State.OFFERED


def test_an_organisation_has_at_most_its_share_and_the_next_one_is_served(make_session, make_member):
    session = make_session(capacity=4, most_per_organisation=2)
    ours = Organisation.objects.create(name="Nous", kind=ASSOCIATION)
    mine = [ask(session, make_member(organisation=ours)) for _ in range(3)]
    assert [each.state for each in mine] == [State.TAKEN, State.TAKEN, State.WAITING]
    assert seats.why_waiting(mine[2]) == Why.MOST
    assert ask(session, make_member(LANDLORD)).state == State.TAKEN
    registering.withdraw(mine[0], by=mine[0].membership)
    mine[2].refresh_from_db()
    assert mine[2].state == State.OFFERED


def test_the_capacity_rises_and_falls_through_the_seats(make_session, make_member, gael):
    session = make_session(capacity=1)
    _, second = (ask(session, make_member()) for _ in range(2))
    session = services.change(session, {"capacity": 2}, by=gael.user)
    second.refresh_from_db()
    assert second.state == State.OFFERED
    with pytest.raises(SeatError, match="2 places sont prises ou proposées"):
        services.change(session, {"capacity": 1}, by=gael.user)
    session.refresh_from_db()
    assert session.capacity == 2


def test_a_request_holds_nothing_until_it_is_approved_and_keeps_its_rank(make_session, make_member, alice):
    session = make_session(capacity=1, needs_approval=True)
    one, two = (ask(session, make_member()) for _ in range(2))
    assert (one.state, two.state) == (State.ASKED, State.ASKED)
    assert registering.approve(two, by=alice).state == State.TAKEN
    assert registering.approve(one, by=alice).state == State.WAITING
    steps = list(one.steps.values_list("state", "by"))
    assert steps == [(State.ASKED, one.membership.user_id), (State.WAITING, alice.user_id)]


def test_late_is_refused_except_for_who_keeps_the_trainings(make_session, make_member, alice):
    session = make_session(days=2, closes_at=timezone.now() + datetime.timedelta(days=1))
    later = timezone.now() + datetime.timedelta(days=1, hours=1)
    who = make_member()
    with pytest.raises(RefusedError, match="closes"):
        register(session, who, by=who, now=later)
    assert register(session, who, by=alice, now=later).state == State.TAKEN


def test_nothing_is_offered_once_sign_up_is_closed(make_session, make_member):
    session = make_session(capacity=1, days=3, closes_at=timezone.now() + datetime.timedelta(days=1))
    first, second = (ask(session, make_member()) for _ in range(2))
    later = timezone.now() + datetime.timedelta(days=1, hours=1)
    registering.withdraw(first, by=first.membership, now=later)
    second.refresh_from_db()
    assert second.state == State.WAITING
    assert seats.why_waiting(second, now=later) == Why.CLOSED


def test_who_the_training_is_not_for_is_refused(make_session, make_training, make_member):
    session = make_session(make_training(reach="choisis", kinds=[LANDLORD]))
    who = make_member(ASSOCIATION)
    with pytest.raises(RefusedError, match="public visé"):
        ask(session, who)
    assert ask(session, make_member(LANDLORD)).state == State.TAKEN
