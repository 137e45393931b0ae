"""The attendance sheet."""

import pytest

from extranet.committees import attendance, meetings, replies
from extranet.committees.models import Committee, Mandate, Meeting, Presence, Reply
from tests.conftest import PDC_HOST
from tests.extranet.committees.keeping.making import (
    at,
    begin,
    call,
    words,
)  # fmt: skip
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db
State = Meeting.State


def marks_of(meeting: Meeting) -> dict:
    """What to post for diane present, « Sans Mandat » represented by hers, two guests."""
    seats = {seat.organisation.name: seat for seat in meeting.committee.members.select_related("organisation")}
    here, empty = seats["Habitat Essai"], seats["Sans Mandat Essai"]
    return {f"etat-{here.pk}-{member('diane').pk}": "present", f"par-{empty.pk}": here.pk,
            f"etat-0-{member('bob').pk}": "present", "guests": "Ada Invitée\nGrace Invitée"}  # fmt: skip


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_who_came_is_noted_and_counted(committee, meeting, who, visit):
    Committee.objects.filter(pk=committee.pk).update(quorum=2)
    client, meeting = visit(PDC_HOST).login_as(who), begin(meeting)
    response = client.post(at(meeting, "presences/"), marks_of(meeting), follow=True)
    said = words(response).replace("\N{NO-BREAK SPACE}", " ")
    assert "2 bailleurs représentés sur 2" in said and "Quorum de 2 atteint" in said
    states = sorted(meeting.presences.values_list("state", flat=True))
    assert states == ["invite", "invite", "present", "present", "represente"]
    assert "Ada Invitée" in said and attendance.tally_of(meeting).represented == 2


def test_the_sheet_begins_with_what_people_replied(bob, meeting):
    meeting = call(meeting)
    replies.reply(meeting, member("diane"), Reply.Answer.REPLACED, replaced_by="Luc Remplaçant")
    meetings.begin(meeting, by=member("bob").user)
    page = bob.get(at(meeting, "presences/")).content.decode()
    assert 'value="Luc Remplaçant"' in page and "La feuille part des réponses" in page
    assert page.count(" checked") == 1 and 'value="excuse"' in page
    assert not Presence.objects.exists()


def test_an_organisation_spoken_for_by_an_absent_one_is_refused_and_the_rest_stays(bob, meeting):
    meeting = begin(meeting)
    posted = marks_of(meeting)
    (mark,) = [name for name in posted if name.endswith(f"-{member('diane').pk}")]
    response = bob.post(at(meeting, "presences/"), posted | {mark: "absent"})
    assert response.status_code == 422 and "Personne de Habitat Essai n’est noté présent" in words(response)
    assert "Ada Invitée" in words(response) and not meeting.presences.exists()


def test_an_organisation_that_is_there_is_not_spoken_for(bob, meeting):
    meeting = begin(meeting)
    posted = marks_of(meeting)
    empty = meeting.committee.members.get(organisation__name="Sans Mandat Essai")
    response = bob.post(at(meeting, "presences/"), posted | {f"autres-{empty.pk}": "Paul Venu"})
    assert response.status_code == 422 and "se représente elle-même" in words(response)


def test_a_sheet_with_strange_marks_is_refused(bob, meeting):
    meeting = begin(meeting)
    posted = dict.fromkeys(marks_of(meeting), "danse")
    assert bob.post(at(meeting, "presences/"), posted).status_code == 422
    assert not meeting.presences.exists()


def test_nobody_is_noted_before_the_meeting_begins(bob, meeting):
    meeting = call(meeting)
    assert "quand la réunion a commencé" in words(bob.get(at(meeting, "presences/")))
    assert bob.post(at(meeting, "presences/"), marks_of(meeting)).status_code == 422


def test_who_was_noted_and_has_lost_the_mandate_since_stays_on_the_sheet(bob, committee, meeting):
    meeting = begin(meeting)
    bob.post(at(meeting, "presences/"), marks_of(meeting))
    Mandate.objects.filter(membership=member("diane")).delete()
    assert str(member("diane").user) in words(bob.get(at(meeting, "presences/")))
