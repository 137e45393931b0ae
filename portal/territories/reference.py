"""The files of the yearly reference, read and checked line by line. Nothing here touches the database."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models

from portal.territories.models import Cedex, Commune, Departement, Intercommunality, PlaceName
from portal.territories.names import bare, normalise

DEPARTEMENT = re.compile(r"\d{2}|2[AB]|9[78]\d")
COMMUNE = re.compile(r"(\d{2}|2[AB])\d{3}")
SIREN = re.compile(r"\d{9}")
POSTAL_CODE = re.compile(r"\d{5}")


class ReferenceError(ValueError):
    """A file of the reference is not as it should be; says which file, which line, and what."""

    def __init__(self, path: Path, line: int, what: str):
        self.file, self.line, self.what = path.name, line, what
        super().__init__(f"{path.name}, ligne {line} : {what}")


@dataclass
class Reference:
    """The whole reference: rows as tuples in the order of the database's columns, by key."""

    departements: dict[str, tuple] = field(default_factory=dict)
    intercommunalities: dict[str, tuple] = field(default_factory=dict)
    communes: dict[str, tuple] = field(default_factory=dict)
    names: dict[tuple, tuple] = field(default_factory=dict)
    cedex: dict[str, tuple] = field(default_factory=dict)
    contours: dict[str, list] = field(default_factory=dict)
    successors: dict[str, str] = field(default_factory=dict)
    """The code of a commune that is no more → that of the commune it is part of now."""

    def tables(self) -> dict[type[models.Model], list[tuple]]:
        """Return the rows of each table, those that others refer to first."""
        communes = [(*row, self.contours.get(code)) for code, row in self.communes.items()]
        return {
            Departement: list(self.departements.values()),
            Intercommunality: list(self.intercommunalities.values()),
            Commune: communes,
            PlaceName: list(self.names.values()),
            Cedex: list(self.cedex.values()),
        }


@dataclass(frozen=True)
class Line:
    """One line of a file, by column, that can refuse itself."""

    path: Path
    number: int
    values: dict[str, str]

    def refuse(self, what: str) -> ReferenceError:
        return ReferenceError(self.path, self.number, what)

    def text(self, column: str, longest: int) -> str:
        """Return a text. Raises ReferenceError when empty, too long, or holding control characters."""
        value = self.values[column]
        if not value or value != value.strip():
            raise self.refuse(f"« {column} » est vide ou entouré d’espaces.")
        if len(value) > longest or not value.isprintable():
            raise self.refuse(f"« {column} » est trop long ou contient un caractère de contrôle.")
        return value

    def code(self, column: str, form: re.Pattern) -> str:
        value = self.values[column]
        if not form.fullmatch(value) or not value.isascii():
            raise self.refuse(f"« {column} » a une forme inattendue : « {value} ».")
        return value

    def reference(self, column: str, known: dict) -> str:
        value = self.values[column]
        if value not in known:
            raise self.refuse(f"« {column} » renvoie à « {value} », inconnu.")
        return value

    def new(self, column: str, form: re.Pattern, known: dict) -> str:
        value = self.code(column, form)
        if value in known:
            raise self.refuse(f"« {value} » est en double.")
        return value


def read_reference(folder: Path) -> Reference:
    """Read and check every file of ``folder``. Raises ReferenceError at the first fault."""
    reference = Reference()
    for line in _lines(folder / "departements.csv", "code", "name", "region_name"):
        code = line.new("code", DEPARTEMENT, reference.departements)
        reference.departements[code] = (code, line.text("name", 60), line.values["region_name"])
    for line in _lines(folder / "epci.csv", "siren", "name", "type"):
        siren = line.new("siren", SIREN, reference.intercommunalities)
        if line.values["type"] not in Intercommunality.Kind:
            raise line.refuse(f"nature d’intercommunalité inconnue : « {line.values['type']} ».")
        reference.intercommunalities[siren] = (siren, line.text("name", 120), line.values["type"])
    columns = ("code", "name", "departement", "epci_siren", "population", "postal_codes")
    for line in _lines(folder / "communes.csv", *columns):
        _read_commune(reference, line)
    for line in _lines(folder / "communes_anciennes.csv", "name", "old_code", "current_code"):
        old = line.code("old_code", COMMUNE)
        _read_name(reference, line, PlaceName.Kind.OLD)
        if old not in reference.communes:
            reference.successors[old] = line.values["current_code"]
    for line in _lines(folder / "noms_usuels.csv", "name", "current_code"):
        _read_name(reference, line, PlaceName.Kind.EVERYDAY)
    for line in _lines(folder / "cedex.csv", "cedex", "label", "codes"):
        code = line.new("cedex", POSTAL_CODE, reference.cedex)
        communes = line.values["codes"].split()
        if not communes or any(commune not in reference.communes for commune in communes):
            raise line.refuse(f"« codes » renvoie à une commune inconnue : « {line.values['codes']} ».")
        reference.cedex[code] = (code, line.text("label", 60), communes)
    for path in sorted(folder.glob("contours-*.geojson")):
        _read_contours(reference, path)
    return reference


def _read_commune(reference: Reference, line: Line) -> None:
    code = line.new("code", COMMUNE, reference.communes)
    name = line.text("name", 100)
    epci = line.reference("epci_siren", reference.intercommunalities) if line.values["epci_siren"] else None
    population = line.values["population"]
    if population and not (population.isascii() and population.isdigit() and len(population) <= 9):
        raise line.refuse(f"« population » n’est pas un nombre : « {population} ».")
    postal_codes = line.values["postal_codes"].split()
    for postal_code in postal_codes:
        if not (postal_code.isascii() and POSTAL_CODE.fullmatch(postal_code)):
            raise line.refuse(f"« {postal_code} » n’est pas un code postal.")
    departement = line.reference("departement", reference.departements)
    people = int(population) if population else None
    reference.communes[code] = (code, name, departement, epci, people, postal_codes)
    _add_name(reference, line, code, PlaceName.Kind.CURRENT, name)


def _read_name(reference: Reference, line: Line, kind: str) -> None:
    code = line.reference("current_code", reference.communes)
    _add_name(reference, line, code, kind, line.text("name", 120))


def _add_name(reference: Reference, line: Line, code: str, kind: str, name: str) -> None:
    normalised = normalise(name)
    if not normalised or len(normalised) > 120:
        raise line.refuse(f"« {name} » ne se réduit pas à un nom que l’on puisse chercher.")
    # The same old name may come from several old codes: it is one name.
    reference.names[code, kind, name] = (code, kind, name, normalised, bare(normalised))


def _read_contours(reference: Reference, path: Path) -> None:
    text = _text(path)
    try:
        features = json.loads(text)["features"]
    except json.JSONDecodeError as error:
        raise ReferenceError(path, error.lineno, f"JSON illisible ({error.msg}).") from error
    except (KeyError, TypeError) as error:
        raise ReferenceError(path, 1, "ce n’est pas une collection GeoJSON (« features »).") from error
    for number, feature in enumerate(features, 1):
        try:
            code, geometry = feature["properties"]["code"], feature["geometry"]
            shapes = {"Polygon": lambda c: [c], "MultiPolygon": lambda c: c}[geometry["type"]]
            rings = [[[float(x), float(y)] for x, y in shape[0]] for shape in shapes(geometry["coordinates"])]
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ReferenceError(path, number + 1, f"contour n° {number} illisible ({error!r}).") from error
        line = _line_of(text, code, number)
        if code not in reference.communes:
            raise ReferenceError(path, line, f"commune inconnue : « {code} ».")
        if code in reference.contours:
            raise ReferenceError(path, line, f"« {code} » est en double.")
        if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
            raise ReferenceError(path, line, f"le contour de « {code} » n’est pas fermé.")
        reference.contours[code] = rings


def _line_of(text: str, code: str, number: int) -> int:
    """Return the line of the last mention of ``code``: the double when there are two."""
    position = text.rfind(f'"{code}"')
    return text.count("\n", 0, position) + 1 if position >= 0 else number + 1


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ReferenceError(path, 0, "fichier absent.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReferenceError(path, line, "le fichier n’est pas en UTF-8.") from error


def _lines(path: Path, *columns: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = next(reader, [])
        if missing := [column for column in columns if column not in header]:
            raise ReferenceError(path, 1, f"colonne absente : {', '.join(missing)}.")
        for row in reader:
            if len(row) != len(header):
                what = f"{len(row)} valeurs au lieu de {len(header)}."
                raise ReferenceError(path, reader.line_num, what)
            yield Line(path, reader.line_num, dict(zip(header, row, strict=True)))
    except csv.Error as error:
        raise ReferenceError(path, reader.line_num, f"CSV illisible ({error}).") from error
