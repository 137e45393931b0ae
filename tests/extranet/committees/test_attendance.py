"""Who came, what that makes of the organisations represented, and of the quorum."""

import pytest
from django.db import IntegrityError, transaction

from extranet.committees import attendance, meetings, members
from extranet.committees.attendance import Mark
from extranet.committees.models import Presence
from portal.organisations.models import Organisation
from portal.tenancy.services import RefusedError
from tests.extranet.committees import making
from tests.extranet.committees.making import days

pytestmark = pytest.mark.django_db
State = Presence.State


@pytest.fixture
def eleven(pdc, alice):
    """A committee of eleven landlords, observed by a service, whose meeting has begun."""
    committee = making.found("Comité des onze", secretary=alice, quorum=6)
    for number in range(1, 12):
        making.seat(committee, f"Bailleur {number:02}")
    making.seat(committee, "Service", is_observer=True)
    meeting = making.convoke(making.prepare(committee))
    return meetings.begin(meeting, by=alice.user)


def landlords(meeting) -> list:
    return list(attendance.seated_at(meeting).voting().order_by("organisation__name"))


def note(meeting, *marks: Mark) -> None:
    attendance.note(meeting, marks, by=meeting.committee.secretary.user)


def here(member, **fields) -> Mark:
    return Mark(member=member, name="Quelqu’un", **{"state": State.PRESENT} | fields)


def test_eleven_landlords_of_eleven(eleven):
    note(eleven, *(here(member) for member in landlords(eleven)))
    tally = attendance.tally_of(eleven)
    assert tally.sentence == "11 bailleurs représentés sur 11"
    assert tally.on_quorum == "Quorum de 6 atteint"


def test_who_is_spoken_for_counts_and_who_is_excused_or_observes_does_not(eleven):
    a, b, c, d, *_ = landlords(eleven)
    service = attendance.seated_at(eleven).get(is_observer=True)
    note(
        eleven, here(a), here(a), Mark(member=b, state=State.REPRESENTED, represented_by=a),
        here(c, state=State.EXCUSED), here(d, state=State.ABSENT), here(service),
        Mark(name="Une invitée", state=State.GUEST),
    )  # fmt: skip
    tally = attendance.tally_of(eleven)
    assert tally.sentence == "2 bailleurs représentés sur 11"
    assert tally.on_quorum == "Quorum de 6 non atteint"


def test_the_words_follow_the_number_and_the_kind_of_those_who_sit(eleven):
    assert attendance.tally_of(eleven).sentence == "Aucun bailleur représenté sur 11"
    first = landlords(eleven)[0]
    note(eleven, here(first))
    assert attendance.tally_of(eleven).sentence == "1 bailleur représenté sur 11"
    Organisation.objects.filter(pk=first.organisation_id).update(kind=Organisation.Kind.CCAS)
    assert attendance.tally_of(eleven).sentence == "1 organisation représentée sur 11"
    eleven.committee.quorum = None
    eleven.committee.save()
    eleven.refresh_from_db()
    assert attendance.tally_of(eleven).on_quorum == ""


def test_noted_again_it_takes_the_place_of_what_was_noted(eleven):
    a, b, *_ = landlords(eleven)
    note(eleven, here(a))
    note(eleven, here(b))
    assert [each.member for each in eleven.presences.all()] == [b]


def test_what_is_wrong_is_refused_whole(eleven):
    a, b, *_ = landlords(eleven)
    note(eleven, here(a))
    elsewhere = making.seat(making.found("Un autre"), "Bailleur 99")
    wrong = [
        (Mark(member=b, state=State.REPRESENTED), "Dites qui"),
        (Mark(member=b, state=State.REPRESENTED, represented_by=a), "n’est pas là"),
        (here(elsewhere), "ne siégeait pas"),
        (Mark(member=b, state=State.PRESENT), "nom"),
    ]
    for mark, words in wrong:
        with pytest.raises(RefusedError, match=words):
            note(eleven, here(a, state=State.EXCUSED), mark)
    assert [each.state for each in eleven.presences.all()] == [State.PRESENT]


def test_who_left_before_that_day_does_not_count_and_who_left_after_does(eleven, gael):
    first, second, *_ = landlords(eleven)
    members.unseat(first, on=days(29), by=gael.user)
    members.unseat(second, on=days(30), by=gael.user)
    assert attendance.tally_of(eleven).of == 10


def test_nobody_is_noted_before_the_meeting_begins_and_a_held_one_is_put_right(committee, meeting, bob):
    member = committee.members.get(organisation__name="Bailleur A")
    mark = Mark(member=member, membership=bob, state=State.PRESENT)
    with pytest.raises(RefusedError, match="commencé"):
        note(meeting, mark)
    making.held(making.convoke(meeting))
    note(meeting, mark)
    assert meeting.presences.get().membership == bob


def test_the_database_refuses_a_presence_for_a_member_of_another_committee(eleven):
    elsewhere = making.seat(making.found("Un autre"), "Bailleur 99")
    note(eleven, here(first := landlords(eleven)[0]))
    row = eleven.presences.get()
    changes = [
        (row, {"member": elsewhere}),
        (row, {"member": first, "state": State.REPRESENTED, "represented_by": elsewhere}),
        (eleven, {"committee": elsewhere.committee}),
        (first, {"committee": elsewhere.committee}),
    ]
    for each, change in changes:
        with pytest.raises(IntegrityError, match="member of the committee"), transaction.atomic():
            type(each).objects.filter(pk=each.pk).update(**change)
