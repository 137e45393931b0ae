"""A version's file, given to who may open it and to nobody else: piece by piece, whatever the storage."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from portal.documents import services
from portal.documents.kinds import IMAGES
from portal.documents.models import Version
from portal.documents.perms import may_open

CHUNK = 64 * 1024  # bytes
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'self'"
VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""For PDFs: browsers show nothing of a sandboxed one."""


class Piece:
    """The bytes ``start`` to ``end`` (excluded) of an open file, which is closed with the answer."""

    def __init__(self, file: BinaryIO, start: int, end: int):
        self.file, self.left = file, end - start
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(min(CHUNK, self.left))
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


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
    try:
        file = version.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    if request.membership and request.method == "GET" and start == 0 and not is_guess(request):
        services.record_reading(request.membership, version)
    response = StreamingHttpResponse(
        Piece(file, start, end), status=200 if is_whole else 206, content_type=version.content_type
    )
    response["Content-Length"] = str(end - start)
    if not is_whole:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{version.size}"
    return _dressed(response, request, version, etag)


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
    is_saved = not version.is_shown_inline or "telecharger" in request.GET
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX if is_saved or version.kind in IMAGES else VIEWER
    response["Content-Disposition"] = content_disposition_header(is_saved, version.name)
    return response
