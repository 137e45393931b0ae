"""What the columns of the organisations' spreadsheet mean, both ways."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.territories.models import Commune, PlaceName, Platform
from portal.territories.names import normalise

KIND = Organisation.Kind
YES, NO = {"oui", "x", "vrai", "1"}, {"", "non", "faux", "0"}
CODE = re.compile(r"\b(\d{5}|2[ab]\d{3}|\d{4})\b", re.IGNORECASE)


class Known:
    """What the cells of a file name, read in four queries whatever their number."""

    def __init__(self, seats: set[str]):
        self.platforms = {normalise(word): each for each in Platform.objects.all() for word in (each.name, each.slug)}
        codes = {code for cell in seats if (code := _code(cell))}
        names = {normalise(cell) for cell in seats if not _code(cell)}
        named = PlaceName.objects.filter(normalised__in=names, kind=PlaceName.Kind.CURRENT)
        self.communes: dict[str, set[str]] = {}
        for name, code in named.values_list("normalised", "commune"):
            self.communes.setdefault(name, set()).add(code)
        found = {code for several in self.communes.values() for code in several}
        self.codes = Commune.objects.defer("contour").in_bulk(codes | found)

    def seat(self, cell: str) -> Commune | None:
        if not cell:
            return None
        code = _code(cell)
        found = {code} if code else self.communes.get(normalise(cell), set())
        if len(found) > 1:
            raise ValidationError(french(f"plusieurs communes s’appellent « {cell} » : écrivez le code INSEE"))
        [key] = found or {""}
        if key not in self.codes:
            raise ValidationError(french(f"commune inconnue : « {cell} »"))
        return self.codes[key]

    def platforms_of(self, cell: str) -> list[Platform]:
        found = []
        for word in filter(None, (part.strip() for part in cell.split(","))):
            if normalise(word) not in self.platforms:
                raise ValidationError(french(f"plateforme inconnue : « {word} »"))
            found.append(self.platforms[normalise(word)])
        return sorted(set(found), key=lambda platform: platform.name)


def _code(cell: str) -> str:
    """Return the INSEE code in « 62498 », « Lens (62498) » or « 6004 », whose zero a spreadsheet has eaten."""
    found = CODE.search(cell)
    return found[1].upper().zfill(5) if found else ""


def _kind(cell: str, known: Known) -> str:
    kinds = {normalise(text): kind.value for kind in KIND for text in (kind.label, kind.value)}
    if normalise(cell) not in kinds:
        choice = ", ".join(str(kind.label) for kind in KIND)
        raise ValidationError(french(f"nature inconnue : « {cell} ». Les natures : {choice}"))
    return kinds[normalise(cell)]


def _yes(cell: str, known: Known) -> bool:
    if cell.casefold() not in YES | NO:
        raise ValidationError(french(f"oui ou non, et non « {cell} »"))
    return cell.casefold() in YES


def _day(cell: str, known: Known) -> datetime.date | None:
    if not cell:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise ValidationError(french(f"un jour comme 31/12/2026, et non « {cell} »"))


def _phone(cell: str, known: Known) -> str:
    """Give back the zero that a spreadsheet takes from a number."""
    return f"0{cell}" if cell.isdecimal() and len(cell) == 9 else cell


def _text(cell: str, known: Known) -> str:
    return cell.replace("\r\n", "\n")


def _domains(cell: str, known: Known) -> list[str]:
    return sorted({part.strip().lower() for part in cell.split(",") if part.strip()})


def _written(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Column:
    """``field``: of the model; ``write`` makes a cell of an organisation, ``read`` a value of a cell."""

    field: str
    title: str
    write: Callable[[Organisation], str]
    read: Callable[[str, Known], object]


COLUMNS = [
    Column("name", "Nom", lambda each: each.name, _text),
    Column("kind", "Nature", lambda each: str(each.get_kind_display()), _kind),
    Column("mission", "Ce qu’elle fait", lambda each: _written(each.mission), _text),
    Column("seat", "Commune du siège", lambda each: f"{each.seat.name} ({each.seat_id})" if each.seat_id else "",
           lambda cell, known: known.seat(cell)),
    Column("platforms", "Plateformes", lambda each: ", ".join(sorted(p.name for p in each.platforms.all())),
           lambda cell, known: known.platforms_of(cell)),
    Column("covers_everything", "Tout le territoire", lambda each: "oui" if each.covers_everything else "non", _yes),
    Column("phone", "Téléphone", lambda each: each.phone, _phone),
    Column("email", "Courriel", lambda each: each.email, _text),
    Column("website", "Site internet", lambda each: each.website, _text),
    Column("internal_contact", "Contact réservé aux membres", lambda each: _written(each.internal_contact), _text),
    Column("email_domains", "Noms de domaine des courriels", lambda each: ", ".join(each.email_domains), _domains),
    Column("ended_on", "N’existe plus depuis le", lambda each: f"{each.ended_on or ''}", _day),
]  # fmt: skip
BY_TITLE = {normalise(column.title): column for column in COLUMNS}
