"""Signing up for a date: for oneself, for a colleague; who may not, and when one no longer may."""

import datetime

import pytest
from django.utils import timezone

from events import seats, services, signing_up
from events.models import Occurrence, SignUp
from events.models.seats import State
from events.seats import SeatError
from events.services import RefusedError
from events.signing_up import Choice, answer
from portal.notifications.models import Mail
from portal.organisations.models import Affiliation, Audience
from portal.tenancy.models import Membership
from portal.tenancy.services import end_membership
from tests.factories import without_solicitations

pytestmark = pytest.mark.django_db


def state_of(row, who) -> str:
    return row.seats.get(membership=who).state


def test_yes_takes_a_seat_and_no_frees_it_for_the_next(date, bob, diane, fanny):
    row = date(capacity=1)
    assert answer(row, diane, Choice.YES, by=diane).state == State.TAKEN
    assert answer(row, bob, Choice.YES, by=bob).state == State.WAITING
    assert answer(row, fanny, Choice.YES, by=fanny).state == State.WAITING
    answer(row, diane, Choice.NO, by=diane)
    assert [state_of(row, who) for who in (diane, bob, fanny)] == [State.DECLINED, State.OFFERED, State.WAITING]
    assert answer(row, bob, Choice.YES, by=bob).state == State.TAKEN


def test_perhaps_holds_no_seat_and_gives_back_the_one_that_was_held(date, bob, diane):
    row = date(capacity=1)
    answer(row, bob, Choice.PERHAPS, by=bob)
    assert answer(row, diane, Choice.YES, by=diane).state == State.TAKEN
    assert seats.free(row) == 0
    answer(row, diane, Choice.PERHAPS, by=diane)
    assert seats.free(row) == 1
    assert state_of(row, diane) == State.PERHAPS


def test_refusing_an_offer_passes_it_to_the_next(date, bob, diane, fanny):
    row = date(capacity=1)
    for who in (diane, bob, fanny):
        answer(row, who, Choice.YES, by=who)
    answer(row, diane, Choice.NO, by=diane)
    answer(row, bob, Choice.NO, by=bob)
    assert [state_of(row, who) for who in (bob, fanny)] == [State.DECLINED, State.OFFERED]


def test_an_offer_whose_time_has_passed_is_not_accepted(date, bob, diane):
    row = date(capacity=1, days=20)
    answer(row, diane, Choice.YES, by=diane)
    answer(row, bob, Choice.YES, by=bob)
    answer(row, diane, Choice.NO, by=diane)
    with pytest.raises(SeatError, match="n’est plus proposée"):
        answer(row, bob, Choice.YES, by=bob, now=timezone.now() + datetime.timedelta(days=4))


@pytest.mark.parametrize("choice", Choice)
def test_it_is_closed_once_begun_called_off_or_where_nobody_signs_up(date, make_date, make_event, bob, diane, choice):
    begun, called_off, plain = date(), date(state=Occurrence.State.CANCELLED, reason="Neige."), make_date(make_event())
    draft = make_date(make_event(takes_signups=True, is_published=False))
    for row, now, words in [
        (begun, begun.starts_at, "a commencé"),
        (called_off, None, "n’a plus lieu"),
        (plain, None, "ne s’inscrit pas"),
        (draft, None, "ne s’inscrit pas"),
    ]:
        with pytest.raises(RefusedError, match=words):
            answer(row, bob, choice, by=bob, now=now)
    assert not SignUp.objects.exists()


def test_nobody_signs_up_for_what_they_may_not_see(make_date, make_event, bob):
    row = make_date(make_event(takes_signups=True, reach=Audience.Reach.CHOSEN))
    with pytest.raises(RefusedError, match="pas ouvert à cette personne"):
        answer(row, bob, Choice.YES, by=bob)


def test_a_referente_signs_up_the_members_of_her_organisation_and_no_others(date, bob, diane, fanny):
    row, hers = date(), Affiliation.objects.of_referent(diane).get().organisation
    Affiliation.objects.create(membership=bob, organisation=hers)
    signed = answer(row, bob, Choice.YES, by=diane)
    assert (signed.state, signed.signed_up_by) == (State.TAKEN, diane.user)
    with pytest.raises(RefusedError, match="votre organisation"):
        answer(row, fanny, Choice.YES, by=diane)
    with pytest.raises(RefusedError, match="votre organisation"):
        answer(row, bob, Choice.NO, by=diane)
    with pytest.raises(RefusedError, match="votre organisation"):
        answer(row, diane, Choice.YES, by=bob)


def test_who_keeps_the_calendar_signs_up_any_member_who_may_see_it(date, make_date, make_event, bob, alice):
    assert answer(date(), bob, Choice.YES, by=alice).state == State.TAKEN
    closed_to_bob = make_date(make_event(takes_signups=True, reach=Audience.Reach.CHOSEN))
    with pytest.raises(RefusedError, match="pas ouvert à cette personne"):
        answer(closed_to_bob, bob, Choice.YES, by=alice)


def test_a_neighbour_s_member_is_never_signed_up(date, alice, casa):
    ezra = Membership.objects.get(user__email="ezra@demo.example")
    row = date()
    with pytest.raises(RefusedError):
        answer(row, ezra, Choice.YES, by=alice)


def test_nobody_but_who_keeps_the_calendar_takes_somebody_off_a_list(date, bob, diane):
    row = date()
    answer(row, bob, Choice.YES, by=bob)
    for who in (diane, bob):
        with pytest.raises(RefusedError, match="Seule l’équipe"):
            signing_up.remove(row.seats.get(), by=who)
    assert state_of(row, bob) == State.TAKEN


def test_said_twice_nothing_changes_and_one_mail_leaves(date, bob):
    row = date()
    answer(row, bob, Choice.YES, by=bob)
    answer(row, bob, Choice.YES, by=bob)
    assert Mail.objects.count() == 1


def test_who_leaves_the_space_frees_their_seats(date, bob, diane, gael):
    row, past = date(capacity=1), date(days=-3)
    answer(row, diane, Choice.YES, by=diane)
    answer(row, bob, Choice.YES, by=bob)
    SignUp.objects.create(occurrence=past, membership=diane, state=State.TAKEN)
    Mail.objects.all().delete()
    end_membership(without_solicitations(diane), by=gael.user)
    assert [state_of(row, who) for who in (diane, bob)] == [State.GIVEN_UP, State.OFFERED]
    assert state_of(past, diane) == State.TAKEN
    assert [mail.to for mail in Mail.objects.all()] == [["bob@demo.example"]]
    with pytest.raises(RefusedError, match="plus accès"):
        answer(row, diane, Choice.YES, by=diane)


def test_lapsed_offers_pass_on_by_themselves_and_both_are_told(date, bob, diane, fanny):
    row = date(capacity=1, days=20)
    for who in (diane, bob, fanny):
        answer(row, who, Choice.YES, by=who)
    answer(row, diane, Choice.NO, by=diane)
    Mail.objects.all().delete()
    later = timezone.now() + datetime.timedelta(days=4)
    signing_up.pass_on(now=later)
    signing_up.pass_on(now=later)
    assert [state_of(row, who) for who in (bob, fanny)] == [State.LAPSED, State.OFFERED]
    told = {mail.to[0]: mail.subject for mail in Mail.objects.all()}
    assert "passée" in told["bob@demo.example"]
    assert "Une place pour vous" in told["fanny@demo.example"]
    assert Mail.objects.count() == 2


def test_nothing_is_offered_of_what_is_called_off(date, bob, diane, gael):
    row = date(capacity=1)
    for who in (diane, bob):
        answer(row, who, Choice.YES, by=who)
    services.call_off([row], Occurrence.State.CANCELLED, "Salle fermée.", by=gael.user)
    seats.give_up(row.seats.get(membership=diane))
    assert state_of(row, bob) == State.WAITING


def test_answers_are_erased_twelve_months_after_the_date(date, bob):
    row = date(days=-364)
    SignUp.objects.create(occurrence=row, membership=bob, state=State.TAKEN)
    signing_up.forget()
    assert SignUp.objects.count() == 1
    signing_up.forget(now=timezone.now() + datetime.timedelta(days=2))
    assert not SignUp.objects.exists()
