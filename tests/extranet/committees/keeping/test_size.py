"""Long agendas and large committees make no more queries than short and small ones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extranet.committees import agenda, papers, proposals
from extranet.committees.models import Meeting, Proposal
from tests.extranet.committees.keeping.making import (
    add_item,
    at,
    begin,
    call,
    of,
    organisation,
    sit,
    sit_many,
)  # fmt: skip
from tests.portal.documents.making import make_document, member

pytestmark = pytest.mark.django_db
State = Meeting.State


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_preparation_of_a_long_agenda_makes_no_more_queries(bob, committee, meeting):
    counts = []
    for number in (1, 30):
        for n in range(meeting.items.count(), number):
            section = agenda.add_section(meeting, f"Partie {n}")
            item = add_item(meeting, f"Point {n}", section=section)
            papers.attach(meeting, make_document(committee.folder, title=f"Pièce {n}"), item=item)
            proposals.propose(Proposal(meeting=meeting, by=member("diane"), title=f"Proposé {n}"))
        counts.append(queries_of(bob, at(meeting)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("rest", ["presences/", "convoquer/", "ouvertures/"])
def test_a_large_committee_makes_no_more_queries(bob, committee, meeting, rest):
    papers.attach(meeting, make_document(committee.folder))
    sit(committee, organisation("Encore Une"), member("chloe"))
    counts = []
    meeting = call(meeting) if rest == "convoquer/" else begin(meeting)
    for number in (3, 30):
        sit_many(committee, number)
        counts.append(queries_of(bob, at(meeting, rest)))
    assert counts[0] == counts[1]


def test_the_members_page_of_a_large_committee_makes_no_more_queries(bob, committee):
    counts = []
    for number in (3, 30):
        sit_many(committee, number)
        counts.append(queries_of(bob, of(committee)))
    assert counts[0] == counts[1]
