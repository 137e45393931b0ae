"""Putting papers with a meeting: a file, or a document of the library."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from extranet.committees import opened, papers
from extranet.committees.meeting_forms import AttachForm, PaperForm
from extranet.committees.models import Meeting
from extranet.committees.states import State
from extranet.committees.views.kept import (
    LARGEST,
    ask_then_do,
    done,
    drawn,
    keeps,
    kept_meeting,
    posted,
    tried,
)  # fmt: skip
from extranet.library import listing
from portal.documents.kinds import RefusedFileError
from portal.documents.models import Document
from portal.tenancy.services import RefusedError

PAPERS = "pieces"


@ask_then_do
@keeps(kept_meeting)
def add(request, meeting: Meeting):
    _not_cancelled(meeting)
    form = PaperForm(posted(request), request.FILES or None, meeting=meeting, initial=_item_asked(request))
    if form.is_bound and form.is_valid() and _put_in(request, meeting, form):
        return done(request, "La pièce est déposée.", "meeting_prepare", meeting.pk, anchor=PAPERS)
    return drawn(request, "paper_add", {"meeting": meeting, "form": form}, form)


def _put_in(request, meeting: Meeting, form: PaperForm) -> bool:
    said, audience = form.cleaned_data, form.audience()
    try:
        papers.add_paper(meeting, said["file"], item=said["item"], title=said["title"], audience=audience,
                         by=request.user)  # fmt: skip
    except RefusedFileError as refusal:
        form.add_error("file", str(refusal))
    except RefusedError as refusal:
        form.add_error(None, refusal)
    else:
        return True
    finally:
        audience.delete()  # the paper has its own copy
    return False


@ask_then_do
@keeps(kept_meeting)
def attach(request, meeting: Meeting):
    """Attach what the secretary may read in the library and is no paper of the meeting yet."""
    _not_cancelled(meeting)
    known = listing.readable(request.user, request.membership)
    free = Document.objects.filter(pk__in=known.order_by().values("pk")).exclude(papers__meeting=meeting)
    form = AttachForm(posted(request), meeting=meeting, documents=free, initial=_item_asked(request))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            papers.attach(meeting, said["document"], item=said["item"])
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            words = f"« {said['document']} » est jointe à la réunion."
            return done(request, words, "meeting_prepare", meeting.pk, anchor=PAPERS)
    return drawn(request, "paper_attach", {"meeting": meeting, "form": form, "has_any": free.exists()}, form)


@ask_then_do
@keeps(kept_meeting)
def detach(request, meeting: Meeting, paper: int):
    paper = get_object_or_404(meeting.papers.select_related("document"), pk=min(paper, LARGEST))
    if request.method != "POST":
        return drawn(request, "paper_detach", {"meeting": meeting, "paper": paper})
    words = f"« {paper} » n’est plus une pièce de la réunion."
    return tried(request, lambda: papers.detach(paper), words, "meeting_prepare", meeting.pk, anchor=PAPERS)


@require_safe
@keeps(kept_meeting)
def openings(request, meeting: Meeting):
    """Who has not opened the papers yet: by paper, and by person."""
    by_paper, by_person = opened.sheet_of(meeting)
    context = {"meeting": meeting, "committee": meeting.committee, "by_paper": by_paper, "by_person": by_person}
    return drawn(request, "meeting_openings", context)


def _item_asked(request) -> dict:
    item = request.GET.get("point", "")
    return {"item": item} if item.isdecimal() else {}


def _not_cancelled(meeting: Meeting) -> None:
    if meeting.state == State.CANCELLED:
        raise Http404
