"""What a file is, read from its content: its name is only what somebody called it.

What is accepted is what members exchange: PDF, office files without programs, images, plain text.
"""

import io
import zipfile
from typing import BinaryIO

import filetype
from django.db import models
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from portal.design.typography import french

HEAD = 8192  # bytes
MOST_UNPACKED = 300 * 1024 * 1024  # bytes
MOST_PACKED_TIMES = 200
MOST_ENTRIES = 5_000
MOST_PIXELS = 80_000_000


class Kind(models.TextChoices):
    """What is accepted. The value is also the extension that the file is given back with."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PPTX = "pptx", "PowerPoint"
    ODT = "odt", "texte OpenDocument"
    ODS = "ods", "tableur OpenDocument"
    ODP = "odp", "présentation OpenDocument"
    PNG = "png", "image PNG"
    JPEG = "jpg", "image JPEG"
    WEBP = "webp", "image WebP"
    CSV = "csv", "tableau CSV"
    TXT = "txt", "texte"


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    Kind.PPTX: f"{_OFFICE}presentationml.presentation",
    Kind.ODT: f"{_ODF}text",
    Kind.ODS: f"{_ODF}spreadsheet",
    Kind.ODP: f"{_ODF}presentation",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.TXT: "text/plain; charset=utf-8",
}
IMAGES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})
INLINE = IMAGES | {Kind.PDF}
"""What a browser shows by itself, without running anything of it."""

_OPEN_DOCUMENT = {CONTENT_TYPES[kind].encode(): kind for kind in (Kind.ODT, Kind.ODS, Kind.ODP)}
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": Kind.DOCX,
    b"spreadsheetml.sheet.main+xml": Kind.XLSX,
    b"presentationml.presentation.main+xml": Kind.PPTX,
    b"presentationml.slideshow.main+xml": Kind.PPTX,
}
_PICTURES = {"image/png": Kind.PNG, "image/jpeg": Kind.JPEG, "image/webp": Kind.WEBP}
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"#!", b"<?php")

ACCEPTED = "PDF, Word, Excel, PowerPoint, OpenDocument, images PNG, JPEG ou WebP, texte et CSV"
OTHER = f"Ce type de fichier n’est pas accepté. Le sont : {ACCEPTED}."
PROGRAM = "Ce fichier contient un programme (macro ou script) : enregistrez-le sans."
LOCKED = "Ce fichier est protégé (mot de passe ou restrictions) : enregistrez-le sans protection."
BROKEN = "Ce fichier est abîmé : il ne s’ouvre pas."
OLD = "Ce fichier est d’un ancien format d’Office, ou protégé : enregistrez-le en .docx, .xlsx, .pptx ou en PDF."
BOMB = "Ce fichier, une fois déplié, serait démesuré."


class RefusedFileError(ValueError):
    """The file is not accepted; the message says why, in French, to whoever sent it."""

    def __init__(self, reason: str):
        super().__init__(french(reason))


def recognise(file: BinaryIO, name: str) -> Kind:
    """Return what ``file`` is. Raises RefusedFileError when it is nothing that is accepted.

    ``name`` tells a table from a plain text, and nothing else. The file is left at its beginning.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        return _kind_of(file, head, name)
    finally:
        file.seek(0)


def _kind_of(file: BinaryIO, head: bytes, name: str) -> Kind:
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedFileError(OLD)
    guessed = filetype.guess_mime(head)
    if guessed in _PICTURES:
        return _picture(file, _PICTURES[guessed])
    if guessed:
        raise RefusedFileError(OTHER)
    return _text(file, name)


def _pdf(file: BinaryIO) -> Kind:
    try:
        file.seek(0)
        reader = PdfReader(file)
        if reader.is_encrypted:  # even when all may read it: the restrictions keep screen readers out
            raise RefusedFileError(LOCKED)
        if _runs_something(reader.root_object):
            raise RefusedFileError(PROGRAM)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError) as error:
        if isinstance(error, RefusedFileError):
            raise
        raise RefusedFileError(BROKEN) from error
    return Kind.PDF


def _runs_something(root) -> bool:
    names = root.get("/Names")
    action = root.get("/OpenAction")
    action = action.get_object() if action is not None else None
    kind = action.get("/S") if isinstance(action, dict) else None
    return (names is not None and "/JavaScript" in names.get_object()) or kind in {"/JavaScript", "/Launch"}


def _packed(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_a_bomb(entries)
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise RefusedFileError(LOCKED)
            names = {entry.filename for entry in entries}
            _refuse_programs(names)
            return _office(archive, names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, NotImplementedError, EOFError) as error:
        raise RefusedFileError(BROKEN) from error


def _refuse_a_bomb(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_PACKED_TIMES * max(packed, 50_000):
        raise RefusedFileError(BOMB)


def _refuse_programs(names: set[str]) -> None:
    for name in names:
        lower = name.lower()
        if lower.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in lower:
            raise RefusedFileError(PROGRAM)
        if lower.startswith(("basic/", "scripts/")) and not lower.endswith("/"):
            raise RefusedFileError(PROGRAM)


def _office(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if "mimetype" in names:
        kind = _OPEN_DOCUMENT.get(_read(archive, "mimetype").strip())
        if kind is None or "content.xml" not in names:
            raise RefusedFileError(OTHER)
        if b"encryption-data" in _read(archive, "META-INF/manifest.xml", names):
            raise RefusedFileError(LOCKED)
        return kind
    types = _read(archive, "[Content_Types].xml", names)
    if b"macroEnabled" in types:
        raise RefusedFileError(PROGRAM)
    for part, kind in _MAIN_PARTS.items():
        if part in types:
            return kind
    raise RefusedFileError(OTHER)


def _read(archive: zipfile.ZipFile, name: str, names: set[str] | None = None) -> bytes:
    if names is not None and name not in names:
        return b""
    with archive.open(name) as entry:
        return entry.read(1024 * 1024)


def _picture(file: BinaryIO, kind: Kind) -> Kind:
    try:
        file.seek(0)
        with Image.open(io.BytesIO(file.read()), formats=["PNG", "JPEG", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RefusedFileError(BOMB)
            picture.verify()
    except Image.DecompressionBombError as error:
        raise RefusedFileError(BOMB) from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError) as error:
        raise RefusedFileError(BROKEN) from error
    return kind


def _text(file: BinaryIO, name: str) -> Kind:
    file.seek(0)
    content = file.read()
    text = decoded(content)
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        raise RefusedFileError(OTHER)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:HEAD].lower().startswith(_MARKUP) or "<script" in text.lower():
        raise RefusedFileError(OTHER)
    return Kind.CSV if name.lower().endswith(".csv") else Kind.TXT


def decoded(content: bytes) -> str:
    """Return a plain text, in UTF-8 or as Windows writes French. Raises RefusedFileError when it is neither."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedFileError(OTHER)
