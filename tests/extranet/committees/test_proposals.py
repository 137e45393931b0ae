"""Who proposes an item, until when, and what they are answered."""

import pytest
from django.utils import timezone

from extranet.committees import perms, proposals
from extranet.committees.models import Meeting, Proposal
from portal.tenancy.services import RefusedError
from tests.extranet.committees.making import mails, propose

pytestmark = pytest.mark.django_db


def test_who_sits_proposes_and_who_only_observes_does_not(meeting, alice, bob, deputy, observer, chloe, gael):
    assert all(perms.may_propose(each, meeting) for each in (alice, bob, deputy))
    assert not any(perms.may_propose(each, meeting) for each in (observer, chloe, gael, None))


def test_after_the_deadline_nobody_does(meeting, bob):
    Meeting.objects.filter(pk=meeting.pk).update(proposals_until=timezone.now())
    meeting.refresh_from_db()
    assert not perms.may_propose(bob, meeting)
    with pytest.raises(RefusedError, match="délai"):
        propose(meeting, bob)


def test_the_secretary_is_told_and_the_mail_does_not_say_of_what(meeting, alice, bob):
    propose(meeting, bob, "La dette de M. Untel")
    [mail] = mails("Un point est proposé")
    assert mail.to == [alice.user.email]
    assert "Untel" not in mail.text + mail.html
    assert f"/reunions/{meeting.pk}/preparer/" in mail.text


def test_without_a_secretary_those_who_keep_the_committees_are_told(meeting, committee, alice, bob, gael):
    committee.secretary = None
    committee.save()
    propose(meeting, bob)
    assert {mail.to[0] for mail in mails("Un point est proposé")} == {alice.user.email, gael.user.email}


def test_taken_in_once_it_is_an_item_and_its_author_is_told(meeting, alice, bob):
    proposal = propose(meeting, bob)
    item = proposals.take_in(proposal, by=alice)
    assert proposals.take_in(proposal, by=alice) == item
    assert [(each.title, each.presenter) for each in meeting.items.all()] == [("Les visites à deux", str(bob.user))]
    [mail] = mails("Votre point est à l’ordre du jour")
    assert mail.to == [bob.user.email]
    with pytest.raises(RefusedError, match="déjà"):
        proposals.turn_down(proposal, "Trop tard.", by=alice)


def test_turned_down_it_says_why_once_and_on_the_page_alone(meeting, alice, bob):
    proposal = propose(meeting, bob)
    with pytest.raises(RefusedError, match="pourquoi"):
        proposals.turn_down(proposal, " ", by=alice)
    proposals.turn_down(proposal, "Traité en mars.", by=alice)
    with pytest.raises(RefusedError, match="déjà"):
        proposals.take_in(proposal, by=alice)
    proposal.refresh_from_db()
    assert (proposal.is_accepted, proposal.reason) == (False, "Traité en mars.")
    [mail] = mails("n’est pas retenu")
    assert mail.to == [bob.user.email]
    assert "Traité en mars" not in mail.text
    assert not Proposal.objects.waiting().filter(meeting=meeting).exists()


def test_one_s_own_is_answered_without_a_mail(meeting, alice):
    proposals.take_in(propose(meeting, alice), by=alice)
    assert mails() == []
