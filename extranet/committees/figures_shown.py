"""The figures of a committee as they are shown: as charts, as tables of a page, as files."""

from extranet.committees.figures import Figures, FollowUp, Share
from portal.design.charts import Chart
from portal.design.spreadsheets import Cell, Sheet
from portal.design.typography import french, number

SOURCE = "présences et décisions relevées dans le portail"
MOST_YEARS = 10
"""How many years a chart goes back; the tables and the files have them all."""
COLUMNS = {
    "Prises": "taken", "Faites à temps": "in_time", "Faites en retard": "late",
    "À faire, dans les temps": "open_in_time", "À faire, en retard": "open_late",
    "Abandonnées ou remplacées": "given_up", "Faites à temps, sur celles qui sont faites (%)": "rate",
}  # fmt: skip


def attendance_charts(figures: Figures) -> list[Chart]:
    """Return all seats year by year, then each organisation in the last two years; none without a meeting."""
    years = figures.years[-MOST_YEARS:]
    if not years:
        return []
    overall = figures.overall
    found = [_percents("Places représentées, toutes réunions", "Année", ("Part des places",),
                       [(str(year), (overall[year].rate,)) for year in years])]  # fmt: skip
    last = years[-2:]
    rows = [
        (name, tuple(shares.get(year, Share()).rate for year in last)) for name, shares in figures.attendance.items()
        if any(year in shares for year in last)
    ]  # fmt: skip
    if rows:
        title = "Part des réunions où chaque organisation était représentée"
        found.append(_percents(title, "Organisation", tuple(map(str, last)), rows))
    return found


def _percents(title: str, about: str, series: tuple[str, ...], rows: list) -> Chart:
    return Chart(title=title, about=about, series=series, rows=tuple(rows), unit="%", source=SOURCE, most=100)


def decision_charts(figures: Figures) -> list[Chart]:
    """Return the decisions of each year that are done, then those that are open; none without a decision."""
    years = sorted(figures.decisions)[-MOST_YEARS:]
    if not years:
        return []
    return [
        _counts("Décisions faites, par année où elles ont été prises", ("À temps", "En retard"),
                [(str(year), (figures.decisions[year].in_time, figures.decisions[year].late)) for year in years]),
        _counts("Décisions à faire, par année où elles ont été prises", ("Dans les temps", "En retard"),
                [(str(year), (figures.decisions[year].open_in_time, figures.decisions[year].open_late))
                 for year in years]),
    ]  # fmt: skip


def _counts(title: str, series: tuple[str, ...], rows: list) -> Chart:
    return Chart(title=title, about="Année", series=series, rows=tuple(rows), unit="décisions", source=SOURCE)


def attendance_table(figures: Figures) -> tuple[list[str], list[list[str]]]:
    """Return the heads and the rows of a page's table: « 9 sur 11 » for each organisation and year."""
    heads = ["Organisation", *map(str, figures.years)]
    rows = [[name, *(_said(shares.get(year)) for year in figures.years)] for name, shares in figures.attendance.items()]
    return heads, [*rows, ["Ensemble", *(_said(share) for share in figures.overall.values())]]


def _said(share: Share | None) -> str:
    if share is None:
        return french("ne siégeait pas")
    return french(f"{share.represented} sur {share.of} ({number(share.rate)} %)") if share.of else "–"


def decision_table(figures: Figures) -> tuple[list[str], list[list[str]]]:
    heads, *rows = decision_rows(figures)
    return heads, [[str(year), *("–" if cell is None else number(cell) for cell in cells)] for year, *cells in rows]


def attendance_rows(figures: Figures) -> list[list[Cell]]:
    """Return a line for each organisation and year, numbers as numbers, the header first."""
    lines = [
        [name, year, share.of, share.represented, share.rate]
        for name, shares in figures.attendance.items() for year, share in sorted(shares.items())
    ]  # fmt: skip
    return [["Organisation", "Année", "Réunions tenues", "Où elle était représentée", "Part (%)"], *lines]


def decision_rows(figures: Figures) -> list[list[Cell]]:
    """Return a line for each year, numbers as numbers, the header first."""
    return [
        ["Année", *COLUMNS],
        *(
            [year, *(_cell(each, name) for name in COLUMNS.values())]
            for year, each in sorted(figures.decisions.items())
        ),
    ]


def _cell(each: FollowUp, name: str) -> Cell:
    return getattr(each, name)


def sheets(figures: Figures) -> list[Sheet]:
    return [Sheet("Présences", attendance_rows(figures)), Sheet("Décisions", decision_rows(figures))]
