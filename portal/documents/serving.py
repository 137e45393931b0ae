"""A version's file, given to who may open it and to nobody else: piece by piece, whatever the storage."""

import re

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, parse_etags

from portal.documents import services
from portal.documents.kinds import IMAGES
from portal.documents.models import Version
from portal.documents.perms import may_open
from portal.documents.storage import piece_of

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'self'"
VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""For PDFs: browsers show nothing of a sandboxed one."""


def serve(request: HttpRequest, version: Version) -> HttpResponse:
    """Answer with the file of a version, or the part of it that was asked for, and write that a member opened it.

    Raises Http404 for whoever may not open it. ``?telecharger`` saves what a browser would have shown.
    """
    if not may_open(request.user, request.membership, version):
        raise Http404
    etag = f'"{version.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _dressed(HttpResponseNotModified(), request, version, etag)
    part = _asked_part(request, version.size, etag)
    if part is None:
        refused = HttpResponse(status=416, content_type="text/plain")
        refused["Content-Range"] = f"bytes */{version.size}"
        return _dressed(refused, request, version, etag)
    start, end, is_whole = part
    if is_whole and _goes_by_itself(request, version):
        return _signed(request, version)
    try:
        piece = piece_of(version.file.storage, version.file.name, start, end)
    except FileNotFoundError as error:
        raise Http404 from error
    if start == 0:
        _note(request, version)
    response = StreamingHttpResponse(piece, status=200 if is_whole else 206, content_type=version.content_type)
    response["Content-Length"] = str(end - start)
    if not is_whole:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{version.size}"
    return _dressed(response, request, version, etag)


def _note(request: HttpRequest, version: Version) -> None:
    if request.membership and request.method == "GET" and not is_guess(request):
        services.record_reading(request.membership, version)


def _goes_by_itself(request: HttpRequest, version: Version) -> bool:
    """Say whether the browser may fetch the file from the bucket: where the operator allows it, for a page of its own.

    What stands in one of our pages comes from here: their policy takes nothing from elsewhere.
    """
    is_a_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    is_signed = settings.PRIVATE_SIGNED_SECONDS and hasattr(version.file.storage, "signed_url")
    return bool(is_signed and is_a_page and request.method == "GET")


def _signed(request: HttpRequest, version: Version) -> HttpResponse:
    """Send the browser to an address that is good for seconds, and that says what the file is as we would."""
    address = version.file.storage.signed_url(
        version.file.name, seconds=settings.PRIVATE_SIGNED_SECONDS, content_type=version.content_type,
        disposition=content_disposition_header(_is_saved(request, version), version.name),
    )  # fmt: skip
    _note(request, version)
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _is_saved(request: HttpRequest, version: Version) -> bool:
    return not version.is_shown_inline or "telecharger" in request.GET


def _asked_part(request: HttpRequest, size: int, etag: str) -> tuple[int, int, bool] | None:
    """Return (start, end, is the whole), or None for a part that the file does not have.

    A range that is not understood, several at once, or of another version (If-Range), means the whole.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    is_other = request.headers.get("If-Range", etag) != etag
    if asked is None or asked.groups() == ("", "") or is_other or request.method != "GET":
        return 0, size, True
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if first and last and int(last) < int(first):
        return 0, size, True
    return (start, end, False) if start < end else None


def is_guess(request: HttpRequest) -> bool:
    """Say whether the browser fetches it in case somebody asks: nobody opened it."""
    said = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in said or "prerender" in said


def _dressed(response: HttpResponse, request: HttpRequest, version: Version, etag: str) -> HttpResponse:
    # Compressed on the way it would have another length, and its parts would not be its own.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    is_saved = _is_saved(request, version)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX if is_saved or version.kind in IMAGES else VIEWER
    response["Content-Disposition"] = content_disposition_header(is_saved, version.name)
    return response
