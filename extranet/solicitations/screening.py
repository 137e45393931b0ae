"""What no text of a solicitation may hold: whatever says who it is about.

The numbers, addresses and dates that look like somebody's are in ``screening_marks``, the names in
``screening_names``: both are pure. What is known not to be a name (places, bodies, platforms), and who the members of
this tenant are, is read in ``screening_known``. A machine does not read everything: the help of each field asks for it
too, and whoever reads a name can still have it taken out.
"""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from extranet.solicitations.screening_known import Known, known_here
from extranet.solicitations.screening_marks import Found, marks_in, plain
from extranet.solicitations.screening_names import names_in
from portal.design.templatetags.design import spoken_list
from portal.design.typography import french

SHOWN_AT_ONCE, LONGEST_SHOWN = 4, 40

INSTEAD = {
    "courriel": ("une adresse électronique", "retirez-la : on vous répond ici"),
    "telephone": ("un numéro de téléphone", "retirez-le : on vous répond ici"),
    "nir": ("un numéro de sécurité sociale", "retirez-le"),
    "iban": ("un numéro de compte bancaire", "retirez-le"),
    "numero": ("un numéro de dossier", "retirez-le : la référence de la sollicitation suffit"),
    "naissance": ("une date ou un lieu de naissance", "écrivez une tranche d’âge"),
    "date": (
        "une date ancienne, qui peut être celle d’une naissance",
        "écrivez l’année seule, ou « depuis trois ans »",
    ),
    "adresse": ("une adresse postale", "la commune suffit, et elle est déjà dite"),
    "lien": ("une adresse de site", "dites ce qu’on y trouve"),
    "nom": ("un nom de personne", "écrivez « la personne », « le ménage », « l’aîné des enfants », « le bailleur »"),
    "initiales": ("des initiales", "écrivez « la personne » ou « le ménage »"),
}
"""Kind → what was found, and what to write in its place."""
ABOUT_SOMEBODY = frozenset({"nir", "iban", "naissance"})


def screened(text: str) -> None:
    """Refuse a text that says who it is about. Raises ValidationError, in words that name what was found."""
    _refuse(found_in(text, known_here(), timezone.localdate()))


def screened_contact(text: str) -> None:
    """Refuse what says who a household is, where a service is told with its address and telephone, or a meeting with
    its place: numbers of persons and births alone. Raises ValidationError.
    """
    _refuse(each for each in marks_in(plain(text), timezone.localdate()) if each.kind in ABOUT_SOMEBODY)


def found_in(text: str, known: Known, today: datetime.date) -> list[Found]:
    """Return what says who a text is about, in its order; each word once."""
    read = plain(text)
    marks = marks_in(read, today)
    hidden = read
    for each in marks:
        hidden = hidden[: each.start] + " " * len(each.words) + hidden[each.start + len(each.words) :]
    return sorted([*marks, *names_in(hidden, known)], key=lambda each: each.start)


def _refuse(found) -> None:
    by_kind: dict[str, list[str]] = {}
    for each in found:
        words = " ".join(each.words.split())
        shown = words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
        if shown not in by_kind.setdefault(each.kind, []):
            by_kind[each.kind].append(shown)
    if by_kind:
        raise ValidationError(french(" ".join(_said(*each) for each in by_kind.items())), code="names_somebody")


def _said(kind: str, words: list[str]) -> str:
    what, instead = INSTEAD[kind]
    quoted = spoken_list([f"« {each} »" for each in words[:SHOWN_AT_ONCE]])
    return f"Ce texte semble contenir {what} ({quoted}) : {instead}."
