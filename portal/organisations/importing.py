"""Organisations out of a spreadsheet: first what would become of each line, then, confirmed, the change itself."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from portal.design.spreadsheets import UnreadableError
from portal.design.typography import french
from portal.organisations.columns import BY_TITLE, COLUMNS, Column, Known
from portal.organisations.models import Organisation
from portal.territories.names import normalise

CONFIRMED_WITHIN = 60 * 60  # seconds between reading the fates and confirming them
MOST_SIGNED = 2_000_000  # characters; Django refuses a form of more than 2.5 MB
SALT = "organisations.import"


class Fate(StrEnum):
    CREATED = "créée"
    CHANGED = "modifiée"
    SAME = "inchangée"
    REFUSED = "refusée"


@dataclass
class Line:
    """One line of the file, what becomes of it, and why or in what."""

    number: int
    name: str
    fate: Fate = Fate.SAME
    details: list[str] = field(default_factory=list)
    organisation: Organisation | None = None
    platforms: list | None = None
    """What the column of platforms says; None: there is none, or it changes nothing."""

    def refuse(self, *reasons: str) -> "Line":
        self.fate, self.details = Fate.REFUSED, list(reasons)
        return self


class StaleError(ValueError):
    """What was confirmed was not read here and now: too late, by somebody else, or the directory has changed."""


def plan(rows: list[list[str]]) -> list[Line]:
    """Return what becomes of each line; nothing is written. Raises UnreadableError for a header without a name."""
    columns = _columns(rows)
    cells = [(number, _cells(columns, row)) for number, row in enumerate(rows[1:], 2) if any(row)]
    known = Known({line["seat"] for _, line in cells if line.get("seat")})
    organisations = Organisation.objects.select_related("seat").prefetch_related("platforms")
    there = {each.name.casefold(): each for each in organisations}
    seen: dict[str, int] = {}
    lines = []
    for number, line in cells:
        name = line["name"].casefold()
        if name in seen:
            lines.append(Line(number, line["name"]).refuse(f"déjà à la ligne {seen[name]}"))
            continue
        seen[name] = number
        lines.append(_fate(number, line, there.get(name), known))
    return lines


def _columns(rows: list[list[str]]) -> list[Column | None]:
    header = [BY_TITLE.get(normalise(title)) for title in (rows[0] if rows else [])]
    found = [column for column in header if column]
    if BY_TITLE["nom"] not in found:
        titles = ", ".join(f"« {column.title} »" for column in COLUMNS)
        raise UnreadableError(
            french(f"La première ligne doit nommer les colonnes, « Nom » au moins. Les noms : {titles}.")
        )
    if len(found) != len({column.field for column in found}):
        raise UnreadableError("Une colonne est là deux fois.")
    return header


def _cells(columns: list[Column | None], row: list[str]) -> dict[str, str]:
    """Return field → cell; a short row has empty cells, a column that nobody knows is left out."""
    padded = [*row, *[""] * (len(columns) - len(row))]
    return {column.field: cell for column, cell in zip(columns, padded, strict=False) if column}


def _fate(number: int, cells: dict[str, str], known_as: Organisation | None, known: Known) -> Line:
    line = Line(number, cells["name"], organisation=known_as or Organisation())
    before = {column.field: column.write(line.organisation) for column in COLUMNS} if known_as else {}
    reasons = []
    for column in COLUMNS:
        if column.field not in cells or (known_as and cells[column.field].casefold() == before[column.field].casefold()
                                         and column.field in {"name", "kind"}):  # fmt: skip
            continue
        try:
            _set(line, column, column.read(cells[column.field], known))
        except ValidationError as error:
            reasons += [f"{column.title} : {message}" for message in error.messages]
    reasons += [] if reasons else _faults(line.organisation)
    if reasons:
        return line.refuse(*map(french, reasons))
    if not known_as:
        line.fate = Fate.CREATED
    elif changes := _changes(line, before):
        line.fate, line.details = Fate.CHANGED, changes
    return line


def _set(line: Line, column: Column, value) -> None:
    if column.field == "platforms":
        line.platforms = value
    elif column.field in {"mission", "internal_contact"} and column.write(line.organisation) == value.strip():
        pass  # the same words, whatever ends their lines
    else:
        setattr(line.organisation, column.field, value)


def _faults(organisation: Organisation) -> list[str]:
    """Return what the model has against it, in words. Its name is compared with the others' elsewhere."""
    try:
        organisation.clean_fields(exclude=["tenant", "seat"])
        organisation.clean()
    except ValidationError as error:
        titles = {column.field: column.title for column in COLUMNS}
        return [
            f"{titles.get(name, name)} : {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def _changes(line: Line, before: dict[str, str]) -> list[str]:
    """Return « Téléphone : 03… → vide » for each field that changes; names differ by more than their case."""
    changes = []
    for column in COLUMNS:
        if column.field == "platforms":
            now = before["platforms"] if line.platforms is None else ", ".join(each.name for each in line.platforms)
        else:
            now = column.write(line.organisation)
        if now != before[column.field]:
            changes.append(french(f"{column.title} : {_short(before[column.field])} → {_short(now)}"))
    return changes


def _short(text: str) -> str:
    return (f"{text[:57]}…" if len(text) > 58 else text) or "vide"


def sign(rows: list[list[str]], lines: list[Line], *, user) -> str:
    """Return the file and the fates that were read, for the confirmation: nobody changes them, nobody else sends them.

    Raises UnreadableError when that is too much for a form.
    """
    signed = signing.dumps({"rows": rows, "fates": _digest(lines), "user": user.pk}, salt=SALT, compress=True)
    if len(signed) > MOST_SIGNED:
        raise UnreadableError("Ce fichier contient trop de texte : coupez-le en plusieurs.")
    return signed


@transaction.atomic
def apply(signed: str, *, by) -> list[Line]:
    """Write what was read and confirmed, all or nothing; refused lines are left out.

    Raises StaleError when it was signed for somebody else or too long ago, or when a line would now have another fate.
    """
    try:
        confirmed = signing.loads(signed, salt=SALT, max_age=CONFIRMED_WITHIN)
    except signing.BadSignature as error:
        raise StaleError from error
    # Nobody writes an organisation between the comparison and the change.
    list(Organisation.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    lines = plan(confirmed["rows"])
    if confirmed["user"] != by.pk or confirmed["fates"] != _digest(lines):
        raise StaleError
    for line in lines:
        if line.fate in {Fate.CREATED, Fate.CHANGED}:
            line.organisation.save()
            if line.platforms is not None:
                line.organisation.platforms.set(line.platforms)
            log(line.organisation, "organisations.imported", user=by)
    return lines


def _digest(lines: list[Line]) -> str:
    told = "\n".join(f"{line.number}|{line.name}|{line.fate}|{'|'.join(line.details)}" for line in lines)
    return hashlib.sha256(told.encode()).hexdigest()


def exported() -> list[list[str]]:
    """Return all organisations of the tenant that asks, those that are gone too, by name, under their header."""
    organisations = Organisation.objects.select_related("seat").prefetch_related("platforms").order_by("name", "pk")
    return [
        [column.title for column in COLUMNS],
        *([column.write(each) for column in COLUMNS] for each in organisations),
    ]  # fmt: skip
