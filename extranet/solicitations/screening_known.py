"""What is known of capitals: the words, places and bodies that are nobody's name, and the names that are.

The lists of ``data/`` hold words without accents, in small letters. Places, bodies and members are read when a text
asks for them: at most three queries, whatever there is of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.territories.models import Departement, PlaceName, Platform
from portal.territories.names import normalise

FOLDER = Path(__file__).parent / "data"


@cache
def _lines(name: str) -> tuple[str, ...]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of a list of ``data/``."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def terms() -> frozenset[str]:
    """Return the bodies and schemes of the field that are nobody's name, normalised."""
    return frozenset(_lines("termes.txt"))


@dataclass(frozen=True)
class Known:
    """``people``: the first and last names of members, normalised. ``bodies``: what bears a name here, normalised.
    ``places``: which of these normalised names are those of places.
    """

    people: frozenset[tuple[str, str]] = frozenset()
    bodies: Callable[[], frozenset[str]] = frozenset
    places: Callable[[set[str]], set[str]] = lambda names: set()


def known_here() -> Known:
    """Return what is known in the tenant that asks."""
    names = Membership.objects.order_by().values_list("user__first_name", "user__last_name")
    people = frozenset((normalise(first), normalise("" if "(" in last else last)) for first, last in names)
    return Known(people, _bodies, _places)


def _bodies() -> frozenset[str]:
    """Return the names of the organisations and platforms of this tenant, and those of France's départements."""
    names = (
        Organisation.objects.order_by().values_list("name"),
        Platform.objects.order_by().values_list("name"),
        Departement.objects.order_by().values_list("name"),
    )
    first, *others = names
    return frozenset(normalise(name.partition("(")[0]) for (name,) in first.union(*others, all=True).order_by())


def _places(names: set[str]) -> set[str]:
    """Return which names are those of a commune, of today or of old, with its article or without."""
    rows = PlaceName.objects.order_by().filter(normalised__in=names).values_list("normalised", flat=True)
    bare = PlaceName.objects.order_by().filter(bare__in=names).values_list("bare", flat=True)
    return set(rows.union(bare))
