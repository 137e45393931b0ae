"""The papers of trainings: one's own convocation and certificates, and those of a session."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from portal.pages.pictures import letterhead_of
from trainings import certificates, convocations, perms, sheets
from trainings.models import Registration
from trainings.telling import shown_sessions
from trainings.views.lists import runners_only


@require_safe
def convocation(request, pk: int):
    """One's own convocation, as the session is now."""
    row = _own(request, pk)
    if not convocations.may_have(row):
        raise Http404
    return pdf(convocations.paper_of(row, shown_sessions().get(pk=row.session_id)), convocations.NAME)


@require_safe
def mine(request, pk: int, kind: str):
    """One's own certificate, or attestation: the valid one."""
    return _certified(_own(request, pk), kind)


@runners_only
@require_safe
def theirs(request, pk: int, row: int, kind: str):
    """The certificate of somebody of a session, for who keeps the trainings."""
    if not perms.may_keep(request.membership):
        raise PermissionDenied
    rows = Registration.objects.select_related("session__tenant").prefetch_related("session__tenant__domains")
    return _certified(get_object_or_404(rows, pk=row, session=pk), kind)


@runners_only
@require_safe
def sheet(request, pk: int):
    """The attendance sheet of a session, or of one of its half-days."""
    rows = shown_sessions() if perms.may_keep(request.membership) else shown_sessions().filter(
        pk__in=perms.runs(request.membership).values("pk")
    )  # fmt: skip
    session = get_object_or_404(rows, pk=pk, is_taken_over=False)
    asked = request.GET.get("demi-journee", "")
    half_days = [each for each in session.half_days.all() if asked in ("", str(each.pk))]
    if not half_days:
        raise Http404
    name = f"emargement-{slugify(session.training.title)[:60] or pk}-{timezone.localdate(session.starts_at)}.pdf"
    return pdf(sheets.sheet_of(session, half_days), name)


def _certified(row: Registration, kind: str) -> HttpResponse:
    certificate = get_object_or_404(row.certificates.valid())
    tenant = row.session.tenant
    address = tenant.base_url + reverse("certificate_check", settings.ROOT_URLCONF, args=[certificate.shown_code])
    content = certificates.paper_of(certificate, kind, look=letterhead_of(tenant), address=address)
    return pdf(content, f"{kind}-{slugify(certificate.title)[:60] or row.pk}-{certificate.starts_on}.pdf")


def _own(request, pk: int) -> Registration:
    rows = Registration.objects.select_related("session__tenant", "membership__user", "organisation")
    return get_object_or_404(rows, pk=pk, membership=request.membership)


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
