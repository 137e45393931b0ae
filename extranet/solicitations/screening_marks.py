"""Numbers, addresses and dates that say who a text is about. Pure."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

OLD = datetime.timedelta(days=3 * 366)
"""A whole date older than this is refused: few are said of a procedure, and it may well be a birth."""
MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7,
    "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip
_ANY_MONTH = (
    "janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?"
    "|nov(?:embre)?|d[ée]c(?:embre)?"
)
LAW = re.compile(r"\b(?:lois?|d[ée]crets?|arr[êe]t[ée]s?|ordonnance|circulaire|directive)\b[^.;\n]{0,30}$", re.I)
"""A text of law is old, and has its date."""
_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)"
DATES = (
    re.compile(
        r"(?<!\d)(?<!\d[/.-])(?P<day>0?[1-9]|[12]\d|3[01])\s?(?P<by>[/.-])\s?(?P<month>0?[1-9]|1[0-2])\s?(?P=by)\s?"
        r"(?P<year>(?:19|20)\d\d(?!\d|[/.-]\d)|\d\d(?!\s?[/.-]?\s?\d))"
    ),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>0[1-9]|1[0-2])[-/.](?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>[12]\d|3[01]|0?[1-9])(?:er)?\s+(?P<month>{_ANY_MONTH})\.?\s+{_YEAR}(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|20)\d\d)(?!\d)"),
)

_PARTED = r"[\s.\-/_,·•*|()\\]{0,4}"
_DIGIT = "[0-9oO]"
_NUMBER_WORD = (
    "(?:z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    "|trente|quarante|cinquante|soixante|et)"
)
_STREET = (
    r"rue|avenue|av\.|boulevard|bd\.?|bld|bvd|impasse|all[ée]e|chemin|quai|faubourg|fbg|ruelle|venelle|chauss[ée]e"
    r"|lotissement|sentier|square|clos|esplanade"
)
_PLACE = rf"{_STREET}|place|cours|route|r[ée]sidence|cit[ée]|passage|hameau|lieu-dit|villa|tour|r\."
_OF = r"(?:de\s+la\s+|de\s+l'\s?|des\s+|du\s+|de\s+|d'\s?|la\s+|le\s+|les\s+)"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]"
PATTERNS = (
    ("courriel", re.compile(
        r"[^\s@]{0,60}\s?@\s?[^\s@]{1,60}"
        r"|[\w.+-]{1,60}\s?(?:\(\s?at\s?\)|\[\s?at\s?\]|\(a\)|\barobas\w{0,2}\b)\s?[\w-]{1,60}(?:\s?(?:\.|point)\s?\w+)?"
        r"|\b[\w.-]{1,60}\s+at\s+[\w-]{1,60}\s+(?:dot|point)\s+\w+", re.I)),
    ("lien", re.compile(
        r"\bhttps?:\S+|\bwww\.\S+|(?<![\w.-])(?:[a-zA-Z0-9-]{1,40}\.){1,4}(?:fr|com|org|net|eu|info|io|be|me)\b(?:/\S*)?")),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){4,7}(?:[ -]?[A-Z0-9]{1,3})?\b", re.I)),
    ("nir", re.compile(
        r"(?<![0-9A-Za-z])[1-478][\s.\-/]{0,2}\d{2}[\s.\-/]{0,2}(?:0[1-9]|1[0-2]|[2-9]\d)[\s.\-/]{0,2}(?:\d{2}|2[ABab])"
        r"[\s.\-/]{0,2}\d{3}[\s.\-/]{0,2}\d{3}(?:[\s.\-/]{0,2}\d{2})?(?!\d)")),
    ("telephone", re.compile(
        rf"(?<![0-9A-Za-z])(?:\(?(?:\+|00)?\s?33\)?{_PARTED}(?:\(\s?0\s?\){_PARTED}|0{_PARTED})?|\(?[0oO]{_PARTED})"
        rf"[1-9](?:{_PARTED}{_DIGIT}){{8}}(?!\d)")),
    ("telephone", re.compile(rf"\+\s?\d{{1,3}}(?:{_PARTED}\d){{7,12}}(?!\d)")),
    ("telephone", re.compile(
        rf"\bz[ée]ro(?:[\s,.\-]{{1,3}}(?:{_NUMBER_WORD}|\d{{1,2}})){{4,}}\b", re.I)),
    ("numero", re.compile(
        r"\b(?:allocataire|matricule|s[ée]cu|nss|nir|nur|num[ée]ro(?:\s+unique|\s+de\s+dossier)?|dossier(?:\s+caf)?|n°)"
        r"(?:\s*(?:n°|no|:|\.))?\s*[A-Z]{0,2}\d{5,}[A-Z]?", re.I)),
    ("numero", re.compile(r"(?<!\d)(?:\d{9,}|\d{1,3}(?:[ .]\d{3}){3,})(?!\d)")),
    ("naissance", re.compile(
        rf"\bn[ée]e?s?(?:\(e\)|\(e\)s|·e·?s?|\.e)?\s+(?:le\s+(?:\w+\s+)?|en\s+(?:(?:{_ANY_MONTH})\s+)?|vers\s+)"
        r"(?:\d{4}|\d{1,2}(?:er)?(?:[\s/.\-]+\w+)?(?:[\s/.\-]+\d{2,4})?)", re.I)),
    ("naissance", re.compile(rf"\b[Nn][ÉéEe]+s?(?:\(e\))?\s+à\s+{_CAPITAL}[\w-]*")),
    ("naissance", re.compile(
        r"(?:\bdate\s+(?:et\s+lieu\s+)?de\s+naissance|\bd\.?\s?d\.?\s?n\b\.?|\bn[ée]\(e\)\s+le|\bnaissance\s+le"
        r"|\banniversaire\s+le|\bses\s+\d{1,2}\s+ans\s+le)\s{0,3}:?\s{0,3}\d\S*(?:\s\w+\s\d{2,4})?", re.I)),
    ("adresse", re.compile(
        rf"(?<![\d/])\d{{1,4}}\s?(?:bis|ter|quater|[a-d])?\s?,?\s(?:{_STREET})(?!\w)[^\n.;:,]{{0,30}}", re.I)),
    ("adresse", re.compile(
        rf"(?<![\d/])\d{{1,4}}\s?(?:bis|ter|quater|[a-dA-D])?\s?,?\s(?i:{_PLACE})\s+(?:sociale\s+)?(?i:{_OF})?"
        rf"{_CAPITAL}[\w' -]{{0,25}}")),
    ("adresse", re.compile(rf"(?<!\w)(?i:{_STREET})\s+(?i:{_OF})?(?:{_CAPITAL}|\d{{1,2}}(?:er)?\s+\w)[\w' -]{{0,25}}")),
    ("adresse", re.compile(
        r"\b(?i:appartement|appart|appt|apt|porte|logement\s+n°|b[âa]timent|b[âa]t\.?|escalier|esc\.?)\s?(?:(?i:n°)\s?)?"
        r"(?:[A-Z]{0,2}\d{1,4}[A-Za-z]?|(?<=\s)[A-Z])(?![\w'])"
        r"(?!\s*(?i:pi[èe]ces?|chambres?|personnes?|m²|m2|ans|mois))")),
    ("adresse", re.compile(r"\b\d{5}\s+(?:cedex|[A-ZÀ-Þ][\w-]+\s+cedex)", re.I)),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Words that say who a text is about: where they begin, and of which kind they are (screening.INSTEAD)."""

    kind: str
    words: str
    start: int


def plain(text: str) -> str:
    """Return a text in plain signs: one width of digits and letters, one apostrophe, one dash, nothing invisible."""
    return "".join(map(_sign, unicodedata.normalize("NFKC", text)))


def _sign(character: str) -> str:
    if character in "’‘ʼ`´":
        return "'"
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Pd" or character == "−":
        return "-"
    if category in {"Cf", "Cs", "Mn"}:
        return ""
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    return str(unicodedata.digit(character)) if category == "Nd" else character


def marks_in(text: str, today: datetime.date) -> list[Found]:
    """Return the numbers, addresses and dates of a plain text that may be somebody's; none lies over another."""
    found = []
    for kind, pattern in PATTERNS[:3]:
        text = _taken(text, kind, pattern, found)
    for kind, pattern in PATTERNS:
        if kind == "naissance":
            text = _taken(text, kind, pattern, found)
    for start, end, date in list(_dates(text, today)):
        if date < today - OLD and not LAW.search(text[max(0, start - 40) : start]):
            found.append(Found("date", text[start:end], start))
        text = text[:start] + "¤" * (end - start) + text[end:]
    for kind, pattern in PATTERNS[3:]:
        text = _taken(text, kind, pattern, found)
    return found


def _taken(text: str, kind: str, pattern: re.Pattern, found: list[Found]) -> str:
    """Add what ``pattern`` finds, and return the text without it, as long as it was."""

    def take(match: re.Match) -> str:
        if kind == "telephone" and sum(sign.isdigit() for sign in match[0]) < 7 and "ro" not in match[0].casefold():
            return match[0]
        words = match[0].strip()
        found.append(Found(kind, words, match.start() + match[0].index(words)))
        return "¤" * len(match[0])

    return pattern.sub(take, text)


def _dates(text: str, today: datetime.date) -> Iterator[tuple[int, int, datetime.date]]:
    taken: set[int] = set()
    for pattern in DATES:
        for match in pattern.finditer(text):
            date = _date(match, today)
            if date and taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                yield match.start(), match.end(), date


def _date(match: re.Match, today: datetime.date) -> datetime.date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS[_bare(month)]
    year = int(match["year"])
    if year < 100:
        year += 2000 if year <= today.year % 100 + 1 else 1900
    try:
        return datetime.date(year, number, int(match["day"]))
    except ValueError:
        return None


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
