"""Papers read back: their words on one line, and what those who listen to them are told."""

import io
import re

import pypdf
from django.utils import timezone

from trainings import attendance
from trainings.attendance import Tick


def pdf(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def plain(text: str) -> str:
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


def text_of(content: bytes) -> str:
    return plain("\n".join(page.extract_text() for page in pdf(content).pages))


def is_tagged(content: bytes) -> bool:
    """Whether it says that it is tagged for everybody (PDF/UA-1)."""
    root = pdf(content).trailer["/Root"]
    is_ua = re.search(r"pdfuaid:part[>=\"]+1\b", root["/Metadata"].get_data().decode())
    return bool(is_ua and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root)


def tick(row, half_day, mark, by, *, at=None):
    return attendance.mark(half_day, [Tick(row.pk, mark, at or timezone.now())], by=by)
