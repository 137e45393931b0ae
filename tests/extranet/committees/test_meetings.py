"""What a meeting becomes, and what no path makes of it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from extranet.committees import agenda, meetings, states
from extranet.committees.history import ACTIONS
from extranet.committees.models import Item, Meeting
from portal.tenancy.services import RefusedError
from tests.extranet.committees import making
from tests.extranet.committees.making import at

pytestmark = pytest.mark.django_db
State = Meeting.State
VERBS = {
    "convoke": lambda meeting, by: meetings.convoke(meeting, by=by),
    "begin": lambda meeting, by: meetings.begin(meeting, by=by),
    "hold": lambda meeting, by: meetings.hold(meeting, by=by),
    "cancel": lambda meeting, by: meetings.cancel(meeting, "Neige.", by=by),
    "restore": lambda meeting, by: meetings.restore(meeting, by=by),
    "add": lambda meeting, by: agenda.add_item(Item(meeting=meeting, title="Un point"), by=by),
    "drop": lambda meeting, by: meetings.drop(meeting, by=by),
}


def read(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


@settings(max_examples=40)
@given(path=st.lists(st.sampled_from(sorted(VERBS)), min_size=1, max_size=9))
def test_no_path_holds_a_meeting_that_nobody_was_called_to_nor_forgets_that_they_were(pdc, alice, path):
    with transaction.atomic():
        meeting = making.prepare(making.found())
        states_seen = [meeting.state]
        for name in path:
            before = read(meeting)
            try:
                with transaction.atomic():
                    VERBS[name](before, alice.user)
            except RefusedError:
                after = read(meeting)
                assert (after.state, after.sequence) == (before.state, before.sequence)
                continue
            if not Meeting.objects.filter(pk=meeting.pk).exists():
                assert name == "drop"
                assert before.sequence == 0
                break
            after = read(meeting)
            if after.state != before.state or name == "convoke":
                assert after.state in states.NEXT[before.state]
                states_seen.append(after.state)
            assert after.sequence >= before.sequence
            if after.state in {State.RUNNING, State.HELD}:
                assert State.CONVOKED in states_seen
                assert after.sequence >= 1
            if after.state in {State.HELD, State.CANCELLED}:
                assert not after.items.filter(state=Item.State.PLANNED).exists()
            assert bool(after.reason) == (after.state == State.CANCELLED)
        transaction.set_rollback(True)


def test_the_database_too_refuses_to_hold_what_was_not_convoked(meeting):
    with pytest.raises(IntegrityError, match="meeting_was_convoked"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.HELD)


def test_a_meeting_that_has_begun_calls_nobody(meeting, alice):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(-1), ends_at=at(-1, 12), proposals_until=None)
    with pytest.raises(RefusedError, match="déjà commencé"):
        meetings.convoke(meeting, by=alice.user)


def test_proposals_close_so_many_days_before_at_the_end_of_the_day(meeting):
    until = timezone.localtime(meeting.proposals_until)
    assert (until.date(), until.time()) == (making.days(23), datetime.time(23, 59))


def test_what_members_were_told_of_and_changes_is_to_be_told_again(meeting, alice):
    meeting.place = "Salle B"
    meetings.change(meeting, by=alice.user)
    assert not read(meeting).is_to_convoke
    meeting = meetings.convoke(meeting, by=alice.user)
    stale = read(meeting)
    making.add(read(meeting))
    assert read(meeting).is_to_convoke
    meetings.change(stale, by=alice.user)
    assert read(meeting).is_to_convoke
    meeting = meetings.convoke(read(meeting), by=alice.user)
    assert not read(meeting).is_to_convoke
    assert read(meeting).sequence == 2
    meeting.note = "Repas sur place."
    meetings.change(meeting, by=alice.user)
    assert read(meeting).is_to_convoke


def test_who_read_an_older_meeting_does_not_overwrite_the_newer(meeting, alice):
    meeting = read(meeting)
    as_read = meeting.changed_at
    meeting.place = "Salle B"
    meetings.change(meeting, by=alice.user, as_read=as_read)
    meeting.place = "Salle C"
    with pytest.raises(meetings.StaleError):
        meetings.change(meeting, by=alice.user, as_read=as_read)
    assert read(meeting).place == "Salle B"


def test_a_cancellation_says_why_and_ends_the_changes(meeting, alice):
    with pytest.raises(RefusedError, match="pourquoi"):
        meetings.cancel(meeting, "  ", by=alice.user)
    meetings.cancel(meeting, "Neige.", by=alice.user)
    with pytest.raises(RefusedError):
        meetings.change(meeting, by=alice.user)
    with pytest.raises(RefusedError):
        making.add(meeting)


def test_a_meeting_of_which_somebody_knows_is_not_erased(committee, meeting, alice, bob):
    proposed = making.prepare(committee, 40)
    making.propose(proposed, bob)
    for known in (making.convoke(meeting), proposed):
        with pytest.raises(RefusedError, match="annulez"):
            meetings.drop(known, by=alice.user)
    meetings.drop(unknown := making.prepare(committee, 50), by=alice.user)
    assert not Meeting.objects.filter(pk=unknown.pk).exists()


def test_what_is_done_is_in_the_history(committee, meeting, alice):
    meeting = making.convoke(meeting)
    making.held(meeting)
    said = [entry.action for entry in ModelLogEntry.objects.for_instance(meeting).order_by("timestamp", "pk")]
    assert said == [
        f"committees.meeting_{each}" for each in ("prepared", "convoked", "begun", "held")
    ]  # fmt: skip
    assert {*said, "committees.founded", "committees.member_seated", "committees.mandate_given"} <= ACTIONS.keys()
    assert all(entry.message for entry in ModelLogEntry.objects.for_instance(committee))
