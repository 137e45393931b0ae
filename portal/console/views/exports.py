"""A tenant's exports: asked for from its sheet, downloaded while they are kept."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from portal.console.archive.exports import ask_for_export
from portal.console.archive.shelf import shelf
from portal.console.decorators import operator_only
from portal.console.models import Export
from portal.design.typography import french
from portal.documents.storage import piece_of
from portal.tenancy.models import Tenant


@operator_only
@require_POST
def ask(request, slug: str):
    ask_for_export(get_object_or_404(Tenant, slug=slug), by=request.account)
    messages.success(request, french("L’export est demandé : l’archive se prépare, même si vous quittez cette page."))
    return redirect("console_tenant", slug)


@operator_only
@require_safe
@cache_control(private=True, no_store=True)
def download(request, pk: int):
    export = get_object_or_404(Export, pk=pk)
    if export.state != "ready":
        raise Http404
    try:
        size = shelf().size(export.path)
        piece = piece_of(shelf(), export.path, 0, size)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = StreamingHttpResponse(piece, content_type="application/zip")
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = content_disposition_header(True, export.file_name)
    answer["Content-Encoding"] = "identity"  # or it would be compressed again, and its length not be said
    return answer
