"""The papers of a meeting: documents of the library."""

import pytest
from django.db import IntegrityError, transaction

from extranet.committees import meetings, papers
from extranet.committees.models import Paper
from portal.documents.models import Document
from portal.tenancy.services import RefusedError
from tests.extranet.committees import making
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder

pytestmark = pytest.mark.django_db


def put(meeting, **fields) -> Paper:
    committee = meeting.committee
    given = {"item": None, "audience": committee.folder.audience, "by": committee.secretary.user} | fields
    return papers.add_paper(meeting, kept(pdf(), "charte.pdf"), title="La charte", **given)


def test_a_paper_is_a_document_of_the_folder_that_each_reader_has_to_read(meeting, bob, chloe):
    paper = put(meeting)
    assert paper.document.folder == meeting.committee.folder
    assert paper.document.is_to_read
    assert Document.objects.visible_to(bob).filter(pk=paper.document_id).exists()
    assert not Document.objects.visible_to(chloe).filter(pk=paper.document_id).exists()


def test_a_document_is_attached_once_and_moves_from_item_to_item(meeting):
    item, document = making.add(meeting), make_document(make_folder())
    papers.attach(meeting, document)
    papers.attach(meeting, document, item=item)
    [paper] = meeting.papers.all()
    assert paper.item == item
    papers.detach(paper)
    assert Document.objects.filter(pk=document.pk).exists()


def test_an_item_of_another_meeting_is_refused_by_the_portal_and_by_the_database(committee, meeting):
    other, paper = making.prepare(committee, 60), put(meeting)
    foreign = making.add(other)
    with pytest.raises(RefusedError, match="autre réunion"):
        papers.attach(meeting, paper.document, item=foreign)
    with pytest.raises(IntegrityError, match="item of its meeting"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(item=foreign)


def test_papers_come_after_the_meeting_too_and_not_to_a_cancelled_one(committee, meeting, alice):
    making.held(making.convoke(meeting))
    put(meeting)
    off = making.prepare(committee, 60)
    meetings.cancel(off, "Neige.", by=alice.user)
    with pytest.raises(RefusedError, match="annulée"):
        put(off)


def test_a_new_paper_is_to_be_told_after_the_convocation(meeting):
    making.convoke(meeting)
    put(meeting)
    meeting.refresh_from_db()
    assert meeting.is_to_convoke
