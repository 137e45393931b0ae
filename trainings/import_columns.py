"""The columns of a file of past attendance: how each is called, and read."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from portal.design.spreadsheets import UnreadableError
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.territories.names import normalise
from trainings.models import Presence, Training

TITLES = {
    "training": "Formation", "dates": "Dates", "email": "Courriel", "organisation": "Organisation",
    "presence": "Présence", "hours": "Heures",
}  # fmt: skip
ALSO = {"date": "dates", "e mail": "email", "email": "email", "adresse": "email", "titre": "training"}
NEEDED = ("training", "dates", "email")
EXAMPLE = ["bail-glissant", "12/03/2026 et 13/03/2026", "prenom.nom@exemple.fr", "CCAS d’exemple", "présente", "14"]
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")
BETWEEN = re.compile(r"(?:[\s,;+&]|\bet\b)*")
MOST_DAYS = 20
PRESENCES = {
    Presence.PRESENT: ("present", "presente", "oui"),
    Presence.PARTLY: ("en partie", "presente en partie", "present en partie", "partielle", "presence partielle"),
    Presence.EXCUSED: ("excuse", "excusee", "absent excuse", "absente excusee"),
    Presence.ABSENT: ("absent", "absente", "non"),
}


def columns(rows: list[list[str]]) -> list[str]:
    """Return the field of each column, "" for one that is none of ours. Raises UnreadableError."""
    known = {normalise(title): field for field, title in TITLES.items()} | ALSO
    header = [known.get(normalise(title), "") for title in (rows[0] if rows else [])]
    missing = [TITLES[field] for field in NEEDED if field not in header]
    if missing:
        names = ", ".join(f"« {title} »" for title in missing)
        raise UnreadableError(french(f"Il manque à la première ligne : {names}. Partez du modèle."))
    if not {"presence", "hours"} & set(header):
        raise UnreadableError(french("Il faut une colonne « Présence » ou une colonne « Heures ». Partez du modèle."))
    found = [field for field in header if field]
    if len(found) != len(set(found)):
        raise UnreadableError("Une colonne est là deux fois.")
    return header


class Known:
    """What the cells may name: trainings, members, organisations. Three queries, whatever the number of lines."""

    def __init__(self, tenant, trainings: Iterable[Training]):
        self.slugs, self.titles = {}, {}
        for each in trainings:
            self.slugs[each.slug] = each
            self.titles.setdefault(normalise(each.title), []).append(each)
        members = Membership.objects.of(tenant).active().select_related("user")
        self.members = {each.user.email.casefold(): each for each in members}
        self.organisations = {normalise(each.name): each for each in Organisation.objects.all()}

    def training(self, cell: str) -> Training:
        if found := self.slugs.get(cell.lower()):
            return found
        found = self.titles.get(normalise(cell), [])
        if len(found) > 1:
            raise ValidationError("deux formations portent ce titre : écrivez son identifiant")
        if not found:
            raise ValidationError("vide" if not cell else "aucune formation n’a cet identifiant ni ce titre")
        return found[0]

    def member(self, cell: str) -> Membership:
        if found := self.members.get(cell.casefold()):
            return found
        raise ValidationError("vide" if not cell else "personne n’a cette adresse dans cet espace")

    def organisation(self, cell: str) -> Organisation | None:
        if cell and normalise(cell) not in self.organisations:
            raise ValidationError("aucune organisation de l’annuaire n’a ce nom")
        return self.organisations.get(normalise(cell)) if cell else None


def read_days(cell: str) -> tuple[datetime.date, ...]:
    """Return the days of « 12/03/2026 et 13/03/2026 », in order. Raises ValidationError."""
    if not cell:
        raise ValidationError("vide")
    days, end = set(), 0
    for found in DAY.finditer(cell):
        if not BETWEEN.fullmatch(cell[end : found.start()]):
            break
        end = found.end()
        year, month, day = (found[3], found[2], found[1]) if found[1] else (found[4], found[5], found[6])
        try:
            days.add(datetime.date(int(year), int(month), int(day)))
        except ValueError as error:
            raise ValidationError(f"« {found[0]} » n’est pas une date") from error
    if not days or not BETWEEN.fullmatch(cell[end:]):
        raise ValidationError("écrivez chaque jour comme 12/03/2026, séparé du suivant par « et »")
    if len(days) > MOST_DAYS:
        raise ValidationError(f"plus de {MOST_DAYS} jours")
    return tuple(sorted(days))


def read_presence(cell: str) -> Presence | None:
    """Return what a cell says, None where it is empty. Raises ValidationError."""
    if not cell:
        return None
    for presence, words in PRESENCES.items():
        if normalise(cell) in words:
            return presence
    raise ValidationError("écrivez « présente », « en partie », « excusée » ou « absente »")


def read_hours(cell: str) -> Decimal | None:
    """Return « 7 », « 3,5 », « 3 h 30 » in hours, None where it is empty. Raises ValidationError."""
    if not cell:
        return None
    text = re.sub(r"\s", "", cell.lower())
    whole, mark, minutes = text.partition("h")
    try:
        hours = Decimal(whole) + Decimal(minutes or 0) / 60 if mark else Decimal(text.replace(",", "."))
        is_sensible = hours.is_finite() and 0 <= hours <= 200
    except InvalidOperation:
        is_sensible = False
    if not is_sensible:
        raise ValidationError("écrivez un nombre d’heures, comme 7 ou 3,5")
    return round(hours, 2)


def presence_of(said: Presence | None, hours: Decimal | None, training: Training) -> Presence:
    """Return the presence that the two cells give. Raises ValidationError where they contradict each other."""
    if hours is not None and hours > training.hours:
        raise ValidationError("plus d’heures que n’en dure la formation")
    if said is None and hours is None:
        raise ValidationError("ni présence, ni heures")
    counted = None
    if hours is not None:
        counted = Presence.ABSENT if not hours else Presence.PRESENT if hours == training.hours else Presence.PARTLY
    if said is None:
        return counted
    is_absent = {Presence.ABSENT, Presence.EXCUSED}
    if counted and counted != said and not (counted in is_absent and said in is_absent):
        raise ValidationError("la présence et les heures se contredisent")
    return said
