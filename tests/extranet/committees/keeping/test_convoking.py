"""The convocation of a meeting with its log, and what becomes of it."""

import datetime

import pytest
from django.utils import timezone

from extranet.committees import replies
from extranet.committees.models import Meeting, Reply
from tests.conftest import PDC_HOST
from tests.extranet.committees.keeping.making import (
    add_item,
    at,
    begin,
    call,
    make_meeting,
    words,
)  # fmt: skip
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db
State = Meeting.State


def test_before_convoking_one_reads_who_will_be_called_and_what_is_missing(bob, meeting):
    said = words(bob.get(at(meeting, "convoquer/")))
    assert str(member("diane").user) in said and str(member("bob").user) in said and "2 personnes à convoquer" in said
    assert "L’ordre du jour est vide" in said
    assert "Personne à convoquer pour 1 organisation" in said and "Sans Mandat Essai" in said
    assert Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_convoking_calls_and_the_log_has_the_replies(meeting, who, visit):
    client = visit(PDC_HOST).login_as(who)
    client.post(at(meeting, "convoquer/"))
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.state, meeting.sequence) == (State.CONVOKED, 1)
    meeting = call(meeting)
    replies.reply(meeting, member("diane"), Reply.Answer.REPLACED, replaced_by="Luc Remplaçant")
    said = words(client.get(at(meeting, "convoquer/")))
    assert "Luc Remplaçant vient à sa place" in said and 'Se font remplacer : <b class="tallies__number">1</b>' in said


def test_a_meeting_that_has_begun_is_not_convoked(bob, meeting):
    begun = timezone.now() - datetime.timedelta(minutes=5)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=begun, proposals_until=None)
    response = bob.post(at(meeting, "convoquer/"), follow=True)
    assert "déjà commencé" in words(response) and Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


def test_a_meeting_goes_through_its_states_and_each_asks_first(bob, committee, meeting):
    add_item(meeting, "Pas dit")
    done = add_item(meeting, "Dit")
    following = make_meeting(committee, days=60)
    call(meeting)
    for deed, state in (("commencer", State.RUNNING), ("terminer", State.HELD)):
        assert bob.get(at(meeting, f"etat/{deed}/")).status_code == 200
        if deed == "terminer":
            bob.post(at(meeting, f"points/{done.pk}/traite/"), {"traite": "oui"})
            said = words(bob.get(at(meeting, "etat/terminer/")))
            assert "Pas dit" in said and "<li>Dit</li>" not in said
        bob.post(at(meeting, f"etat/{deed}/"))
        assert Meeting.objects.get(pk=meeting.pk).state == state
    assert [item.title for item in following.items.all()] == ["Pas dit"]
    assert bob.get(at(meeting, "etat/annuler/")).status_code == 404
    bob.post(at(meeting, "etat/reprendre/"))
    assert Meeting.objects.get(pk=meeting.pk).state == State.RUNNING


def test_holding_a_meeting_leaves_the_next_one_as_it_was_told_when_nothing_goes_there(bob, committee, meeting):
    following = call(make_meeting(committee, days=60))
    begin(meeting)
    bob.post(at(meeting, "etat/terminer/"))
    assert not Meeting.objects.get(pk=following.pk).is_to_convoke


def test_a_meeting_is_called_off_with_a_reason_and_prepared_again(alice, meeting):
    assert alice.post(at(meeting, "etat/annuler/"), {"reason": ""}).status_code == 422
    alice.post(at(meeting, "etat/annuler/"), {"reason": "Neige"})
    assert Meeting.objects.get(pk=meeting.pk).state == State.CANCELLED and "Neige" in words(alice.get(at(meeting)))
    alice.post(at(meeting, "etat/retablir/"))
    assert Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


def test_a_state_that_does_not_follow_is_refused_in_words(bob, meeting):
    response = bob.post(at(meeting, "etat/terminer/"), follow=True)
    assert "ne peut pas devenir" in words(response)
    assert bob.post(at(meeting, "etat/inconnu/")).status_code == 404


def test_a_meeting_of_which_nobody_was_told_is_erased_and_only_by_a_post(bob, committee, meeting):
    assert bob.get(at(meeting, "etat/supprimer/")).status_code == 200 and Meeting.objects.filter(pk=meeting.pk).exists()
    bob.post(at(meeting, "etat/supprimer/"))
    assert not Meeting.objects.filter(pk=meeting.pk).exists()
    other = call(make_meeting(committee))
    assert "annulez la réunion" in words(bob.post(at(other, "etat/supprimer/"), follow=True))
