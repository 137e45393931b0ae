"""Names of places as people type them, brought to one form. Pure: no database."""

import re
import unicodedata

ARTICLES = ("le", "la", "les", "l")
# Words that never find a place alone…
SMALL_WORDS = frozenset(
    {
        "a", "au", "aux", "d", "de", "des", "du", "en", "es", "et", "l", "la", "le", "les", "sous", "sur",
        "y",
    }
)  # fmt: skip
# … and words of so many names that one of them is not yet a place.
COMMON_WORDS = frozenset(
    {
        "bas", "basse", "grand", "grande", "haut", "haute", "neuf", "neuve", "petit", "petite", "vieil",
        "vieille", "vieux", "bains", "bois", "bourg", "chateau", "dame", "est", "fort", "mer", "mont",
        "nord", "notre", "ouest", "plage", "saint", "sainte", "sud", "val", "ville",
    }
)  # fmt: skip
_SHORTENED = {"st": "saint", "sts": "saint", "ste": "sainte", "stes": "sainte", "lez": "les", "mt": "mont"}
_PLURAL = {"saints": "saint", "saintes": "sainte"}
_ONE_FORM = _SHORTENED | _PLURAL
_ABBREVIATED_PREPOSITION = ((re.compile(r"\bs/\s*s\b"), " sous "), (re.compile(r"\bs/"), " sur "))
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^a-z0-9]+")


def normalise(text: str) -> str:
    """Return ``text`` in lower case without accents, in words of a–z and 0–9 parted by one space.

    « ST OMER », « Saint-Omer » and « st. omer » give ``saint omer``; ligatures are split, abbreviations
    (St, Ste, Mt, s/) written out, lès and lez made ``les``. What is no letter or digit parts words, control
    and formatting characters vanish. Any string is accepted; an empty one may come back.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(" " if c.isspace() else c for c in plain if c.isspace() or not _is_silent(c))
    for abbreviation, written_out in _ABBREVIATED_PREPOSITION:
        plain = abbreviation.sub(written_out, plain)
    words = _NEITHER_LETTER_NOR_DIGIT.sub(" ", plain).split()
    return " ".join(_ONE_FORM.get(word, word) for word in words)


def bare(normalised: str) -> str:
    """Return a normalised name without its leading article: ``le touquet`` gives ``touquet``."""
    first, _, rest = normalised.partition(" ")
    return rest if first in ARTICLES and rest else normalised


def has_only(words: frozenset[str], normalised: str) -> bool:
    """Is every word of a name one of ``words``?"""
    return words.issuperset(normalised.split())


def _is_silent(character: str) -> bool:
    """Is it an accent, a control or formatting character, or half of a surrogate pair?"""
    return unicodedata.category(character) in {"Mn", "Me", "Cc", "Cf", "Cs"}
