"""Tables as people exchange them: CSV or XLSX in, CSV or XLSX out. Knows nothing of what the columns mean."""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, zip_longest

from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from portal.design.typography import french

MOST_LINES = 2_000
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of a workbook, which is a zip
DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")
"""A spreadsheet takes a cell that begins so for a formula; OWASP, « CSV injection »."""

LONGEST_TITLE = 31
LONGEST_TEXT = 32_767
"""Characters of a sheet's name, and of a cell, that Excel opens."""
NARROWEST, WIDEST = 8, 60
HEADER, TOP = Font(bold=True), Alignment(vertical="top", wrap_text=True)
FORMS = (
    (datetime.datetime, "dd/mm/yyyy hh:mm"),
    (datetime.date, "dd/mm/yyyy"),
    (datetime.time, "hh:mm"),
)
"""How days and hours are shown; a moment is a day too, so it comes first."""

type Cell = str | bool | int | float | Decimal | datetime.date | datetime.time | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_LONG = french("Ce fichier a plus de 2 000 lignes : coupez-le en plusieurs.")
VALUES = "collez les valeurs à sa place, puis enregistrez."
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


def refuse_formulas(name: str, content: bytes, rows: list[list[str]]) -> None:
    """Raise UnreadableError where what ``read`` gave is the result of a formula, or text that nobody can read.

    A result may be years old, or of another file: who imports facts copies the values.
    """
    for number, row in enumerate(rows, 1):
        if any("\N{REPLACEMENT CHARACTER}" in cell for cell in row):
            raise UnreadableError(
                french(f"La ligne {number} contient des caractères illisibles. Enregistrez le fichier en UTF-8.")
            )
        if any(cell.startswith("=") for cell in row):
            raise UnreadableError(french(f"La ligne {number} contient une formule : {VALUES}"))
    if name.lower().endswith(".xlsx"):
        book = load_workbook(io.BytesIO(content), read_only=True)
        try:
            for line in book.worksheets[0].iter_rows(max_row=MOST_LINES + 2, max_col=60):
                if found := next((cell for cell in line if cell.data_type == "f"), None):
                    raise UnreadableError(french(f"La case {found.coordinate} contient une formule : {VALUES}"))
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


@dataclass(frozen=True)
class Sheet:
    """A table to write: its first row is the header. A cell is a text, a number, a day, a moment, an hour, a truth
    value or None; ``widths``: of columns, in characters, else as wide as what is in them.
    """

    title: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


def write_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the rows as Excel opens them in France: semicolons, UTF-8 with its mark, no formula."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    """Return a cell as a French spreadsheet reads it: « 01/03/2026 », « 12,5 », « oui »."""
    cell = _local(cell)
    if isinstance(cell, str):
        return guarded(cell)
    if cell is None or isinstance(cell, bool):
        return _text(cell)
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return f"{cell:%H:%M}" if isinstance(cell, datetime.time) else str(cell).replace(".", ",")


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook: what is a number or a day stays one, what is a text is never a formula."""
    book = Workbook()
    book.remove(book.active)
    titles: set[str] = set()
    for sheet in sheets:
        _fill(book.create_sheet(_title(sheet.title, titles)), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for n, row in enumerate(sheet.rows, 1):
        for m, value in enumerate(row, 1):
            _put(page.cell(n, m), _local(value))
    for cell in page[1]:
        cell.font, cell.alignment = HEADER, TOP
    page.freeze_panes = "A2"
    widths = sheet.widths or [_width(column) for column in zip_longest(*sheet.rows)]
    for m, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(m)].width = width


def _put(cell, value: Cell) -> None:
    if value is None:
        return
    if isinstance(value, str | bool):
        text = value if isinstance(value, str) else _text(value)
        cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", guarded(text))[:LONGEST_TEXT], "s"
        return
    cell.value = value
    if kind := next((form for kind, form in FORMS if isinstance(value, kind)), ""):
        cell.number_format = kind


def _local(value: Cell) -> Cell:
    """A workbook knows no time zone: a moment is written as a clock shows it here."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value


def _width(column: Sequence[Cell]) -> int:
    longest = max((len(line) for cell in column for line in _written(cell).splitlines()), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _title(title: str, taken: set[str]) -> str:
    """Return a name that a workbook takes: without its signs, short, unlike the others."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '") or "Feuille"
    found = name[:LONGEST_TITLE]
    for n in count(2):
        if found.casefold() not in taken:
            break
        found = f"{name[: LONGEST_TITLE - len(str(n)) - 1]} {n}"
    taken.add(found.casefold())
    return found


def guarded(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula; an apostrophe that was there is kept apart from ours."""
    return f"'{cell}" if cell.startswith((*DANGEROUS, "'")) else cell


def unguarded(cell: str) -> str:
    """Return what ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*DANGEROUS, "'")) else cell
