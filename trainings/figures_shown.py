"""The figures of a year as they are shown: as charts, as sheets of a workbook, as a paper; whole, or veiled."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from portal.design.charts import Chart, Hidden
from portal.design.spreadsheets import Sheet
from portal.design.typography import french, number
from trainings.figures import Figures, Line, People
from trainings.veil import LEAST, Group, Told, veil

HIDDEN = Hidden(None)
VEILED = french("masqué")
SOURCE = "inscriptions et présences relevées dans le portail"
PARTS = (
    ("by_kind", "Par nature d’organisation", "Nature"), ("by_territory", "Par territoire", "Plateforme du siège"),
    ("by_training", "Par formation", "Formation"),
)  # fmt: skip
COLUMNS: tuple[tuple[str, Callable[[People], object]], ...] = (
    ("Inscriptions", lambda people: people.asked), ("Places prises", lambda people: people.taken),
    ("Présentes", lambda people: people.present), ("Présentes en partie", lambda people: people.partly),
    ("Excusées", lambda people: people.excused), ("Absentes sans excuse", lambda people: people.absent),
    ("Non relevées", lambda people: people.unknown), ("Restées en attente", lambda people: people.waiting),
    ("Présence (%)", lambda people: people.presence_rate),
)  # fmt: skip
OF_TRAININGS = ("Sessions tenues", "Places offertes", "Avis d’ensemble (sur 5)")


@dataclass(frozen=True)
class Part:
    """One table of the year, with its chart."""

    title: str
    about: str
    heads: list[str]
    rows: list[list]
    chart: Chart | None

    @property
    def written(self) -> list[list[str]]:
        return [[written(cell) for cell in row] for row in self.rows]


def written(value) -> str:
    """Return a cell in words."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else number(value)


def percent(value: Decimal | None) -> str:
    return "–" if value is None else french(f"{number(value)} %")


def out_of_five(value: Decimal | None) -> str:
    return french("moins de trois réponses") if value is None else french(f"{number(value)} sur 5")


def facts(figures: Figures) -> list[tuple[str, str]]:
    """Return what the year was as a whole, in words."""
    people = figures.people
    return [
        ("Sessions tenues", number(figures.held)), ("Sessions annulées", number(figures.cancelled)),
        ("Sessions à venir", number(figures.coming)), ("Places offertes", number(figures.seats)),
        ("Inscriptions demandées", number(people.asked)),
        ("Places prises", f"{number(people.taken)} ({percent(figures.filling)} des places)"),
        ("Personnes présentes", f"{number(people.came)}, dont {number(people.partly)} en partie"),
        ("Taux de présence", percent(people.presence_rate)),
        ("Absentes sans excuse", f"{number(people.absent)} ({percent(people.no_show_rate)})"),
        ("Absentes excusées", number(people.excused)), ("Présence non relevée", number(people.unknown)),
        ("Restées en liste d’attente", number(people.waiting)),
        ("Avis d’ensemble", f"{out_of_five(figures.mean)}, {number(figures.answers)} réponses"),
        ("Utile au travail, deux mois après", out_of_five(figures.useful)),
    ]  # fmt: skip


def parts(figures: Figures) -> list[Part]:
    """Return the three tables of the year."""
    return [_part(title, about, getattr(figures, name), name == "by_training") for name, title, about in PARTS]


def _part(title: str, about: str, lines: list[Line], is_of_trainings: bool) -> Part:
    heads = [about, *(OF_TRAININGS if is_of_trainings else ()), *(head for head, _ in COLUMNS)]
    rows = [
        [line.label, *((line.sessions, line.seats, line.mean) if is_of_trainings else ()),
         *(read(line.people) for _, read in COLUMNS)]
        for line in lines
    ]  # fmt: skip
    bars = tuple((line.label, (line.people.taken, line.people.came)) for line in lines)
    return Part(title, about, heads, rows, _chart(about, bars))


def _chart(about: str, bars: tuple) -> Chart | None:
    if not bars:
        return None
    title, series = "Places prises et personnes présentes", ("Places prises", "Personnes présentes")
    return Chart(title=title, about=about, series=series, rows=bars, unit="personnes", source=SOURCE)


def sheets(figures: Figures) -> list[Sheet]:
    """Return the workbook: the year, then a sheet a table; numbers stay numbers."""
    people = figures.people
    year = [
        ["Année", figures.year], ["Sessions tenues", figures.held], ["Sessions annulées", figures.cancelled],
        ["Sessions à venir", figures.coming], ["Places offertes", figures.seats],
        ["Remplissage (%)", figures.filling], *([head, read(people)] for head, read in COLUMNS),
        ["Absences sans excuse (%)", people.no_show_rate], ["Avis d’ensemble (sur 5)", figures.mean],
        ["Réponses à chaud", figures.answers], ["Utile au travail, deux mois après (sur 5)", figures.useful],
        ["Réponses deux mois après", figures.later_answers],
    ]  # fmt: skip
    return [
        Sheet(f"Année {figures.year}", [["Quoi", "Combien"], *year]),
        *(Sheet(part.title, [part.heads, *part.rows]) for part in parts(figures)),
    ]


def paper(figures: Figures) -> dict:
    """Return what ``templates/papers/trainings/figures.typ`` prints."""
    tables = [
        {"title": part.title, "chart": part.chart.plain() | {"source": ""}, "heads": part.heads, "rows": part.written}
        for part in parts(figures) if part.chart
    ]  # fmt: skip
    return {"facts": [*map(list, facts(figures)), ["Source", SOURCE]], "parts": tables}


# For elected members ------------------------------------------------------------------------------------------------


def veiled_facts(figures: Figures) -> list[tuple[str, str]]:
    """Return what may be told of the year as a whole to whoever reads no file."""
    people, whole = figures.people, _veiled(figures.by_kind)[0]
    others = people.taken - people.came - people.absent
    absent = people.absent if whole.away is not None and min(people.absent, others) >= LEAST else None
    enough = figures.answers >= LEAST and figures.mean is not None
    return [
        ("Sessions tenues", number(figures.held)), ("Sessions annulées", number(figures.cancelled)),
        ("Sessions à venir", number(figures.coming)), ("Places offertes", number(figures.seats)),
        ("Places prises", _or_veiled(whole.taken)), ("Personnes présentes", _or_veiled(whole.came)),
        ("Absentes ou non relevées", _or_veiled(whole.away)), ("Absentes sans excuse", _or_veiled(absent)),
        ("Avis d’ensemble", out_of_five(figures.mean) if enough else VEILED),
    ]  # fmt: skip


def veiled_parts(figures: Figures) -> list[Part]:
    """Return the three tables, less what is under five and what would give it away."""
    found = []
    for name, title, about in PARTS:
        _, rows = _veiled(getattr(figures, name))
        cells = [[row.label, *map(_or_veiled, (row.taken, row.came, row.away))] for row in rows]
        bars = tuple((row.label, tuple(HIDDEN if n is None else n for n in (row.taken, row.came))) for row in rows)
        heads = [about, "Places prises", "Présentes", "Absentes ou non relevées"]
        found.append(Part(title, about, heads, cells, _chart(about, bars)))
    return found


def _veiled(lines: list[Line]) -> tuple[Told, list[Told]]:
    return veil([Group(line.label, line.people.taken, line.people.came) for line in lines])


def _or_veiled(value: int | None) -> str:
    return VEILED if value is None else number(value)
