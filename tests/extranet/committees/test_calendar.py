"""Meetings in the agenda, on the dashboard, and in « mes données »."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.dated import Answer
from events.feeds import public_entries
from extranet.committees import meetings, members
from extranet.committees.attention import meetings_of
from extranet.committees.entries import meetings_between
from extranet.committees.models import Mandate, Meeting, Reply
from extranet.committees.replies import reply
from portal.accounts.personal_data import about
from tests.extranet.committees import making
from tests.extranet.committees.making import at, convoke, days, plain

pytestmark = pytest.mark.django_db


def meetings_to_see_to(membership) -> list:
    return meetings_of(membership, None).waiting


def meetings_ahead(membership) -> list:
    return meetings_of(membership, None).coming


def entries(person, first: int = 0, last: int = 100) -> list:
    return meetings_between(person, at(first, 0), at(last, 0), has_text=True)


def titles(items) -> list[str]:
    return [plain(item.title).partition(" :")[0] for item in items]


def test_who_sits_sees_what_was_convoked_and_nobody_else(meeting, alice, bob, deputy, observer, chloe, gael):
    assert entries(bob) == []
    convoke(meeting)
    for person in (alice, bob, deputy, observer):
        [shown] = entries(person)
        assert shown.entry.title == "Comité d’essai"
    assert all(entries(person) == [] for person in (chloe, gael, None))
    assert all(each.kind != "comite" for each in public_entries())


def test_a_stretch_holds_the_meetings_that_touch_it(meeting, bob):
    convoke(meeting)
    assert len(entries(bob, 30, 31)) == 1
    assert entries(bob, 31, 60) == []
    assert entries(bob, 0, 30) == []


def test_an_entry_says_no_item_and_one_s_own_answer(meeting, bob, diane):
    making.add(meeting, "La dette de M. Untel")
    Meeting.objects.filter(pk=meeting.pk).update(remote_link="https://visio.example/r/1234")
    convoke(meeting)
    reply(meeting, bob, Reply.Answer.EXCUSED)
    [mine], [hers] = entries(bob), entries(diane)
    assert (mine.answer, hers.answer) == (Answer.DECLINES, Answer.NONE)
    assert mine.is_for_members
    assert mine.entry.url.endswith(f"/extranet/comites/reunions/{meeting.pk}/")
    assert "Untel" not in str(mine)
    assert "visio.example" not in str(mine)


def test_what_is_called_off_stays_and_says_why(meeting, alice, bob):
    meetings.cancel(convoke(meeting), "Neige.", by=alice.user)
    [shown] = entries(bob)
    assert shown.is_called_off
    assert "Neige." in shown.entry.text
    meeting.refresh_from_db()
    meetings.restore(meeting, by=alice.user)
    assert entries(bob) == []


def test_without_the_module_nothing_is_shown_nor_asked(pdc, meeting, alice, bob):
    convoke(meeting)
    making.propose(meeting, bob)
    pdc.modules = ["agenda"]
    pdc.save()
    assert entries(bob) == meetings_ahead(bob) == meetings_to_see_to(bob) == []
    assert meetings_to_see_to(alice) == []


def test_a_convocation_waits_for_an_answer_and_the_meeting_comes(meeting, bob, chloe, gael):
    assert meetings_to_see_to(bob) == meetings_ahead(bob) == []
    convoke(meeting)
    assert titles(meetings_to_see_to(bob)) == ["Convocation"]
    assert [item.title for item in meetings_ahead(bob)] == ["Comité d’essai"]
    for person in (chloe, gael):
        assert meetings_to_see_to(person) == meetings_ahead(person) == []
    reply(meeting, bob, Reply.Answer.PRESENT)
    assert meetings_to_see_to(bob) == []
    assert len(meetings_ahead(bob)) == 1
    reply(meeting, bob, Reply.Answer.EXCUSED)
    assert meetings_ahead(bob) == []


def test_who_sits_no_more_is_asked_nothing(meeting, bob, gael):
    convoke(meeting)
    Mandate.objects.filter(membership=bob).update(ended_on=days(-1))
    assert meetings_to_see_to(bob) == meetings_ahead(bob) == []


def test_the_secretary_has_the_proposals_and_the_convocation_to_send_again(committee, meeting, alice, bob, diane, gael):
    meeting = convoke(meeting)
    reply(meeting, alice, Reply.Answer.PRESENT)
    making.propose(meeting, bob)
    making.propose(meeting, diane, "Autre chose")
    making.add(meeting)
    assert titles(meetings_to_see_to(alice)) == ["2 points proposés", "À convoquer de nouveau"]
    assert meetings_to_see_to(gael) == []
    committee.secretary = None
    members.change(committee, by=gael.user)
    assert titles(meetings_to_see_to(gael)) == ["2 points proposés", "À convoquer de nouveau"]


def queries_of(person) -> int:
    with CaptureQueriesContext(connection) as ran:
        meetings_of(person, None)
    return len(ran)


def test_it_costs_one_query_however_many_meetings(committee, meeting, bob, chloe):
    assert queries_of(chloe) <= 3  # the rights of who opens the back-office are read once
    assert queries_of(bob) == 1
    convoke(meeting)
    for number in range(4):
        convoke(making.prepare(committee, 40 + number))
    assert len(meetings_to_see_to(bob)) == 5
    assert queries_of(bob) == 1
    with CaptureQueriesContext(connection) as ran:
        assert len(entries(bob)) == 5
    assert len(ran) <= 3


def test_one_s_data_say_what_the_committee_knows_of_one_and_of_nobody_else(meeting, alice, bob, diane):
    making.propose(meeting, bob, "Les visites à deux")
    making.propose(meeting, diane, "Le secret de Diane")
    meeting = convoke(meeting)
    reply(meeting, bob, Reply.Answer.REPLACED, replaced_by="Zoé", note="À midi.")
    meetings.cancel(meeting, "Neige.", by=alice.user)
    told = {section.title: str(section.rows) for section in about(bob.user)}
    said = plain(" ".join(told.values()))
    for words in ("Bailleur A", "titulaire", "Zoé", "À midi.", "Les visites à deux", "Annulée le"):
        assert words in said
    assert "Le secret de Diane" not in said


def test_the_moment_is_the_one_of_the_portal(meeting, bob):
    convoke(meeting)
    [item] = meetings_ahead(bob)
    assert item.at - at(30) == datetime.timedelta()
