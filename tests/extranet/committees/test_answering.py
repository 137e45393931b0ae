"""What those who sit answer to a convocation, and propose for an agenda."""

import datetime

import pytest
from django.utils import timezone

from extranet.committees import proposals
from extranet.committees.models import Mandate, Meeting, Proposal
from portal.tenancy.models import Membership
from tests.extranet.committees import making_reading as making
from tests.extranet.committees.making_reading import HOME, browser, call, meet, member, paper, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def committee(pdc):
    return making.committee_of_bob(pdc)


@pytest.fixture
def observer(pdc, committee) -> Membership:
    return making.observer_of(committee)


# Answering ------------------------------------------------------------------------------------------------


def test_looking_at_a_link_of_a_mail_answers_nothing(committee):
    meeting = call(meet(committee), member("bob"))
    response = browser("bob").get(f"{HOME}reunions/{meeting.pk}/repondre/?reponse=excuse")
    assert 'value="excuse"' in response.text and "checked" in response.text
    assert not meeting.replies.exists()


def test_somebody_else_of_the_organisation_is_proposed_and_named(pdc, committee):
    deputy = making.newcomer(pdc, "Odile")
    making.give(committee.members.get(organisation__name="Toit d’Artois"), deputy, Mandate.Kind.DEPUTY)
    meeting = call(meet(committee), member("bob"))
    bob, address = browser("bob"), f"{HOME}reunions/{meeting.pk}/repondre/"
    assert '<option value="Odile Essai">' in bob.get(address).text
    bob.post(address, {"answer": "remplace", "replaced_by": "Odile Essai", "note": "Je suis en congé."})
    text = plain(bob.get(f"{HOME}reunions/{meeting.pk}/"))
    assert "Odile Essai vient à votre place" in text
    assert "Je suis en congé." in text
    assert browser(deputy).get(f"{HOME}reunions/{meeting.pk}/").text.count("vient à votre place") == 0


def test_an_answer_may_change(committee):
    meeting = call(meet(committee), member("bob"))
    bob, address = browser("bob"), f"{HOME}reunions/{meeting.pk}/repondre/"
    for answer in ("present", "excuse"):
        assert bob.post(address, {"answer": answer, "replaced_by": "Quelqu’un"}).status_code == 302
    assert "Vous ne venez pas" in bob.get(f"{HOME}reunions/{meeting.pk}/").text
    assert meeting.replies.get().replaced_by == ""


@pytest.mark.parametrize(
    "data",
    [{"note": "Pensez au café"}, {"answer": "peut-etre", "note": "Pensez au café"},
     {"answer": "remplace", "replaced_by": "  ", "note": "Pensez au café"}],
)  # fmt: skip
def test_a_faulty_answer_is_asked_again_with_what_was_typed(committee, data):
    meeting = call(meet(committee), member("bob"))
    response = browser("bob").post(f"{HOME}reunions/{meeting.pk}/repondre/", data)
    assert response.status_code == 422
    assert "Pensez au café" in response.text
    assert not meeting.replies.exists()


def test_nobody_answers_once_a_meeting_has_begun_nor_without_being_called(committee):
    meeting = meet(committee)
    bob, address = browser("bob"), f"{HOME}reunions/{meeting.pk}/repondre/"
    assert bob.post(address, {"answer": "present"}).status_code == 422
    call(meeting, member("bob"))
    Meeting.objects.update(starts_at=timezone.now() - datetime.timedelta(minutes=1), proposals_until=None)
    assert bob.post(address, {"answer": "present"}).status_code == 422
    assert "On ne répond plus" in bob.get(address).text
    assert not meeting.replies.exists()


# Proposing ------------------------------------------------------------------------------------------------


def test_a_member_proposes_an_item_and_reads_what_became_of_it(committee):
    meeting = meet(committee)
    bob, address = browser("bob"), f"{HOME}reunions/{meeting.pk}/"
    assert "Proposer un point" in bob.get(address).text
    data = {"title": "Les visites à deux", "text": "Trois essais.", "aim": "decision"}
    assert bob.post(f"{address}proposer/", data).status_code == 302
    assert "attend une réponse" in plain(bob.get(address))
    proposed = Proposal.objects.get()
    assert (proposed.by, proposed.member.organisation.name) == (member("bob"), "Toit d’Artois")
    proposals.turn_down(proposed, "Déjà traité en mars.", by=member("chloe"))
    assert "Déjà traité en mars." in plain(bob.get(address))


def test_a_faulty_proposal_keeps_what_was_typed(committee):
    meeting = meet(committee)
    response = browser("bob").post(f"{HOME}reunions/{meeting.pk}/proposer/", {"title": "", "text": "Trois essais."})
    assert response.status_code == 422
    assert "Trois essais." in response.text


def test_who_sits_for_two_organisations_says_for_which(committee):
    making.give(making.seat(committee, "Maisons du Nord"), member("bob"))
    meeting = meet(committee)
    bob, address = browser("bob"), f"{HOME}reunions/{meeting.pk}/proposer/"
    data = {"title": "Les visites", "aim": "decision"}
    assert bob.post(address, data).status_code == 422
    foreign = making.seat(making.found("Comité des autres"), "Ailleurs")
    assert bob.post(address, data | {"member": foreign.pk}).status_code == 422
    chosen = committee.members.get(organisation__name="Maisons du Nord")
    assert bob.post(address, data | {"member": chosen.pk}).status_code == 302


def test_after_the_deadline_nothing_is_proposed_and_nothing_typed_is_lost(committee):
    meeting = meet(committee, 3)  # seven days before is past
    bob, address = browser("bob"), f"{HOME}reunions/{meeting.pk}/proposer/"
    assert "On ne propose plus de point" in bob.get(address).text
    response = bob.post(address, {"title": "Les visites à deux", "aim": "decision"})
    assert response.status_code == 422
    assert "Les visites à deux" in response.text
    assert "Le délai pour proposer un point à cette réunion est passé" in plain(response)
    assert not meeting.proposals.exists()


def test_who_only_observes_reads_all_and_proposes_nothing(committee, observer):
    meeting = meet(committee)
    paper(meeting, "Budget")
    client, address = browser(observer), f"{HOME}reunions/{meeting.pk}/"
    text = client.get(address).text
    assert "Budget" in text
    assert "Proposer un point" not in text
    assert client.get(f"{address}proposer/").status_code == 403
    assert client.post(f"{address}proposer/", {"title": "Un point", "aim": "decision"}).status_code == 403
