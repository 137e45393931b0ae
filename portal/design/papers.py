"""Papers: PDFs made by typst, tagged (PDF/UA-1, ISO 14289-1), in the look of an authority. The same on every machine.

A paper is a template of ``templates/papers/`` on its ``base.typ``. What it shows is data, never a part of its source.
"""

import datetime
import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.formats import date_format

from portal.design.look import Look
from portal.design.typography import french, french_date

FOLDER = Path(__file__).resolve().parents[2] / "templates/papers"
"""typst reads nothing outside of it."""
FONTS = Path(__file__).parent / "fonts"
STANDARD = "ua-1"
LONG_WORD, LONGEST_WORD = re.compile(r"[^ \t\n]{21,}"), 30
"""What may be broken, or it would run out of its column: a long address, and what is longer than any French word."""
PIECE = re.compile(r"[^-@./_&=?]{1,12}[-@./_&=?]*|[-@./_&=?]{1,12}")
BREAK_HERE = "\N{ZERO WIDTH SPACE}"
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{SOFT HYPHEN}" + BREAK_HERE
NOT_IN_OUR_FONTS = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
MARKS = {"Mn", "Mc", "Me", "Cf"}
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class PaperError(Exception):
    """A template does not make a paper that everybody can read; the message says where and why, to a developer."""


def print_paper(
    template: str, data: dict, *, look: Look, title: str, at: datetime.datetime, language: str = "fr"
) -> bytes:
    """Return a PDF/UA-1: the same bytes for the same input.

    ``template``: below ``templates/papers/``, without its ending (« trainings/certificate »). ``data``: texts, numbers,
    booleans, lists and dicts of them; a text prints as it is written, with French spaces, less what no font draws.
    ``at``: when it is printed, with its time zone. Raises PaperError when the template is at fault, TypeError when
    the data are not plain.
    """
    source = _source(template)
    printed_on = french_date(date_format(timezone.localtime(at), "j F Y"))
    shown = {"name": look.name, "place": look.place}
    given = printable({"data": data, "look": shown, "title": title, "printed_on": printed_on, "language": language})
    given["look"] |= {"colours": look.colours, "logo": list(look.logo) if is_read(look.logo) else None}
    while True:
        try:
            return _compile(source, {"given": json.dumps(given, ensure_ascii=False, allow_nan=False)}, at)
        except typst.TypstError as error:
            before, given = given, _without(given, _undrawn(error))
            if given == before:  # nothing that was typed is at fault
                raise PaperError(_explained(template, error)) from error


def printable(value):
    """Return plain data as they are printed: whole accents, French spaces, no control, no word wider than a page."""
    if isinstance(value, str):
        text = "".join(c for c in unicodedata.normalize("NFC", value.replace("\r\n", "\n")) if _is_written(c))
        return LONG_WORD.sub(_with_breaks, french(text))
    if isinstance(value, dict):
        return {key: printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


def _is_written(character: str) -> bool:
    """Controls, orders to write backwards (which would turn a paper's own words round), halves of signs are not."""
    return character in {"\n", "\t", *JOINERS} or unicodedata.category(character)[0] != "C"


def _with_breaks(found: re.Match) -> str:
    word = found[0]
    is_broken = "@" in word or "://" in word or max(map(len, word.split("-"))) > LONGEST_WORD
    return BREAK_HERE.join(PIECE.findall(word)) if is_broken else word


@lru_cache(maxsize=32)
def is_read(logo: bytes) -> bool:
    """Say whether typst prints this image (PNG, JPEG, GIF, WebP, SVG). Without a logo, the portal's sign stands."""
    shown = b'#set document(title: "Logo")\n#pdf.artifact(image(bytes(json(bytes(sys.inputs.logo)))))'
    try:
        _compile(shown, {"logo": json.dumps(list(logo))})
    except typst.TypstError:
        return False
    return True


def _source(template: str) -> Path:
    path = (FOLDER / f"{template}.typ").resolve()
    if not path.is_relative_to(FOLDER) or not path.is_file():
        raise PaperError(f"there is no template {template}.typ in templates/papers/")
    return path


@cache
def _fonts() -> typst.Fonts:
    """Ours, then those that typst carries: none of the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _compile(source: Path | bytes, inputs: dict[str, str], at: datetime.datetime | None = None) -> bytes:
    return typst.compile(
        source,
        format="pdf",
        root=FOLDER,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=[STANDARD],
        timestamp=int(at.timestamp()) if at else None,
    )


def _undrawn(error: typst.TypstError) -> str:
    """Return what to drop of the signs that no font draws. typst names all of them at once.

    It names a letter with the mark it cannot put on it: the marks go first, and the letter is tried again without.
    """
    named = ESCAPED.sub(_sign, "".join(NOT_IN_OUR_FONTS.findall(error.diagnostic)))
    marks = [sign for sign in named if unicodedata.category(sign) in MARKS]
    return "".join(marks or [sign for sign in named if not sign.isascii()] or named)


def _sign(found: re.Match) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def _without(value, signs: str):
    if isinstance(value, str):
        return value.translate(dict.fromkeys(map(ord, signs)))
    if isinstance(value, dict):
        return {key: _without(each, signs) for key, each in value.items()}
    return [_without(each, signs) for each in value] if isinstance(value, list) else value


def _explained(template: str, error: typst.TypstError) -> str:
    return f"templates/papers/{template}.typ makes no PDF/UA-1: {error.message}\n{error.diagnostic}".strip()
