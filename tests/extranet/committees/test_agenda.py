"""The agenda: items in order, in parts, and what goes on to the next meeting."""

import pytest
from django.db import IntegrityError, transaction

from extranet.committees import agenda, meetings
from extranet.committees.models import Item
from portal.tenancy.services import RefusedError
from tests.extranet.committees import making

pytestmark = pytest.mark.django_db


def titles(meeting, **only) -> list[str]:
    return list(meeting.items.filter(**only).values_list("title", flat=True))


def test_items_stand_in_the_order_in_which_they_come_and_move_within_their_part(meeting):
    part = agenda.add_section(meeting, "Logements")
    one, two = making.add(meeting, "Un"), making.add(meeting, "Deux")
    making.add(meeting, "Dedans", section=part)
    three = making.add(meeting, "Trois")
    agenda.shift(three, -1)
    assert titles(meeting, section=None) == ["Un", "Trois", "Deux"]
    agenda.shift(one, -1)
    agenda.shift(two, 1)
    assert titles(meeting, section=None) == ["Un", "Trois", "Deux"]
    assert titles(meeting, section=part) == ["Dedans"]
    Item.objects.filter(meeting=meeting).update(position=0)
    agenda.shift(one, 1)
    assert titles(meeting, section=None)[0] != "Un"


def test_a_part_that_goes_leaves_its_items(meeting):
    part = agenda.add_section(meeting, "Logements")
    making.add(meeting, "Dedans", section=part)
    agenda.rename_section(part, "Les logements")
    agenda.remove_section(part)
    assert titles(meeting, section=None) == ["Dedans"]


def test_a_part_of_another_meeting_is_refused_by_the_portal_and_by_the_database(committee, meeting):
    other = making.prepare(committee, 60)
    part, item = agenda.add_section(other, "Ailleurs"), making.add(meeting)
    item.section = part
    with pytest.raises(RefusedError, match="autre réunion"):
        agenda.change_item(item, by=committee.secretary.user)
    with pytest.raises(IntegrityError, match="part of its meeting"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(section=part)
    inside = making.add(other, section=part)
    for row, change in ((part, {"meeting": meeting}), (inside, {"meeting": meeting})):
        with pytest.raises(IntegrityError, match="part of its meeting"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


def test_what_is_not_treated_goes_to_the_next_meeting_once(committee, meeting, alice):
    treated, left = making.add(meeting, "Traité"), making.add(meeting, "Resté", presenter="Bob", minutes=20)
    following = making.prepare(committee, 60)
    meeting = meetings.begin(making.convoke(meeting), by=alice.user)
    agenda.mark(treated, is_treated=True)
    meetings.hold(meeting, by=alice.user)
    [moved] = following.items.all()
    assert (moved.title, moved.presenter, moved.minutes, moved.came_from) == ("Resté", "Bob", 20, left)
    left.refresh_from_db()
    assert left.state == Item.State.MOVED
    meetings.hold(meetings.begin(meeting, by=alice.user), by=alice.user)
    assert following.items.count() == 1


def test_without_a_next_meeting_it_waits_for_one_and_waits_again_when_taken_off(committee, meeting):
    making.add(meeting, "Resté")
    making.held(making.convoke(meeting))
    following = making.prepare(committee, 60)
    [moved] = following.items.all()
    agenda.remove_item(moved, by=committee.secretary.user)
    assert titles(making.prepare(committee, 90)) == ["Resté"]
    assert titles(making.prepare(committee, 120)) == []


def test_the_items_of_a_cancelled_meeting_wait_and_come_back_with_it(committee, meeting, alice):
    making.add(meeting, "Un")
    making.add(meeting, "Deux")
    meetings.cancel(meeting, "Neige.", by=alice.user)
    following = making.prepare(committee, 60)
    assert titles(following) == ["Un", "Deux"]
    agenda.remove_item(following.items.get(title="Deux"), by=alice.user)
    meetings.restore(meeting, by=alice.user)
    assert titles(meeting, state=Item.State.PLANNED) == ["Deux"]


def test_what_is_treated_is_noted_during_the_meeting_only(meeting, alice):
    item = making.add(meeting)
    with pytest.raises(RefusedError):
        agenda.mark(item, is_treated=True)
    running = meetings.begin(making.convoke(meeting), by=alice.user)
    agenda.mark(item, is_treated=True)
    agenda.mark(item, is_treated=False)
    meetings.hold(running, by=alice.user)
    with pytest.raises(RefusedError):
        agenda.mark(item, is_treated=True)
