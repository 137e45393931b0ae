"""What was typed, and what is read, brought to words. Pure: no database."""

import re
import unicodedata

from portal.documents.search import singular

LONGEST = 100  # characters of a question
_SIGNS = re.compile(r"[^\w\"]|_")
_ELISION = re.compile(r"['’]")  # PostgreSQL’s parser takes the second for a letter
_WORD = re.compile(r"[^\W\d_]+")
_ONE_FORMS = {"baux": "bail", "travaux": "travail"}
_SEVERAL = re.compile(r"\b(?:(baux|travaux)|(\w+eau)x|(\w{2,})aux)\b", re.IGNORECASE)
# PostgreSQL leaves out most of these by itself, and « les » or « a » not.
SMALL = frozenset(
    {
        "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "elle", "elles", "en", "est", "et",
        "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "leurs", "m", "ma", "mes", "mon", "n", "ne", "nos",
        "notre", "nous", "on", "or", "ou", "par", "pour", "qu", "que", "quel", "quelle", "quelles", "quels", "qui",
        "s", "sa", "se", "ses", "son", "sont", "sur", "t", "un", "une", "vos", "votre", "vous", "y",
    }
)  # fmt: skip
SHORTEST, LONGEST_WORD = 4, 30
"""Letters of a word that may have been meant."""


def cleaned(query: str) -> str:
    """Return a question as it is shown again: one line, without what no database holds, LONGEST signs at most."""
    text = unicodedata.normalize("NFC", query.encode("utf-8", "ignore").decode())
    shown = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or sign.isprintable())
    return " ".join(shown.split())[:LONGEST].strip()


def asked(question: str) -> str:
    """Return the words of a question, and the quotation marks around exact ones; no other sign means anything."""
    return " ".join(_SIGNS.sub(" ", re.sub(r"[«»“”]", '"', question)).split())


def telling(typed: str) -> tuple[str, ...]:
    """Return the words of what was asked, without those that every text holds."""
    return tuple(word for word in typed.replace('"', " ").split() if plain(word) not in SMALL)


def one_form(text: str) -> str:
    """Return a text in the singular, as far as endings tell: « baux sociaux » gives « bail social »."""
    return singular(_SEVERAL.sub(_in_the_singular, _ELISION.sub(" ", text)))


def _in_the_singular(found: re.Match) -> str:
    irregular, eau, others = found.groups()
    return _ONE_FORMS[irregular.lower()] if irregular else eau or f"{others}al"


def forms(word: str) -> set[str]:
    """Return the forms under which a word may stand in a text, for marking it there."""
    one = one_form(word)
    several = (f"{one}s", f"{one}x", f"{one[:-2]}aux", f"{one[:-3]}aux")
    return {word, one, *(each for each in several if one_form(each) == one)}


def plain(word: str) -> str:
    """Return a word in small letters without accents: « Hébergé » gives ``heberge``."""
    word = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in word if not unicodedata.combining(sign))


def spelt(text: str, most: int) -> list[str]:
    """Return the words of a text whose spelling may help another's, in small letters, once each, ``most`` at most."""
    words = dict.fromkeys(word.lower() for word in _WORD.findall(text) if SHORTEST <= len(word) <= LONGEST_WORD)
    return list(words)[:most]
