"""Which names answer to a name, and in what order. Pure: it ranks rows that the finder read.

Exact current name in the territory, then old or everyday name, then exact elsewhere in France, then the
beginning of a name, then inner words, then near spellings; ties by population.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from portal.territories.names import COMMON_WORDS, SMALL_WORDS, bare, has_only, normalise
from portal.territories.question import Question

CURRENT = "actuel"  # PlaceName.Kind.CURRENT
LIMIT = 8  # suggestions
SHORTEST_PREFIX, SHORTEST_INNER = 2, 3  # letters
NOTHING_ALONE = SMALL_WORDS | COMMON_WORDS
ONE_ERROR, TWO_ERRORS = 5, 9  # letters a name must have to be found despite as many errors
CLEARLY_LARGER = 2  # times


class Entry(NamedTuple):
    """One name of one commune."""

    code: str
    name: str
    kind: str
    normalised: str
    bare: str
    departement: str
    departement_name: str
    population: int | None
    is_inside: bool

    @property
    def is_current(self) -> bool:
        return self.kind == CURRENT

    @property
    def people(self) -> int:
        return self.population or 0


class Rank(IntEnum):
    EXACT = 0
    OTHER_NAME = 1
    PREFIX = 2
    INNER = 3
    NEAR = 4
    NEAR_PREFIX = 5
    FAR = 6


class How(IntEnum):
    """On what ground the first entries answer."""

    NAME = 1
    ELSEWHERE = 2
    WORD = 3
    GUESS = 4


@dataclass(frozen=True)
class Found:
    how: How
    entries: list[Entry]
    """What answers, one entry a commune, best first."""
    rivals: list[Entry]
    """Places here whose longer names begin with the one typed, and that are not clearly smaller."""
    near: list[Entry]
    """Other places in the territory worth offering, best first."""


def search(question: Question, entries: list[Entry]) -> Found:
    """Return what answers to a name among the territory's names and exact ones elsewhere."""
    name = question.name
    inside = [entry for entry in entries if entry.is_inside]
    codes = {entry.code for entry in inside}
    elsewhere = [entry for entry in entries if entry.code not in codes]
    own, other = _exact(name, inside), _exact(name, elsewhere)
    if question.hint and (own or other):
        own_there, other_there = (_exact(name, _in_departement(question, part)) for part in (inside, elsewhere))
        if own_there or other_there:
            own, other = own_there, other_there
        elif question.departement:  # there is no such place there
            return Found(How.GUESS, _one_each([*own, *other])[:LIMIT], [], [])
    if own:
        return _longer_names(name, own, inside)
    is_current = bool(other) and other[0].is_current
    if has_only(SMALL_WORDS, name):
        return Found(How.ELSEWHERE if is_current else How.GUESS, _one_each(other) if is_current else [], [], [])
    return _not_exact_here(name, inside, _one_each(other), is_current)


def _not_exact_here(name: str, inside: list[Entry], elsewhere: list[Entry], is_current: bool) -> Found:
    """Answer with a place elsewhere, the one place that has these words, or guesses.

    ``is_current``: the places elsewhere have this name today; an old name there yields to near ones here.
    """
    ranked = rank(name, inside)
    near = [entry for _, entry in ranked[:LIMIT]]
    if is_current:
        close = [entry for place, entry in ranked if place <= Rank.NEAR] or near
        return Found(How.ELSEWHERE, elsewhere, [], close[:LIMIT])
    if word := _only_one_with_words(name, inside, ranked):
        return Found(How.WORD, [word], [], [entry for entry in near if entry.code != word.code])
    if elsewhere and (not ranked or ranked[0][0] > Rank.NEAR):
        return Found(How.ELSEWHERE, elsewhere, [], near)
    return Found(How.GUESS, near, [], [])


def rank(name: str, entries: Iterable[Entry]) -> list[tuple[Rank, Entry]]:
    """Return every entry that may be meant by ``name``, one a commune, best first."""
    entries = list(entries)
    is_common = has_only(NOTHING_ALONE, name)
    best: dict[str, tuple[tuple, Entry]] = {}

    def keep(place: Rank, distance: int, entry: Entry) -> None:
        key = (place, distance, -entry.people, not entry.is_current, entry.normalised)
        if entry.code not in best or key < best[entry.code][0]:
            best[entry.code] = (key, entry)

    for entry in entries:
        if name in (entry.normalised, entry.bare):
            keep(Rank.EXACT if entry.is_current else Rank.OTHER_NAME, 0, entry)
        elif len(name) >= SHORTEST_PREFIX and _begins(name, entry):
            keep(Rank.PREFIX, 0, entry)
        elif len(name) >= SHORTEST_INNER and f" {name}" in entry.normalised and not is_common:
            keep(Rank.INNER, 0, entry)
    if len(name) >= ONE_ERROR - 1 and not is_common:
        _keep_near(name, entries, keep)
    return [(Rank(key[0]), entry) for key, entry in sorted(best.values(), key=lambda item: item[0])]


def _keep_near(name: str, entries: list[Entry], keep: Callable) -> None:
    """Keep the entries that one or two errors part from ``name``; a missing or extra space is one."""
    forms = {(index, form): form for index, e in enumerate(entries) for form in {e.normalised, e.bare}}
    glued = {key: form.replace(" ", "") for key, form in forms.items()}
    for asked, written in ((name, forms), (name.replace(" ", ""), glued)):
        matches = extract(asked, written, scorer=OSA.distance, score_cutoff=2, limit=None)
        for _, distance, (index, form) in matches:
            if distance <= _errors_allowed(form):
                keep(Rank.NEAR if distance < 2 else Rank.FAR, max(int(distance), 1), entries[index])
    if len(name) >= ONE_ERROR:
        beginnings = {key: form[: len(name)] for key, form in forms.items() if len(form) > len(name)}
        for _, _, (index, _) in extract(name, beginnings, scorer=OSA.distance, score_cutoff=1, limit=None):
            keep(Rank.NEAR_PREFIX, 1, entries[index])


def _errors_allowed(form: str) -> int:
    return (len(form) >= ONE_ERROR) + (len(form) >= TWO_ERRORS)


def _begins(name: str, entry: Entry) -> bool:
    return entry.normalised.startswith(name) or entry.bare.startswith(name)


def _exact(name: str, entries: list[Entry]) -> list[Entry]:
    """Return the entries named so: current names first, and whole names before those less an article."""
    for is_current in (True, False):
        for form in ("normalised", "bare"):
            found = [e for e in entries if e.is_current is is_current and getattr(e, form) == name]
            if found:
                return found
    return []


def _in_departement(question: Question, entries: list[Entry]) -> list[Entry]:
    """Keep what lies in the département given beside the name, by its number or its name."""
    return [
        entry
        for entry in entries
        if question.departement == entry.departement or question.hint == normalise(entry.departement_name)
    ]


def _longer_names(name: str, own: list[Entry], inside: list[Entry]) -> Found:
    """Answer with the exact names; beside them, those that begin so (Avesnes, Avesnes-le-Comte)."""
    exact = _one_each(own)
    codes = {entry.code for entry in exact}
    starts = tuple(f"{form} " for form in {name, bare(name)})
    others = [entry for entry in inside if entry.is_current and entry.code not in codes]
    longer = _one_each(e for e in others if e.normalised.startswith(starts) or e.bare.startswith(starts))
    size = max(entry.people for entry in exact)
    rivals = [entry for entry in longer if entry.people * CLEARLY_LARGER > size]
    return Found(How.NAME, exact, rivals, [entry for entry in longer if entry not in rivals][:LIMIT])


def _only_one_with_words(name: str, inside: list[Entry], ranked: list[tuple[Rank, Entry]]) -> Entry | None:
    """Return the one commune of which ``name`` is a whole word or run of words.

    None when there are several, when a larger place begins so, or when another is one error away.
    """
    if has_only(NOTHING_ALONE, name):
        return None
    found = _one_each(entry for entry in inside if f" {name} " in f" {entry.normalised} ")
    if len(found) != 1:
        return None
    [only] = found
    for place, entry in ranked:
        is_larger = place is Rank.PREFIX and entry.people > only.people
        if entry.code != only.code and (is_larger or place is Rank.NEAR):
            return None
    return only


def _one_each(entries: Iterable[Entry]) -> list[Entry]:
    """Return one entry a commune, its current name if it is there, the largest communes first."""
    best: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: (-e.people, not e.is_current, e.normalised, e.code)):
        best.setdefault(entry.code, entry)
    return list(best.values())
