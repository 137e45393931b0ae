"""What never existed, to be asked for beside what is the neighbour's: both must be answered alike."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from django.utils.http import int_to_base36

from portal.tenancy.row_security import NATIONAL
from tests.isolation.sweep.addresses import Address
from tests.isolation.sweep.arguments import cases_of
from tests.isolation.sweep.variants import Request, reads, writes
from tests.isolation.sweep.world import World

NEVER = 987_654_321
OF_THE_NATION = {"commune_code", "commune_slug"}
WORDS = {"actor_in_base_36": int_to_base36(NEVER), "platform_slug": "nulle-part", "tenant_slug": "nulle-part"}
AGO = r"[Ii]l y a \d+\s(?:minutes?|heures?(?:,\s\d+\sminutes?)?)|[Àà] l'instant"
PASSING = re.compile(rf"\b[A-Za-z0-9]{{64}}\b|{AGO}|(?<=/media/)[^\s\"]+|(?<=\"key\": \")[a-z0-9]{{5}}(?=\")")
"""What differs between two answers to one question: a CSRF token, masked anew each time; the time, whose spaces do not
break; a picture made for the answer, and not kept; the key that a rich text's editor draws for an empty paragraph."""


@dataclass(frozen=True)
class Nowhere:
    """Stands where a request asks a ``World`` what to name: the same, of which nothing is. The nation's stays."""

    like: World

    @property
    def marks(self):
        return self.like.marks

    @property
    def words(self) -> dict[str, str]:
        return {name: self._word(name, word) for name, word in self.like.words.items()}

    def pk(self, name: str):
        named = self.like[name]
        if named._meta.db_table in NATIONAL:
            return named.pk
        return uuid.UUID(int=NEVER) if isinstance(named.pk, uuid.UUID) else NEVER

    def _word(self, name: str, word: str) -> str:
        if name in OF_THE_NATION:
            return word
        return WORDS.get(name) or word.replace(self.marks.probe, "n" * len(self.marks.probe))


@dataclass(frozen=True)
class OneElsewhere:
    """One's own world, but for what ``named`` names, which is ``elsewhere``'s."""

    own: World
    elsewhere: World | Nowhere
    named: str

    @property
    def marks(self):
        return self.elsewhere.marks

    @property
    def words(self) -> dict[str, str]:
        return {name: self._of(name).words[name] for name in self.own.words}

    def pk(self, name: str):
        return self._of(name).pk(name)

    def _of(self, name: str):
        return self.elsewhere if name == self.named else self.own


class _Names:
    """Stands where a request asks a ``World`` for keys, and notes the names of what it asks for."""

    def __init__(self):
        self.words, self.asked = {}, set()

    def pk(self, name: str) -> int:
        self.asked.add(name)
        return NEVER


def read_twins(
    address: Address, own: World, other: World, *, variants: bool = False
) -> Iterator[tuple[Request, Request]]:
    """Yield each GET that names things of ``other``, beside its twin that names what never existed.

    Where an address names several things, then also each alone among one's own.
    """
    yield from _reads(address, other, Nowhere(other), variants=variants)
    if len(address.arguments) > 1:
        names = _Names()
        cases_of(address, names)
        for name in sorted(names.asked):
            theirs, nobodys = OneElsewhere(own, other, name), OneElsewhere(own, Nowhere(other), name)
            yield from _reads(address, theirs, nobodys)


def written_twins(address: Address, other: World) -> Iterator[tuple[Request, Request]]:
    """Yield the same for POST."""
    yield from _apart(writes(address, other), writes(address, Nowhere(other)))


def _reads(address: Address, other, nobody, *, variants: bool = False) -> Iterator[tuple[Request, Request]]:
    yield from _apart(reads(address, other, variants=variants), reads(address, nobody, variants=variants))


def _apart(of_other: Iterator[Request], of_nobody: Iterator[Request]) -> Iterator[tuple[Request, Request]]:
    """Yield the pairs whose two requests are not the same one."""
    return ((one, other) for one, other in zip(of_other, of_nobody, strict=True) if one.sent != other.sent)


def difference(theirs: Request, nobodys: Request, answers: list) -> str:
    """Say what tells the answers to two requests apart, beside what they asked for; nothing when nothing does."""
    (first, first_body), (second, second_body) = answers
    if first.status_code != second.status_code:
        return f"{first.status_code} instead of {second.status_code}"
    asked = _asked_apart(theirs.sent, nobodys.sent)
    for part, one, other in (
        ("Location", first.headers.get("Location", ""), second.headers.get("Location", "")),
        ("cookies", str(sorted(first.cookies)), str(sorted(second.cookies))),
        ("body", first_body, second_body),
    ):
        if _bare(one, asked) != _bare(other, asked):
            return f"another {part}"
    return ""


def _asked_apart(one: str, other: str) -> set[str]:
    """Return the words that differ where they stand: a key may be 1, and another word of both requests too.

    A word of several parts, « 15-faux », is also what its parts are: an answer may repeat each of them.
    """
    apart = _differing(re.findall(r"[\w-]+", one), re.findall(r"[\w-]+", other))
    parts = [(first.split("-"), second.split("-")) for first, second in apart]
    parts = [pair for both in parts if len(both[0]) == len(both[1]) for pair in _differing(*both)]
    return {word for pair in [*apart, *parts] for word in pair}


def _differing(one: list[str], other: list[str]) -> list[tuple[str, str]]:
    return [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]


def _bare(text: str, asked: set[str]) -> str:
    """Return ``text`` without what may differ: the tokens of its forms, and the words that were asked for."""
    text = PASSING.sub("…", unquote(unescape(text)))
    return re.sub(r"[\w-]+", lambda word: "…" if word[0] in asked else word[0], text)
