"""« Inviter une liste »: reading what was pasted or uploaded, and saying what becomes of each line. Writes nothing."""

import codecs
import csv
import io
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from extranet.access.models import Arrival
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.models import Invitation, Membership, Tenant

MOST = 1000
"""Lines of a list."""
COLUMNS = ("email", "first_name", "last_name", "organisation", "function")
CALLED = {
    "email": ("courriel", "email", "e-mail", "mail", "adresse", "adresse mail", "adresse electronique"),
    "first_name": ("prenom",),
    "last_name": ("nom", "nom de famille"),
    "organisation": ("organisation", "structure", "organisme"),
    "function": ("fonction", "poste", "metier"),
}
LONGEST = {"email": 254, "first_name": 100, "last_name": 100, "organisation": 160, "function": 120}


class Fate(StrEnum):
    INVITE = "à inviter"
    MEMBER = "déjà membre"
    INVITED = "déjà invité"
    INVALID = "courriel invalide"
    DUPLICATE = "doublon dans la liste"


@dataclass(frozen=True)
class Line:
    """A line of the list. ``known`` is the organisation of that name; None with a name: it is not in the directory."""

    number: int
    email: str
    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    function: str = ""
    fate: Fate = Fate.INVITE
    known: int | None = None

    @property
    def is_invited(self) -> bool:
        return self.fate is Fate.INVITE


@dataclass(frozen=True)
class DryRun:
    """What would become of each line, and the names of organisations that the directory does not have."""

    lines: list[Line]
    unknown: list[str] = field(default_factory=list)

    @property
    def to_invite(self) -> list[Line]:
        return [line for line in self.lines if line.is_invited]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(fate.value, n) for fate in Fate if (n := sum(line.fate is fate for line in self.lines))]


def decode(content: bytes) -> str:
    """Return the text of a file that a spreadsheet wrote: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read(text: str) -> list[Line]:
    """Return the lines of ``text``, whose columns are named by its first line, or in the order of COLUMNS.

    Raises ValidationError when there is no column of addresses, no line, or more than MOST.
    """
    text = text.replace("\0", "").lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise ValidationError("Cette liste ne se lit pas : une ligne est trop longue ou mal fermée.") from error
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    columns, has_head = _columns(numbered[0][1] if numbered else [])
    lines = [_line(number, row, columns) for number, row in numbered[has_head:]]
    if not lines:
        raise ValidationError("Cette liste ne contient aucune ligne.")
    if len(lines) > MOST:
        raise ValidationError(french(f"Cette liste a {len(lines)} lignes : {MOST} au plus à la fois."))
    return lines


def _columns(head: list[str]) -> tuple[dict[str, int], bool]:
    """Return where each column is, and whether ``head`` is a line of names."""
    places = {}
    for index, cell in enumerate(head):
        for column, names in CALLED.items():
            if fold(cell) in names:
                places.setdefault(column, index)
    if "email" in places:
        return places, True
    if head and "@" in head[0]:
        return {column: index for index, column in enumerate(COLUMNS)}, False
    raise ValidationError(french("Il manque une colonne « courriel » : nommez les colonnes sur la première ligne."))


def _line(number: int, row: list[str], columns: dict[str, int]) -> Line:
    cells = {
        column: " ".join(row[index].split())[: LONGEST[column]] if index < len(row) else ""
        for column, index in columns.items()
    }
    return Line(number, **cells | {"email": cells["email"].lower()})


def dry_run(lines: list[Line], tenant: Tenant) -> DryRun:
    """Say what would become of each line now, in four queries whatever their number."""
    emails = [line.email for line in lines]
    active = Membership.objects.of(tenant).active()
    members = {email.lower() for email in active.values_list("user__email", flat=True)}
    invited = set(Invitation.objects.open().filter(email__in=emails).values_list("email", flat=True))
    invited |= set(Arrival.objects.filter(email__in=emails, invited_at=None).values_list("email", flat=True))
    directory = {fold(name): pk for pk, name in Organisation.objects.filter(ended_on=None).values_list("pk", "name")}
    judged, seen = [], set()
    for line in lines:
        fate = _fate(line, seen, members, invited)
        seen.add(line.email)
        judged.append(replace(line, fate=fate, known=directory.get(fold(line.organisation))))
    names = {fold(line.organisation): line.organisation for line in judged if line.is_invited and line.known is None}
    return DryRun(judged, sorted(filter(None, names.values()), key=fold))


def _fate(line: Line, seen: set[str], members: set[str], invited: set[str]) -> Fate:
    try:
        validate_email(line.email)
    except ValidationError:
        return Fate.INVALID
    if line.email in seen:
        return Fate.DUPLICATE
    if line.email in members:
        return Fate.MEMBER
    return Fate.INVITED if line.email in invited else Fate.INVITE


def fold(text: str) -> str:
    """Return ``text`` as it is compared: no accents, no capitals, typographic signs made plain."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())
