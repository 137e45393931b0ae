"""Several documents as one file: what the person who asks may open of them, under names that follow an order."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone

from portal.documents import services
from portal.documents.models import Version
from portal.documents.perms import openable
from portal.documents.serving import is_guess

ZIP = "application/zip"
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
"""What no file may be called somewhere: Windows is the strictest."""
LONGEST = 120  # characters of a name, without its extension


def serve(request: HttpRequest, named: Iterable[tuple[str, Version]], *, name: str) -> HttpResponse:
    """Answer with these versions as one archive, each under its name; each counts as opened by who asks.

    What they may not open is left out, and what the storage has lost. Raises Http404 when nothing is left.
    """
    named = list(named)
    asked = Version.objects.filter(pk__in=[version.pk for _, version in named])
    allowed = set(openable(request.user, request.membership, asked).values_list("pk", flat=True))
    named = [(title, version) for title, version in named if version.pk in allowed]
    if not named:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse(content_type=ZIP)
    file, packed = pack(named)
    if not packed:
        file.close()
        raise Http404
    if not is_guess(request):
        for version in packed:
            services.record_reading(request.membership, version)
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is compressed as far as it goes
    response = FileResponse(file, as_attachment=True, filename=name, content_type=ZIP)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def pack(named: Iterable[tuple[str, Version]]) -> tuple[BinaryIO, list[Version]]:
    """Return an archive on disk, which is gone once closed, and the versions that are in it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the answer that it is read into)
    packed, names = [], set()
    with zipfile.ZipFile(file, "w") as archive:  # stored as they are: most of these formats are compressed already
        for title, version in named:
            try:
                content = version.file.open()
            except FileNotFoundError:
                continue
            entry = zipfile.ZipInfo(free_name(title, version.kind, names), _moment(version))
            with content, archive.open(entry, "w", force_zip64=True) as inside:
                shutil.copyfileobj(content, inside)
            packed.append(version)
    file.seek(0)
    return file, packed


def free_name(title: str, kind: str, taken: set[str]) -> str:
    """Return « 02 – Budget.pdf », or « 02 – Budget (2).pdf » when that is taken, and note it as taken."""
    stem = " ".join(FORBIDDEN.sub(" ", title).split())[:LONGEST].strip(". ") or "document"
    name, number = f"{stem}.{kind}", 2
    while name.casefold() in taken:
        name, number = f"{stem} ({number}).{kind}", number + 1
    taken.add(name.casefold())
    return name


def _moment(version: Version) -> tuple[int, int, int, int, int, int]:
    return timezone.localtime(version.created_at).timetuple()[:6]
