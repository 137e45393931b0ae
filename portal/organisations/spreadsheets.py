"""Tables as people exchange them: CSV or XLSX in, CSV or XLSX out. Knows nothing of what the columns mean."""

import csv
import datetime
import io
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from portal.design.typography import french

MOST_LINES = 2_000
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of a workbook, which is a zip
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; OWASP, « CSV injection »."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_LONG = french("Ce fichier a plus de 2 000 lignes : coupez-le en plusieurs.")
UNREADABLE = french("Ce fichier ne se lit pas. Enregistrez-le au format CSV ou XLSX, sans mot de passe.")


class UnreadableError(ValueError):
    """The file cannot be read; the message says why, in French."""


def read(name: str, content: bytes) -> list[list[str]]:
    """Return the lines of a file as texts, the header first. Raises UnreadableError."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(french("Ce fichier dépasse 2 Mo : coupez-le en plusieurs."))
    rows = _read_xlsx(content) if name.lower().endswith(".xlsx") else _read_csv(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_LINES + 1:
        raise UnreadableError(TOO_LONG)
    return rows


def _read_csv(content: bytes) -> list[list[str]]:
    if b"\0" in content:
        raise UnreadableError(UNREADABLE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Excel writes in France
    header = text.partition("\n")[0]
    separator = max(";,\t", key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UnreadableError(UNREADABLE) from error
    return [[unguarded(cell.strip()) for cell in row] for row in rows]


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableError(TOO_LONG)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UnreadableError(UNREADABLE) from error
    try:
        sheet = book.worksheets[0]
        # One line more than may be read, with the header: enough to know that there are too many.
        lines = sheet.iter_rows(max_row=MOST_LINES + 2, max_col=60, values_only=True)
        return [[unguarded(_text(cell)) for cell in line] for line in lines]
    except (IndexError, KeyError, ValueError, SyntaxError, TypeError) as error:
        raise UnreadableError(UNREADABLE) from error
    finally:
        book.close()


def _text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def write_csv(rows: list[list[str]]) -> bytes:
    """Return the rows as Excel opens them in France: semicolons, UTF-8 with its mark, no formula."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: list[list[str]], title: str) -> bytes:
    """Return the rows as a workbook of one sheet, every cell a text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for n, row in enumerate(rows, 1):
        for m, value in enumerate(row, 1):
            cell = sheet.cell(n, m)
            cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", guarded(value)), "s"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def guarded(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula; an apostrophe that was there is kept apart from ours."""
    return f"'{cell}" if cell.startswith((*DANGEROUS, "'")) else cell


def unguarded(cell: str) -> str:
    """Return what ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*DANGEROUS, "'")) else cell
