"""The files of a meeting: its convocation, and its papers as one archive."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from extranet.committees import convocations, perms, showing
from extranet.committees.models import Meeting
from extranet.committees.views.finding import meeting_for
from portal.documents import archives


@require_safe
def archive(request, pk: int):
    """All papers that this member may open, named in the order of the agenda; each counts as opened."""
    meeting = _inside(request, pk)
    papers = showing.papers_of(meeting, request.membership)
    orders = {point.item.pk: point.number for point in showing.agenda_of(meeting).points}
    named = [
        (f"{orders.get(item, 0):02} – {document.title}", document.current)
        for item in sorted(papers.of, key=lambda pk: orders.get(pk, 0))
        for document in papers.of[item]
    ]
    return archives.serve(request, named, name=_name(meeting, "pieces", "zip"))


@require_safe
def convocation(request, pk: int):
    """The convocation as the meeting is now, once members were called."""
    meeting = _inside(request, pk)
    if not meeting.sequence:
        raise Http404
    response = HttpResponse(convocations.paper_of(meeting, request.membership), content_type="application/pdf")
    name = _name(meeting, "convocation", "pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _inside(request, pk: int) -> Meeting:
    meeting = meeting_for(request, pk)
    if not perms.may_read_papers(request.membership, meeting.committee):
        raise Http404
    return meeting


def _name(meeting: Meeting, what: str, extension: str) -> str:
    return f"{meeting.committee.slug}-{timezone.localdate(meeting.starts_at)}-{what}.{extension}"
