"""The secretary of a committee, and who keeps all of them, open its pages; nobody else."""

import pytest

from extranet.committees import agenda, papers
from extranet.committees.models import Committee, Mandate, Meeting, Proposal
from tests.conftest import CASA_HOST, PDC_HOST
from tests.extranet.committees.keeping.making import (
    add_item,
    at,
    make_committee,
    of,
    switch_on,
)  # fmt: skip
from tests.portal.documents.making import make_document, member

pytestmark = pytest.mark.django_db
State = Meeting.State
ONLY_READ = ("/personnes/", "/preparer/", "/ouvertures/")


def pages_of(committee: Committee, meeting: Meeting) -> list[str]:
    item, paper = add_item(meeting, "Un point"), papers.attach(meeting, make_document(committee.folder))
    section, seat = agenda.add_section(meeting, "Une partie"), committee.members.first()
    mandate = Mandate.objects.get(member__committee=committee)
    proposal = Proposal.objects.create(meeting=meeting, by=member("diane"), title="À dire")
    return [
        *(of(committee, end) for end in (
            "modifier/", "clore/", "membres/", "membres/personnes/", "nouvelle-reunion/", f"membres/{seat.pk}/fin/",
            f"membres/{seat.pk}/mandat/", f"membres/mandats/{mandate.pk}/fin/")),
        *(at(meeting, end) for end in (
            "preparer/", "modifier/", "convoquer/", "presences/", "ouvertures/", "etat/annuler/", "etat/supprimer/",
            "points/ajouter/", f"points/{item.pk}/modifier/", f"points/{item.pk}/retirer/", "parties/ajouter/",
            f"parties/{section.pk}/renommer/", f"parties/{section.pk}/retirer/", f"points-proposes/{proposal.pk}/",
            "pieces/deposer/", "pieces/joindre/", f"pieces/{paper.pk}/retirer/")),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_the_secretary_and_the_coordinator_open_each_page(committee, meeting, who, visit):
    client = visit(PDC_HOST).login_as(who)
    for address in pages_of(committee, meeting):
        assert client.get(address).status_code == 200, address


def test_who_only_sits_is_refused_each_page_and_each_action(committee, meeting, diane):
    for address in pages_of(committee, meeting):
        assert diane.get(address).status_code == 403, address
        assert diane.post(address).status_code == (405 if address.endswith(ONLY_READ) else 403), address
    assert Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


def test_who_does_not_sit_does_not_know_of_any_of_it(committee, meeting, visit):
    chloe = visit(PDC_HOST).login_as("chloe")
    for address in pages_of(committee, meeting):
        assert chloe.get(address).status_code == 404, address


def test_the_other_tenant_does_not_know_of_any_of_it(committee, meeting, visit, request):
    addresses = pages_of(committee, meeting)
    ezra = visit(CASA_HOST).login_as("ezra")
    for address in addresses:
        assert ezra.get(address).status_code == 404, address
        assert ezra.post(address).status_code in {404, 405}, address


def test_nothing_is_there_where_the_module_is_off(pdc, visit):
    committee = make_committee()
    switch_on(pdc, is_on=False)
    assert visit(PDC_HOST).login_as("bob").get(of(committee)).status_code == 404
