"""A word typed with an error, and the word that was meant.

The words it may have been are those of what everybody may see, and of nothing else: a suggestion made from a page
for members would tell a visitor what is in it. They are compared here: row security keeps PostgreSQL from using a
trigram index, and the distance (OSA) counts errors as fingers make them, two letters in the wrong order as one.
"""

from django.db.models import CharField, Count, F, Func
from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.search.narrowing import shown_to
from portal.search.words import plain
from portal.tenancy.cache import remember
from portal.tenancy.models import Tenant

MOST_WORDS = 40_000
ONE_ERROR, TWO_ERRORS = 5, 9  # letters a word must have to be found despite as many errors


Vocabulary = dict[str, tuple[str, int]]
"""A word without accents → as it is most often written, and in how many things."""


def corrected(words: tuple[str, ...], unknown: set[str], tenant: Tenant) -> tuple[str, ...]:
    """Return the words, those that are ``unknown`` each replaced by the nearest that something public holds, if any."""
    if not unknown:
        return words
    known = vocabulary(tenant)
    return tuple(_nearest(word, known) if word in unknown else word for word in words)


def vocabulary(tenant: Tenant) -> Vocabulary:
    """Return the words of all that a visitor may see; one query since the tenant's last change."""
    modules = ",".join(sorted(tenant.modules))  # switching one off hides its words too
    return remember(tenant, f"vocabulary:{modules}", lambda: _read(tenant))


def _read(tenant: Tenant) -> Vocabulary:
    unnested = Func(F("spelt"), function="unnest", output_field=CharField())
    counted = shown_to(tenant, None).annotate(word=unnested).values("word").annotate(n=Count("pk"))
    words: Vocabulary = {}
    for word, n in counted.order_by("-n", "word").values_list("word", "n")[:MOST_WORDS]:
        written, before = words.get(plain(word), (word, 0))
        words[plain(word)] = (written, before + n)
    return words


def _nearest(word: str, known: Vocabulary) -> str:
    asked = plain(word)
    if len(asked) < ONE_ERROR or not asked.isalpha() or asked in known:
        return word
    most = 1 + (len(asked) >= TWO_ERRORS)
    near = process.extract(asked, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=20)
    best = min(near, key=lambda found: (found[1], -known[found[0]][1], found[0]), default=None)
    return known[best[0]][0] if best else word
