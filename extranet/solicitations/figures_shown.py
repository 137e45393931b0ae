"""The figures of a year as they are shown: sentences to copy, charts with their tables, sheets of a workbook."""

from dataclasses import dataclass

from extranet.solicitations import figures as counted
from extranet.solicitations.figures import Figures
from extranet.solicitations.models import State, Support
from extranet.solicitations.models.lists import Difficulty, Situation, Urgency
from extranet.solicitations.veil import LEAST, Told
from portal.design.charts import Chart, Hidden
from portal.design.spreadsheets import Sheet
from portal.design.typography import french, french_date, number

HIDDEN = Hidden(None)
SOURCE = "sollicitations reçues par les plateformes dans le portail"
ALL = "Ensemble"
SOLICITATIONS, SUPPORTS = "sollicitations", "accompagnements"


@dataclass(frozen=True)
class About:
    """What one table counts: its field of ``Figures``, and its words."""

    name: str
    title: str
    about: str
    labels: dict
    unit: str


PARTS = (
    About("months", "Par mois de réception", "Mois", dict(enumerate(counted.MONTHS, 1)), SOLICITATIONS),
    About("situations", "Par situation de logement", "Situation", dict(Situation.choices), SOLICITATIONS),
    About("difficulties", "Par difficulté", "Difficulté", dict(Difficulty.choices), SOLICITATIONS),
    About("urgencies", "Par urgence", "Urgence", dict(Urgency.choices), SOLICITATIONS),
    About("outcomes", "Ce que les sollicitations sont devenues", "Suite", counted.OUTCOMES, SOLICITATIONS),
    About("supports", "Accompagnements renforcés, par nature", "Nature", dict(Support.Kind.choices), SUPPORTS),
    About("support_ends", "Accompagnements renforcés, par issue", "Issue", counted.SUPPORT_ENDS, SUPPORTS),
    About("leases", "Bail glissant, par étape atteinte", "Bail glissant", counted.LEASES, SUPPORTS),
)
NOTES = {"difficulties": "Un ménage a une ou plusieurs difficultés : les lignes ne s’additionnent pas."}


@dataclass(frozen=True)
class Part:
    """A table of platforms by categories, with the chart of all platforms, or of the one that is asked for."""

    name: str
    title: str
    heads: list[str]
    rows: list[list]
    chart: Chart | None
    note: str = ""

    @property
    def written(self) -> list[list[str]]:
        return [[_written(cell) for cell in row] for row in self.rows]


def parts(figures: Figures, platform: int | None = None) -> list[Part]:
    """Return what is told, platform by platform. ``platform``: of this one alone, out of the very same table."""
    found = [] if platform else [_by_platform(figures)]
    found += [_part(figures, platform, each) for each in PARTS]
    return [*found, _delays(figures, platform)]


def _part(figures: Figures, platform: int | None, of: About) -> Part:
    told: Told = getattr(figures, of.name)
    labels = {key: _capital(label) for key, label in of.labels.items() if key in told.columns}
    is_whole = of.name != "difficulties"  # the sum of its columns is nobody's number
    rows = [
        [figures.platforms[key], *([_or_hidden(told.rows[key])] if is_whole else []),
         *(_or_hidden(line[each]) for each in labels)]
        for key, line in told.cells.items() if platform in {None, key}
    ]  # fmt: skip
    if platform is None:
        rows.append([ALL, *([_or_hidden(told.whole)] if is_whole else []),
                     *(_or_hidden(told.columns[each]) for each in labels)])  # fmt: skip
    line = told.cells[platform] if platform else told.columns
    bars = tuple((label, (_or_hidden(line[key]),)) for key, label in labels.items())
    heads = ["Plateforme", *([ALL] if is_whole else []), *labels.values()]
    chart = _chart(of.title, of.about, bars, of.unit)
    return Part(of.name, of.title, heads, rows, chart, NOTES.get(of.name, ""))


def _by_platform(figures: Figures) -> Part:
    told, title = figures.outcomes, "Par plateforme"
    lines = [(figures.platforms[key], _or_hidden(count)) for key, count in told.rows.items()]
    rows = [list(line) for line in lines] + [[ALL, _or_hidden(told.whole)]]
    bars = tuple((name, (count,)) for name, count in lines)
    return Part("platforms", title, ["Plateforme", "Reçues"], rows, _chart(title, "Plateforme", bars, SOLICITATIONS))


def _delays(figures: Figures, platform: int | None) -> Part:
    title = "Délai de réponse"
    rows = [
        [name, _or_hidden(figures.answered(key)), _or_hidden(figures.median_days[key])]
        for key, name in figures.platforms.items() if platform in {None, key}
    ]  # fmt: skip
    if platform is None:
        rows.append([ALL, _or_hidden(figures.answered()), _or_hidden(figures.median_days[None])])
    bars = tuple((row[0], (row[2],)) for row in rows)
    note = (
        "Médiane : la moitié des réponses est venue plus tôt. Elle est donnée à partir de dix sollicitations, dont cinq"
        " ont leur réponse ; ce que le partenaire a retiré n’y compte pas."
    )
    heads = ["Plateforme", "Réponses données", "Jours jusqu’à la réponse (médiane)"]
    chart = _chart("Jours jusqu’à la réponse, médiane", "Plateforme", bars, "jours")
    return Part("delays", title, heads, rows, chart, note)


def sentences(figures: Figures, platform: int | None = None) -> list[str]:
    """Return the year in sentences that a report takes as they are."""
    if not figures.is_told:
        return []
    told, where = figures.outcomes, figures.platforms.get(platform)
    received = told.rows[platform] if platform else told.whole
    line = told.cells[platform] if platform else told.columns
    when = french_date(f"au {figures.until.day} {counted.MONTHS[figures.until.month - 1]} {figures.until.year}")
    who = f"la plateforme {where} a" if where else "les plateformes ont"
    said = [
        (received, "En {year}, {who} reçu {n} sollicitations ({when})."),
        (line[State.SUPPORTED], "{n} d’entre elles ont donné lieu à un accompagnement renforcé."),
        (figures.median_days[platform], "La moitié des réponses a été donnée en {n} jours ou moins."),
        (None if platform else figures.running,
         "Au moins {n} accompagnements renforcés ont été en cours dans l’année {year}."),
    ]  # fmt: skip
    return [
        french(words.format(year=figures.year, who=who, when=when, n=number(count)))
        for count, words in said
        if count is not None
    ]


def sheets(figures: Figures, platform: int | None = None) -> list[Sheet]:
    """Return the workbook: the year in sentences, then a sheet a table; numbers stay numbers, « masqué » is said."""
    known = [[each] for each in sentences(figures, platform)] or [[nothing_told(figures, platform)]]
    found = parts(figures, platform) if figures.is_told else []
    rule = [french(f"Les effectifs de moins de {LEAST} sont masqués, et d’autres avec eux.")]
    return [
        Sheet(f"Année {figures.year}", [["Sollicitations de la plateforme"], *known, rule]),
        *(Sheet(part.title[:31], [part.heads, *([_cell(each) for each in row] for row in part.rows)])
          for part in found),
    ]  # fmt: skip


def nothing_told(figures: Figures, platform: int | None = None) -> str:
    """Return what is said instead of sentences: the same for none as for four."""
    if figures.is_told and platform:
        name = figures.platforms[platform]
        return french(f"Aucun effectif de la plateforme {name} ne peut être donné pour {figures.year}.")
    return french(f"Moins de {LEAST} sollicitations en {figures.year} : aucun chiffre n’est donné.")


def _chart(title: str, about: str, bars: tuple, unit: str) -> Chart | None:
    if all(isinstance(value, Hidden) for _, (value,) in bars):
        return None
    return Chart(title=title, about=about, series=("Nombre",), rows=bars, unit=unit, source=SOURCE)


def _or_hidden(count: int | None) -> int | Hidden:
    return HIDDEN if count is None else count


def _cell(value) -> str | int:
    return str(value) if isinstance(value, Hidden) else value


def _written(value) -> str:
    if isinstance(value, Hidden):
        return french(str(value))
    return value if isinstance(value, str) else number(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
