"""The papers of a meeting: documents of the library, in the committee's folder."""

from django.core.files import File
from django.db import transaction
from django.db.models import Max

from extranet.committees.models import Item, Meeting, Paper
from extranet.committees.states import OPEN, State, agenda_changed, locked, refuse_unless
from portal.accounts.models import User
from portal.documents import services as documents
from portal.documents.models import Document
from portal.organisations.models import Audience
from portal.tenancy.services import RefusedError


@transaction.atomic
def add_paper(
    meeting: Meeting, file: File, *, item: Item | None, title: str = "", audience: Audience, by: User
) -> Paper:
    """Put a file in the committee's folder, as a paper of the meeting that each of its readers has to read.

    ``audience`` is copied. Raises RefusedFileError.
    """
    document = documents.publish(
        file, by=by, audience=audience, folder=meeting.committee.folder, title=title, is_to_read=True
    )
    return attach(meeting, document, item=item)


@transaction.atomic
def attach(meeting: Meeting, document: Document, *, item: Item | None = None) -> Paper:
    """Make a document of the library a paper of the meeting, or of one of its items; twice, once.

    Papers still come once a meeting is held: what was shown there. Raises RefusedError for a cancelled one.
    """
    meeting = locked(meeting)
    refuse_unless(meeting, {*OPEN, State.HELD, State.PUBLISHED}, "Cette réunion est annulée.")
    if item and item.meeting_id != meeting.pk:
        raise RefusedError("Ce point est celui d’une autre réunion.")
    last = meeting.papers.aggregate(last=Max("position"))["last"]
    paper, _ = Paper.objects.update_or_create(
        meeting=meeting, document=document, defaults={"item": item},
        create_defaults={"item": item, "position": 0 if last is None else last + 1},
    )  # fmt: skip
    agenda_changed(meeting)
    return paper


@transaction.atomic
def detach(paper: Paper) -> None:
    """Take a paper off a meeting; the document stays in the library."""
    meeting = locked(paper.meeting)
    paper.delete()
    agenda_changed(meeting)
