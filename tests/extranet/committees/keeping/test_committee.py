"""Making a committee, changing it, and saying who sits."""

import datetime

import pytest
from django.utils import timezone

from extranet.committees import meetings
from extranet.committees.models import Committee, Mandate, Meeting
from portal.tenancy.services import set_membership
from tests.extranet.committees.keeping.making import (
    FACTS,
    in_days,
    of,
    organisation,
    words,
)  # fmt: skip
from tests.factories import make_user
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db
State = Meeting.State

# The committee -------------------------------------------------------------------------------------------------


def test_the_coordinator_creates_a_committee_and_names_its_secretary(alice):
    response = alice.post("/extranet/comites/creer/nouveau/", FACTS | {"secretary_name": str(member("bob").user)})
    made = Committee.objects.get(name="Comité des charges")
    assert response["Location"] == of(made)
    assert (made.secretary, made.quorum, made.proposals_close) == (member("bob"), 2, 5)
    assert made.circle.members.contains(member("bob")) and made.folder.name == "Comité des charges"


def test_a_secretary_creates_no_other_committee(bob):
    assert bob.get("/extranet/comites/creer/nouveau/").status_code == 403
    assert bob.get("/extranet/comites/creer/personnes/?q=bo").status_code == 403


def test_a_name_that_is_taken_is_refused_and_nothing_typed_is_lost(alice, committee):
    response = alice.post("/extranet/comites/creer/nouveau/", FACTS | {"name": "comité DES loyers"})
    assert response.status_code == 422
    assert "porte déjà ce nom" in words(response) and "Suivre les charges." in words(response)


def test_two_people_of_one_name_are_told_apart_by_a_choice(alice, committee, tenant):
    twins = [set_membership(make_user(f"dup{n}@essai.example", first_name="Anne", last_name="Double"), tenant, [])
             for n in (1, 2)]  # fmt: skip
    typed = FACTS | {"secretary_name": "Anne Double"}
    response = alice.post("/extranet/comites/creer/nouveau/", typed)
    assert response.status_code == 422 and "Qui est-ce" in words(response)
    alice.post("/extranet/comites/creer/nouveau/", typed | {"secretary_name_among": str(twins[1].pk)})
    assert Committee.objects.get(name="Comité des charges").secretary == twins[1]


def test_a_name_that_nobody_has_is_refused_beside_its_field(alice):
    response = alice.post("/extranet/comites/creer/nouveau/", FACTS | {"chair_name": "Zzyzx Qwrty"})
    assert response.status_code == 422 and "personne ne répond à ce nom" in words(response)


def test_the_secretary_changes_the_committee(bob, committee):
    bob.post(of(committee, "modifier/"), FACTS | {"name": committee.name, "secretary_name": str(member("bob").user),
                                                  "chair_name": str(member("diane").user), "quorum": "7"})  # fmt: skip
    committee.refresh_from_db()
    assert (committee.chair, committee.secretary, committee.quorum) == (member("diane"), member("bob"), 7)


def test_a_quorum_of_nobody_is_refused(bob, committee):
    assert bob.post(of(committee, "modifier/"), FACTS | {"quorum": "0"}).status_code == 422


def test_a_committee_with_a_meeting_ahead_is_not_closed_and_another_is_then_opened_again(bob, committee, meeting):
    response = bob.post(of(committee, "clore/"), follow=True)
    assert "Une réunion est encore à venir" in words(response)
    meetings.drop(meeting, by=member("bob").user)
    bob.post(of(committee, "clore/"))
    committee.refresh_from_db()
    assert committee.closed_on == timezone.localdate()
    assert bob.get(of(committee, "nouvelle-reunion/")).status_code == 404
    bob.post(of(committee, "clore/"))
    committee.refresh_from_db()
    assert committee.closed_on is None


# Who sits ------------------------------------------------------------------------------------------------------


def test_an_organisation_is_seated_as_an_observer(bob, committee):
    where = organisation("Observatoire Essai")
    response = bob.post(of(committee), {"organisation": where.pk, "quality": "observe", "on": "2026-01-05"})
    seat = committee.members.get(organisation=where)
    assert seat.is_observer and seat.started_on == datetime.date(2026, 1, 5)
    assert response["Location"] == of(committee, f"membres/{seat.pk}/mandat/")
    assert "observe" in words(bob.get(of(committee)))


def test_an_organisation_that_sits_is_not_offered_again(bob, committee):
    seated = organisation("Habitat Essai")
    assert (
        bob.post(of(committee), {"organisation": seated.pk, "quality": "siege", "on": "2026-01-05"}).status_code == 422
    )


def test_a_mandate_is_given_by_name_from_a_day(bob, committee):
    seat = committee.members.get(organisation__name="Sans Mandat Essai")
    bob.post(of(committee, f"membres/{seat.pk}/mandat/"),
             {"person": str(member("chloe").user), "kind": "suppleant", "on": "2026-02-01"})  # fmt: skip
    mandate = seat.mandates.get()
    assert (mandate.membership, mandate.kind) == (member("chloe"), Mandate.Kind.DEPUTY)
    assert committee.circle.members.contains(member("chloe"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"person": ""}, "Écrivez le nom"),
        ({"on": "2019-01-01"}, "ne siège pas à cette date"),
        ({"on": "hier"}, "date"),
        ({"kind": "roi"}, "roi"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused_with_its_reason(bob, committee, typed, said):
    seat = committee.members.get(organisation__name="Sans Mandat Essai")
    right = {"person": str(member("chloe").user), "kind": "titulaire", "on": "2026-02-01"}
    response = bob.post(of(committee, f"membres/{seat.pk}/mandat/"), right | typed)
    assert response.status_code == 422 and said in words(response)
    assert not seat.mandates.exists()


def test_names_are_proposed_to_the_secretary_while_typing(bob, committee):
    chloe = member("chloe")
    found = bob.get(of(committee, "membres/personnes/"), {"q": chloe.user.last_name}).json()["suggestions"]
    assert chloe.pk in {each["value"] for each in found}


def test_a_mandate_ends_after_its_last_day(bob, committee):
    mandate = Mandate.objects.get(membership=member("diane"), member__committee=committee)
    address = of(committee, f"membres/mandats/{mandate.pk}/fin/")
    assert bob.get(address).status_code == 200 and Mandate.objects.get(pk=mandate.pk).ended_on is None
    assert bob.post(address, {"on": "2020-01-01"}).status_code == 422
    bob.post(address, {"on": in_days(-1).isoformat()})
    assert Mandate.objects.get(pk=mandate.pk).ended_on == in_days(-1)
    assert "Mandats passés" in words(bob.get(of(committee)))


def test_the_seat_of_an_organisation_ends_with_its_mandates(bob, committee):
    seat = committee.members.get(organisation__name="Habitat Essai")
    bob.post(of(committee, f"membres/{seat.pk}/fin/"), {"on": in_days(-2).isoformat()})
    assert seat.mandates.get().ended_on == in_days(-2)
    assert "Ont siégé" in words(bob.get(of(committee)))
