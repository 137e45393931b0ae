"""The picture that stands for a page where it is shared: a title, in the house's letters and an authority's colours."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portal.design.look import Look

WIDTH, HEIGHT = 1200, 630
"""In pixels: what networks ask for (OpenGraph, 1.91:1)."""
MARGIN, STRIPE = 84, 18
WHITE = "#ffffff"
SIZES = (84, 72, 62, 54)
"""Of the title, in pixels: the largest that fits."""
MOST_LINES, LEADING = 4, 1.18
FONTS = Path(__file__).resolve().parent / "fonts"
BOLD, REGULAR = "AtkinsonHyperlegibleNext_700Bold.ttf", "AtkinsonHyperlegibleNext_400Regular.ttf"
COLOURS = 64
"""Of a palette: flat colours and the edges of letters need no more, and the file weighs a third."""


@dataclass(frozen=True)
class Card:
    """``label`` says what it is, above the title (a date, « Formation »)."""

    title: str
    label: str
    look: Look


def draw(card: Card) -> bytes:
    """Return the picture as PNG, WIDTH × HEIGHT."""
    look = card.look
    picture = Image.new("RGB", (WIDTH, HEIGHT), look.brand_deep)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, STRIPE, HEIGHT), fill=look.spark)
    pen.text((MARGIN, 74), _fitting(card.label or look.place, _font(REGULAR, 36)), font=_font(REGULAR, 36), fill=WHITE)
    size, lines = _set(card.title)
    font, top = _font(BOLD, size), 150 + (4 * 62 * LEADING - len(lines) * size * LEADING) / 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * LEADING), line, font=font, fill=WHITE)
    pen.line((MARGIN, 508, WIDTH - MARGIN, 508), fill=look.spark, width=3)
    pen.text((MARGIN, 536), _fitting(_signature(look), _font(REGULAR, 34)), font=_font(REGULAR, 34), fill=WHITE)
    file = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _signature(look: Look) -> str:
    return f"{look.place} – {look.name}"


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def _set(title: str) -> tuple[int, list[str]]:
    """Return the size and the lines of a title: the largest that fits, and an ellipsis where none does."""
    for size in SIZES:
        lines = _lines(title, _font(BOLD, size))
        if len(lines) <= MOST_LINES - (size > SIZES[2]) and all(_fits(line, _font(BOLD, size)) for line in lines):
            return size, lines
    font = _font(BOLD, SIZES[-1])
    kept = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        kept[-1] += "…"
    return SIZES[-1], [_fitting(line, font) for line in kept]


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Break a text at its plain spaces: what no-break spaces join stays together."""
    lines: list[str] = []
    for word in filter(None, text.replace("\n", " ").split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _fits(longer, font):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitting(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a text that fits on one line, cut with an ellipsis where it does not."""
    if _fits(text, font):
        return text
    text = text.rstrip("…")
    while text and not _fits(f"{text}…", font):
        text = text[:-1]
    return f"{text.rstrip()}…"


def _fits(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(text) <= WIDTH - 2 * MARGIN
