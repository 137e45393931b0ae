"""Names as people type them: without accents, by their beginnings, with an error or two. Pure: no database."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from portal.territories.names import SMALL_WORDS, normalise

LONGEST = 100  # characters of a question
ONE_ERROR, TWO_ERRORS = 5, 9  # letters a word must have to be found despite as many errors


def search(query: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """Return the keys of the names in which each word of ``query`` is found, those with the fewest errors first.

    ``names`` are pairs of a key and all that may be searched of it. A query without a word finds nothing.
    """
    words = normalise(query[:LONGEST]).split()
    asked = [word for word in words if word not in SMALL_WORDS] or words
    if not asked:
        return []
    found = []
    for key, name in names:
        there = normalise(name).split()
        errors = [_errors(word, there) for word in asked]
        if None not in errors:
            found.append((sum(errors), " ".join(there), key))
    return [key for _, _, key in sorted(found)]


def _errors(word: str, there: list[str]) -> int | None:
    """Return how many errors part ``word`` from the beginning of the nearest word there; None: too many."""
    if any(other.startswith(word) for other in there):
        return 0
    allowed = (len(word) >= ONE_ERROR) + (len(word) >= TWO_ERRORS)
    if not allowed:
        return None
    near = (OSA.distance(word, part, score_cutoff=allowed) for other in there for part in {other, other[: len(word)]})
    least = min(near, default=allowed + 1)
    return least if least <= allowed else None
