"""Finding terms in a page’s HTML, and leading from the first occurrence of each to its explanation. Pure.

The HTML is cut at its tags and put together again as it was: nothing is parsed and written anew, so what no term
touches keeps every byte. Only text between tags is looked at, never that of a link, a heading, a button or code.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

CLOSED = frozenset(
    [
        "a",
        "abbr",
        "audio",
        "button",
        "code",
        "dfn",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "kbd",
        "label",
        "legend",
        "math",
        "nav",
        "noscript",
        "object",
        "option",
        "pre",
        "samp",
        "select",
        "summary",
        "svg",
        "template",
        "th",
        "var",
        "video",
    ]
)
"""Elements whose text is not explained: a link goes nowhere in a link, and a heading is read for itself."""
VEILED = re.compile(r"""\sdata-mail\b|\sclass\s*=\s*["'][^"']*\bcard--link\b""")
"""Nor that of these: an address, and a card that is one large link."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"  # a comment
    r"|<(?P<raw>script|style|textarea|title|iframe)\b.*?(?:</(?P=raw)\s*>|\Z)"  # text that is none
    r"""|<(?P<close>/?)(?P<name>[a-z][^\s/>]*)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*+)>"""
    r"|<[!?/][^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")

Link = Callable[[str, str], str]
"""Returns the HTML of a link, of the key of a term and of the HTML of its words as the page has them."""


@dataclass(frozen=True)
class Words:
    """One term: ``key``, and the ways to write it."""

    key: str
    forms: tuple[str, ...]


def explain(page: str, terms: Iterable[Words], link: Link) -> tuple[str, list[str]]:
    """Return the HTML with the first occurrence of each term made a link, and the keys of those found, in order."""
    pattern, keys = _pattern(tuple(terms))
    found: list[str] = []
    if pattern is None:
        return page, found
    pieces = []
    for piece, is_open in _pieces(page):
        pieces.append(_linked(piece, pattern, keys, found, link) if is_open else piece)
    return "".join(pieces), found


def _pieces(page: str) -> Iterator[tuple[str, bool]]:
    """Yield the HTML piece by piece, and whether each is text that may be explained."""
    closed: dict[str, int] = {}
    veil, depth = "", 0
    at = 0
    for token in _TOKEN.finditer(page):
        yield page[at : token.start()], not closed and not veil
        yield token[0], False
        at, name = token.end(), (token["name"] or "").lower()
        if not name or name in VOID or (token["rest"].endswith("/") and name not in CLOSED):
            continue
        if veil:
            depth += 0 if name != veil else -1 if token["close"] else 1
            veil = veil if depth else ""
        elif not token["close"] and VEILED.search(token["rest"]):
            veil, depth = name, 1
        if name in CLOSED:
            _count(closed, name, -1 if token["close"] else 1)
    yield page[at:], not closed and not veil


def _count(closed: dict[str, int], name: str, step: int) -> None:
    """Keep how many of these elements are open; one that is closed without having been opened counts for nothing."""
    closed[name] = max(closed.get(name, 0) + step, 0)
    if not closed[name]:
        del closed[name]


def _linked(text: str, pattern: re.Pattern, keys: list[str], found: list[str], link: Link) -> str:
    plain, starts = _unescaped(text)
    written, at = [], 0
    for match in pattern.finditer(plain):
        key = keys[match.lastindex - 1]
        if key in found:
            continue
        found.append(key)
        start, end = starts[match.start()], starts[match.end()]
        written += [text[at:start], link(key, text[start:end])]
        at = end
    return "".join([*written, text[at:]])


def _unescaped(text: str) -> tuple[str, range | list[int]]:
    """Return what is read of a piece of HTML text, and where each character (and the end) is in the piece."""
    if "&" not in text:
        return text, range(len(text) + 1)
    plain, starts, at = [], [], 0
    for entity in _ENTITY.finditer(text):
        plain.append(text[at : entity.start()])
        starts += range(at, entity.start())
        read = html.unescape(entity[0])
        plain.append(read)
        starts += [entity.start()] * len(read)
        at = entity.end()
    return "".join([*plain, text[at:]]), [*starts, *range(at, len(text) + 1)]


@lru_cache(maxsize=64)
def _pattern(terms: tuple[Words, ...]) -> tuple[re.Pattern | None, list[str]]:
    """Return what finds any of the terms, the longest form first, and the key of each of its groups."""
    forms = [(form, words.key) for words in terms for form in words.forms if form.strip()]
    forms.sort(key=lambda pair: (-len(pair[0]), pair))
    if not forms:
        return None, []
    alternatives = "|".join(f"({_form(form)})" for form, _ in forms)
    return re.compile(rf"(?<![\w@/.-])(?:{alternatives})(?![\w@/-]|\.\w)"), [key for _, key in forms]


def _form(form: str) -> str:
    """Return what finds one form: an acronym as it is written; other words in any case, with an s or x or without."""
    return r"\s+".join(_acronym(word) if word.isupper() and len(word) > 1 else _word(word) for word in form.split())


def _acronym(word: str) -> str:
    return re.escape(word)


def _word(word: str) -> str:
    apart = (re.escape(part).replace(r"\-", "[-\N{NON-BREAKING HYPHEN}]") for part in re.split("[’']", word))
    return f"(?i:{"[’']".join(apart)}[sx]?)"
