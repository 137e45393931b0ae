"""How people write the name of a commune: the forms by which the finder is measured."""

import random
import re
import unicodedata
from collections.abc import Callable

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ARTICLE = re.compile(r"^(?:Le |La |Les |L')")


def without_accents(name: str) -> str:
    split = name.lower().replace("œ", "oe")
    return "".join(c for c in unicodedata.normalize("NFD", split) if not unicodedata.combining(c))


def with_saint_shortened(name: str) -> str:
    return re.sub(r"\bSaint(e?)\b", r"St\1", name)


def without_article(name: str) -> str:
    return _ARTICLE.sub("", name)


CLEAN: dict[str, Callable[[str], str]] = {
    "exact": lambda name: name,
    "minuscules sans accents": without_accents,
    "espaces pour traits d’union": lambda name: name.replace("-", " "),
    "apostrophe typographique": lambda name: name.replace("'", "’"),
    "apostrophe en espace": lambda name: name.replace("'", " "),
    "St, Ste": with_saint_shortened,
    "sans article": without_article,
    "ligature défaite": lambda name: name.replace("œ", "oe").replace("Œ", "Oe"),
    "capitales": str.upper,
}


def mistyped(name: str, chance: random.Random) -> str:
    """Return ``name`` without accents, and with one letter added, lost, changed or swapped with the next."""
    typed = without_accents(name)
    letters = [i for i, c in enumerate(typed) if c.isalpha()]
    place = chance.choice(letters)
    letter = chance.choice(LETTERS.replace(typed[place], ""))
    kind = chance.choice(["insertion", "deletion", "substitution", "swap"])
    if kind == "swap":
        swappable = [i for i in letters if typed[i + 1 : i + 2].isalpha() and typed[i] != typed[i + 1]]
        if swappable:
            place = chance.choice(swappable)
            return typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
        kind = "substitution"
    return (
        typed[:place]
        + {
            "insertion": letter + typed[place:],
            "deletion": typed[place + 1 :],
            "substitution": letter + typed[place + 1 :],
        }[kind]
    )
