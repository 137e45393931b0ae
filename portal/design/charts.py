"""Bars: the numbers of a figure, ready to be drawn on a page and on paper. Nothing here knows what they count."""

from dataclasses import dataclass
from decimal import Decimal

from portal.design.typography import french, number

Number = int | float | Decimal
NOT_KNOWN = "non renseigné"
MOST_SERIES = 2


@dataclass(frozen=True)
class Hidden:
    """A count that is not told, because it would tell on people: only that it is under ``below``.

    ``below`` None: not even that, for one that is hidden so that another cannot be found again.
    """

    below: int | None = 5

    def __str__(self) -> str:
        return "masqué" if self.below is None else f"moins de {self.below}"


@dataclass(frozen=True)
class Cell:
    """One bar. ``share``: its length, 0 to 1, of the longest; ``tone``: 1 or 2, its series."""

    series: str
    kind: str
    """« bar », « hidden » (hatched up to where it may reach) or « absent » (no bar)."""
    text: str
    share: float
    tone: int

    @property
    def width(self) -> str:
        return f"{100 * self.share:.1f}%"


@dataclass(frozen=True)
class Line:
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Legend:
    name: str
    kind: str
    tone: int


@dataclass(frozen=True)
class Chart:
    """Horizontal bars of one or two series, and the table of the same values.

    ``about``: what the labels are (« Territoire »); ``series``: the names of the values; ``rows``: (label, values), a
    value a number that is not negative, ``Hidden`` or None (not known); ``unit``: « % », « personnes »; ``most``: the
    length of the whole width (100 for percents), else the longest bar has it. Raises ValueError for anything else.
    """

    title: str
    about: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number | Hidden | None, ...]], ...]
    unit: str = ""
    source: str = ""
    most: Number | None = None

    def __post_init__(self):
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise ValueError("a chart has one or two series")
        values = [value for _, cells in self.rows for value in cells]
        if any(len(cells) != len(self.series) for _, cells in self.rows):
            raise ValueError("a value a series, for each row")
        if any(not 0 <= reach(value) <= (self.most or float("inf")) for value in values):
            raise ValueError("a bar goes from nothing to the most")

    @property
    def lines(self) -> list[Line]:
        longest = self.most or max((reach(value) for _, cells in self.rows for value in cells), default=0)
        return [
            Line(label, [self._cell(n, value, longest) for n, value in enumerate(cells)]) for label, cells in self.rows
        ]

    def _cell(self, n: int, value, longest: Number) -> Cell:
        kind = "absent" if value is None else "hidden" if isinstance(value, Hidden) else "bar"
        share = float(reach(value)) / float(longest) if longest else 0.0
        return Cell(self.series[n], kind, self.written(value), share, n + 1)

    def written(self, value: Number | Hidden | None) -> str:
        """Return « 12,5 % », « 42 » (a unit that is a word is in the caption), « moins de 5 » or « non renseigné »."""
        if value is None:
            return NOT_KNOWN
        text = str(value) if isinstance(value, Hidden) else number(value)
        return french(text if self.unit.isalpha() else f"{text} {self.unit}".rstrip())

    @property
    def legend(self) -> list[Legend]:
        """What the bars mean, when one cannot tell: two series, or some of them hatched."""
        names = [Legend(name, "bar", n) for n, name in enumerate(self.series, 1)] if len(self.series) > 1 else []
        found = {value.below for _, cells in self.rows for value in cells if isinstance(value, Hidden)}
        hidden = sorted(found - {None})
        return names + [Legend(f"masqué : moins de {below}", "hidden", 1) for below in hidden]

    @property
    def caption(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title

    @property
    def alt(self) -> str:
        """What is said in the place of the drawing; the table has the values."""
        return french(f"Diagramme en barres : {self.caption}. Les valeurs sont dans le tableau qui suit.")

    def plain(self) -> dict:
        """Return what ``chart`` of ``templates/papers/base.typ`` draws."""
        lines = [{"label": line.label, "cells": [vars(cell) for cell in line.cells]} for line in self.lines]
        legend = [vars(each) for each in self.legend]
        shown = {"title": self.title, "caption": self.caption, "alt": self.alt, "about": self.about}
        return shown | {"series": list(self.series), "source": self.source, "lines": lines, "legend": legend}


def reach(value: Number | Hidden | None) -> Number:
    """Return how far a bar goes; a hidden count may be anything under its bound."""
    return (value.below if isinstance(value, Hidden) else value) or 0
