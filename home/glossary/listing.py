"""The order of the glossary: that of the letters, accents and capitals left aside."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.text import slugify

from home.glossary.models import Term


def by_letter(terms: Iterable[Term]) -> list[tuple[str, list[Term]]]:
    """Return the terms under their first letter; « É » is under E, a digit under « 0-9 »."""
    ordered = sorted(terms, key=lambda term: (_letter(term) == DIGITS, slugify(term.term), term.pk))
    return [(letter, list(found)) for letter, found in groupby(ordered, key=_letter)]


DIGITS = "0-9"


def _letter(term: Term) -> str:
    first = slugify(term.term)[:1].upper()
    return first if first.isalpha() else DIGITS
