"""The papers of a solicitation. Each one that bears a reference is a line in the journal."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from extranet.solicitations import journal, papers, perms
from extranet.solicitations.grounds import Grounds, grounds_of
from extranet.solicitations.models import Solicitation


@require_safe
def blank_notice(request):
    """What to hand out while the person is informed, before anything is sent: every member may."""
    return _pdf(papers.notice(request.tenant, _grounds(request)), "notice.pdf")


@require_safe
def notice(request, reference: str):
    """The same, with the platform and the reference: for whoever may read the solicitation."""
    row = _row(request, reference)
    paper = papers.notice(request.tenant, _grounds(request), platform=row.platform, reference=row.reference)
    return _printed(request, row, paper, "notice")


@require_safe
def slip(request, reference: str):
    """For its author alone, once it is sent: the others need no link to the household."""
    row = _row(request, reference)
    if row.is_draft:
        raise Http404
    if not perms.is_author(request.membership, row):
        raise PermissionDenied
    return _printed(request, row, papers.slip(row), "bordereau")


def _row(request, reference: str) -> Solicitation:
    rows = perms.visible(request.membership).select_related("platform", "tenant")
    return get_object_or_404(rows, reference=reference)


def _grounds(request) -> Grounds:
    """Return what the tenant recorded: without it the module is off, and there is nothing to hand out."""
    grounds = grounds_of(request.tenant)
    if grounds is None:
        raise Http404
    return grounds


def _printed(request, row: Solicitation, paper: bytes, name: str) -> HttpResponse:
    if not row.is_draft:  # of a draft nothing stays
        journal.write(row, journal.Act.PRINTED, by=request.membership, detail=name)
    return _pdf(paper, f"{row.reference}-{name}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
