"""The words of a file, for the search. Never shown as a page: an extract at most."""

import io
import re
import time
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from defusedxml import ElementTree
from pypdf import PdfReader

from portal.documents.kinds import Kind, decoded

MOST_SIGNS = 200_000
"""Some hundred pages; what follows is not found."""
MOST_PAGES = 400
MOST_SECONDS = 60
MOST_IN_A_PART = 30 * 1024 * 1024  # bytes, unpacked

PARTS = {
    Kind.DOCX: r"word/(document|footnotes|header\d*|footer\d*)\.xml",
    Kind.XLSX: r"xl/(sharedStrings|worksheets/sheet\d+)\.xml",
    Kind.PPTX: r"ppt/slides/slide\d+\.xml",
    Kind.ODT: r"content\.xml",
    Kind.ODS: r"content\.xml",
    Kind.ODP: r"content\.xml",
}
BLOCKS = {"p", "h", "tab", "br", "line-break", "table-cell", "c", "si", "s"}
"""Elements, of either family, before which a word ends."""
NOT_WORDS = {"v", "f"}
"""A spreadsheet's numbers, which point at its strings, and its formulas."""


def text_of(file: BinaryIO, kind: Kind) -> str:
    """Return the words of a file, MOST_SIGNS at most; "" for an image. Raises whatever its reader raises."""
    file.seek(0)
    if kind == Kind.PDF:
        pieces = _pages(file)
    elif kind in PARTS:
        pieces = _parts(file, re.compile(PARTS[kind]))
    elif kind in {Kind.CSV, Kind.TXT}:
        pieces = iter([decoded(file.read())])
    else:
        return ""
    return _joined(pieces)


def _joined(pieces: Iterator[str]) -> str:
    kept, length = [], 0
    for piece in pieces:
        words = re.sub(r"\s+", " ", piece.replace("\0", " ")).strip()
        kept.append(words)
        length += len(words) + 1
        if length >= MOST_SIGNS:
            break
    # Half a character, as some PDFs hold, has no place in the database.
    return " ".join(kept)[:MOST_SIGNS].encode("utf-8", "ignore").decode().strip()


def _pages(file: BinaryIO) -> Iterator[str]:
    started = time.monotonic()
    for number, page in enumerate(PdfReader(file).pages):
        if number >= MOST_PAGES or time.monotonic() - started > MOST_SECONDS:
            return
        yield page.extract_text()


def _parts(file: BinaryIO, wanted: re.Pattern) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: _order(entry.filename)):
            if wanted.fullmatch(entry.filename):
                with archive.open(entry) as part:
                    content = part.read(MOST_IN_A_PART + 1)
                if len(content) <= MOST_IN_A_PART:
                    yield "".join(_words(ElementTree.parse(io.BytesIO(content)).getroot()))


def _order(name: str) -> list[str | int]:
    return [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", name)]


def _words(root) -> Iterator[str]:
    """Yield the texts below an element in reading order, without recursion: what is nested has no bound."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if name in BLOCKS:
            yield " "
        for child in reversed(node):
            if child.tail:
                waiting.append(child.tail)
            waiting.append(child)
        if node.text and name not in NOT_WORDS:
            yield node.text
