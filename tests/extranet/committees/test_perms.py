"""Who may what: those who sit, who sat, who keeps, and the others."""

import pytest

from extranet.committees import members, perms
from extranet.committees.models import Mandate, Meeting, Reply
from extranet.committees.replies import reply
from portal.tenancy.services import RefusedError
from tests.extranet.committees import making
from tests.extranet.committees.making import at, days
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(pdc, committee):
    """Somebody who sat from 300 to 100 days ago."""
    person = making.newcomer(pdc, "lea")
    seat = committee.members.get(organisation__name="Bailleur A")
    mandate = making.give(seat, person, Mandate.Kind.DEPUTY, since=days(-300))
    Mandate.objects.filter(pk=mandate.pk).update(ended_on=days(-100))
    members.settle(committee)
    return person


def held_on(committee, in_days: int) -> Meeting:
    """A meeting held that many days from today, as the archives have it."""
    return Meeting.objects.create(
        committee=committee, starts_at=at(in_days), ends_at=at(in_days, 12), state=Meeting.State.HELD, sequence=1
    )


def test_who_keeps_does_and_the_secretary_of_that_committee(committee, alice, bob, gael, pdc):
    other = making.found("Un autre", secretary=bob)
    assert perms.may_keep(bob, other)
    assert not perms.may_keep(bob, committee)
    assert all(perms.may_keep(each, committee) for each in (alice, gael))
    assert all(perms.may_keep(each, other) for each in (alice, gael))
    assert not perms.may_keep(None, committee)


def test_who_sits_reads_all_and_the_rest_of_the_tenant_nothing(committee, meeting, bob, deputy, observer, chloe, gael):
    past = held_on(committee, -200)
    for person in (bob, deputy, observer, gael):
        assert set(perms.readable(person)) >= {past, meeting}
        assert committee in perms.known_to(person)
    for person in (chloe, None):
        assert not perms.readable(person).filter(committee=committee).exists()
        assert committee not in perms.known_to(person)
    assert not perms.may_read_papers(chloe, committee)
    assert perms.may_read_papers(observer, committee)


def test_who_sat_reads_what_was_held_during_the_mandate_and_no_paper(committee, left):
    before, during, first, last, after = (held_on(committee, n) for n in (-301, -200, -300, -100, -99))
    planned = Meeting.objects.create(committee=committee, starts_at=at(-150), ends_at=at(-150, 12))
    assert set(perms.readable(left)) == {first, during, last}
    assert not {before, after, planned} & set(perms.readable(left))
    assert committee in perms.known_to(left)
    assert not perms.sits(left, committee)
    assert not perms.may_read_papers(left, committee)
    assert left not in committee.circle.members.all()


def test_an_organisation_that_left_shortens_the_mandates(committee, bob, gael):
    seat = committee.members.get(organisation__name="Bailleur A")
    during, after = held_on(committee, -20), held_on(committee, -5)
    members.unseat(seat, on=days(-10), by=gael.user)
    assert set(perms.readable(bob).filter(committee=committee)) == {during}
    assert after not in perms.readable(bob)


def test_who_sits_in_another_committee_does_not_sit_in_this_one(committee, meeting, pdc):
    fanny = member("fanny")
    assert not perms.sits(fanny, committee)
    assert meeting not in perms.readable(fanny)


def test_who_was_called_answers_until_it_begins_and_who_sits_no_more_does_not(committee, meeting, bob, diane, chloe):
    assert not perms.may_answer(bob, meeting)
    meeting = making.convoke(meeting)
    assert perms.may_answer(bob, meeting)
    assert not perms.may_answer(chloe, meeting)
    Mandate.objects.filter(membership=diane).update(ended_on=days(-1))
    assert not perms.may_answer(diane, meeting)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(-1), proposals_until=None)
    meeting.refresh_from_db()
    assert not perms.may_answer(bob, meeting)


def test_the_last_answer_holds_and_a_replacement_has_a_name(committee, meeting, bob, chloe):
    with pytest.raises(RefusedError, match="répond plus"):
        reply(meeting, bob, Reply.Answer.PRESENT)
    meeting = making.convoke(meeting)
    with pytest.raises(RefusedError, match="pas convoqué"):
        reply(meeting, chloe, Reply.Answer.PRESENT)
    with pytest.raises(RefusedError, match="à votre place"):
        reply(meeting, bob, Reply.Answer.REPLACED, replaced_by=" ")
    reply(meeting, bob, Reply.Answer.REPLACED, replaced_by="Zoé")
    reply(meeting, bob, Reply.Answer.PRESENT, replaced_by="Zoé", note="J’arrive à 10 h.")
    said = meeting.replies.get()
    assert (said.answer, said.replaced_by, said.note) == ("present", "", "J’arrive à 10 h.")
