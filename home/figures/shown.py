"""How a figure is read: its latest value, how it has moved, its source, and its series as a chart."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.urls import reverse

from home.figures.models import Figure, FigureValue
from portal.design.charts import Chart
from portal.design.typography import NBSP, french, number

HERE = "Ici"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Shown:
    """What ``components/key_figures.html`` draws. ``series``: its values, the oldest first, at least one."""

    figure: Figure
    series: list[FigureValue]

    @property
    def latest(self) -> FigureValue:
        return self.series[-1]

    @property
    def value(self) -> str:
        return number(self.latest.value)

    @property
    def unit(self) -> str:
        return self.figure.unit

    @property
    def text(self) -> str:
        return self.figure.title

    @property
    def comparison_label(self) -> str:
        return self.figure.comparison_label

    @property
    def comparison_value(self) -> str:
        return "" if self.latest.comparison is None else number(self.latest.comparison)

    @property
    def source(self) -> str:
        return self.figure.source

    @property
    def source_url(self) -> str:
        return self.figure.source_url

    @property
    def date(self) -> str:
        return self.latest.said_of or "date à compléter"

    @property
    def note(self) -> str:
        return self.figure.note

    @property
    def anchor(self) -> str:
        return f"chiffre-{self.figure.slug}"

    @property
    def url(self) -> str:
        return f"{reverse('figures')}#{self.anchor}"

    @property
    def evolution(self) -> str:
        """Return « + 2,1 points depuis 2019 », since the value before; nothing where one of the two has no date."""
        if len(self.series) < 2 or not self.series[-2].said_of:
            return ""
        since, moved = self.series[-2].said_of, self.latest.value - self.series[-2].value
        return french(f"{self._moved(moved)} depuis {since}")

    def _moved(self, moved: Decimal) -> str:
        if not moved:
            return "Sans changement"
        unit = self.unit
        if unit == "%":
            unit = "points" if abs(moved) >= 2 else "point"  # of percentage: « + 2 % » would be another thing
        sign = "+" if moved > 0 else MINUS
        return NBSP.join(filter(None, (sign, number(abs(moved)), unit)))

    @cached_property
    def chart(self) -> Chart | None:
        """Return its series, and what each value is compared with; None for one value alone."""
        if len(self.series) < 2:
            return None
        compared = any(each.comparison is not None for each in self.series)
        return Chart(
            title=self.figure.title, about="Période", unit=self.unit,
            series=(HERE, self.comparison_label or "En comparaison") if compared else ("Valeur",),
            rows=tuple(
                (each.said_of or "date à compléter", (each.value, each.comparison) if compared else (each.value,))
                for each in self.series
            ),
        )  # fmt: skip


def shown(figures: Iterable[Figure]) -> list[Shown]:
    """Return the figures that have a value, in the order given. One query, whatever their number."""
    figures = list(figures)
    prefetch_related_objects(figures, "series")
    found = [Shown(figure, sorted(figure.series.all(), key=_when)) for figure in figures]
    return [each for each in found if each.series]


def _when(value: FigureValue) -> datetime.date:
    """Return where a value is in its series; one whose date is not known yet comes before those that have one."""
    return value.as_of or datetime.date.min


def by_theme(figures: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """Return the figures under their themes, in the order in which each first comes; those without one last."""
    themes: dict[str, list[Shown]] = {}
    for each in figures:
        themes.setdefault(each.figure.theme, []).append(each)
    without = themes.pop("", [])
    name = "Autres chiffres" if themes else "Les chiffres"
    return [*themes.items(), *([(name, without)] if without else [])]
