"""Names of persons in a text. Pure, but for what it is told to be known.

Four ways to see one: it is in the lists of names, or a member's; a title or a word of kinship stands before it; two
words with capitals stand side by side, and neither is known; letters with full stops stand for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extranet.solicitations.screening_known import Known, terms, words_of
from extranet.solicitations.screening_marks import Found
from portal.territories.names import normalise

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
TITLES = words_of("titres.txt")
KIN = words_of("parente.txt")
NAMED_TOGETHER = frozenset({"famille", "familles", "consorts", "epoux", "menage"})
SMALL = words_of("petits_mots.txt")
NOBODY = frozenset("xyz")
"""« Madame X » names nobody."""
ORDINARY_ENDS = re.compile(
    r"(?:ments?|tions?|sions?|ances?|ences?|ites?|ages?|ures?|eurs?|euses?|trices?|ees?|ants?|antes?|oirs?|ives?|iques?"
    r"|ismes?|istes?|aires?|elles?|eux|ables?|ibles?|ees|er|ir|ons|ez|ent)$"
)
"""How an ordinary word at the beginning of a sentence may end; the lists of names come first."""
LONGEST_NAME = 7  # words
ACRONYM = 5  # letters, at most
SIDE_BY_SIDE = re.compile(r"[ \t]{1,3}|[ \t]?['/-][ \t]?")
OF_A_PLACE = frozenset({"d", "de", "des", "du", "la", "le"})
PARTICLES = OF_A_PLACE | {"al", "ben", "bin", "da", "dos", "el", "ould", "van", "von"}


@dataclass
class Word:
    text: str
    start: int
    begins: bool
    """Whether a sentence, a line or a quotation begins with it: a capital says nothing there."""
    is_known: bool = False

    @cached_property
    def bare(self) -> str:
        return normalise(self.text)

    @property
    def parts(self) -> list[str]:
        return self.bare.split()

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_acronym(self) -> bool:
        return self.is_shouted and len(self.text) <= ACRONYM

    @property
    def is_ordinary(self) -> bool:
        mots = words_of("mots.txt")
        return self.bare in SMALL or all(part in mots or part in SMALL or part in KIN for part in self.parts)

    @property
    def is_surely_first(self) -> bool:
        return self.may_be_first and any(part in words_of("prenoms.txt") for part in self.parts)

    @property
    def may_be_first(self) -> bool:
        listed = words_of("prenoms.txt") | words_of("prenoms_mots.txt")
        return bool(self.parts) and self.parts[0] not in {"saint", "sainte"} and all(p in listed for p in self.parts)

    @property
    def is_listed(self) -> bool:
        return self.may_be_first or self.bare in words_of("noms.txt")

    @property
    def may_be_name(self) -> bool:
        """A capital that nothing explains."""
        return self.is_capital and len(self.text) > 1 and not (self.is_known or self.is_ordinary or self.is_acronym)


def names_in(text: str, known: Known) -> list[Found]:
    """Return the names of a plain text, in its order; none lies over another."""
    words = _words(text)
    _explain(words, text, known)
    taken: list[Found] = []
    for kind, first, last in sorted(_all(words, text, known), key=lambda each: (each[1].start, -each[2].end)):
        if not taken or first.start >= taken[-1].start + len(taken[-1].words):
            taken.append(Found(kind, text[first.start : last.end], first.start))
    return taken


def _words(text: str) -> list[Word]:
    found, end = [], 0
    for match in WORD.finditer(text):
        gap = text[end : match.start()]
        begins = not found or bool(re.search(r"[.!?:;\n«\"“(•]|(?:^|\s)-\s", gap))
        if found and re.fullmatch(r"\.\s?", gap) and (len(found[-1].text) == 1 or found[-1].bare in TITLES):
            begins = False  # the full stop is that of « M. » or « K. »
        found.append(Word(match[0], match.start(), begins))
        end = match.end()
    return found


def _explain(words: list[Word], text: str, known: Known) -> None:
    """Mark the words that stand in the name of a place, of a body or of a scheme; asked only where a capital is."""
    grams: dict[str, list[list[Word]]] = {}
    for n, _word in enumerate(words):
        for last in range(n, min(n + LONGEST_NAME, len(words))):
            run = words[n : last + 1]
            if last > n and not _joined(text, words[last - 1], words[last]):
                break
            if any(each.is_capital for each in run):
                grams.setdefault(normalise(" ".join(each.text for each in run)), []).append(run)
    if not grams:
        return
    names = set(grams) & (terms() | known.bodies())
    names |= known.places(set(grams) - names)
    for name in names:
        for run in grams[name]:
            if len(run) > 1 or name in terms() or not run[0].is_listed or _is_at(run[0], words):
                for each in run:
                    each.is_known = True


def _is_at(word: Word, words: list[Word]) -> bool:
    """« à Fleury » is the place, « chez Fleury » is somebody; a first name is somebody everywhere."""
    n = next(n for n, each in enumerate(words) if each is word)
    return bool(n) and words[n - 1].text in {"à", "À"} and not word.may_be_first


def _joined(text: str, first: Word, second: Word) -> bool:
    return bool(re.fullmatch(r"[ \t]{1,2}|[ \t]?['/-][ \t]?|\.[ \t]?", text[first.end : second.start]))


def _all(words: list[Word], text: str, known: Known) -> Iterator[tuple[str, Word, Word]]:
    yield from _members(words, known)
    yield from _listed(words)
    yield from _after_a_title(words, text, known)
    yield from _of_a_family(words, text)
    yield from _side_by_side(words, text)
    yield from _initials(words, text)
    yield from _lists(words, text)


def _members(words: list[Word], known: Known) -> Iterator[tuple[str, Word, Word]]:
    """Members' names: both together in any case; alone, a first name that is no word, a last name with a capital."""
    whole = {name for first, last in known.people if first and last for name in (f"{first} {last}", f"{last} {first}")}
    firsts = {first for first, _ in known.people if len(first) > 2}
    lasts = {last for _, last in known.people if len(last) > 2}
    for n, word in enumerate(words):
        for last in range(n, min(n + 4, len(words))):
            if last > n and " ".join(each.bare for each in words[n : last + 1]) in whole:
                yield "nom", word, words[last]
        is_first = word.bare in firsts and word.bare not in words_of("prenoms_mots.txt") and not word.is_ordinary
        is_last = word.bare in lasts and word.is_capital and not (word.begins or word.is_known or word.is_ordinary)
        if (is_first and not word.is_known) or is_last:
            yield "nom", word, word


def _listed(words: list[Word]) -> Iterator[tuple[str, Word, Word]]:
    for word in words:
        is_name = word.is_capital and not word.is_ordinary and (
            (word.may_be_first and not word.begins and not word.is_shouted) or word.bare in words_of("noms.txt")
        )  # fmt: skip
        if not word.is_known and (word.is_surely_first or is_name):
            yield "nom", word, word


def _after_a_title(words: list[Word], text: str, known: Known) -> Iterator[tuple[str, Word, Word]]:
    lasts = {name for person in known.people for name in person if name}
    for title, word in pairwise(words):
        gap = text[title.end : word.start]
        if title.bare not in TITLES or not re.fullmatch(r"\.?\s{0,3}", gap) or _is_elided(word, text):
            continue
        if title.bare == "m" and not (title.is_capital or "." in gap):
            continue
        if title.bare in {"dr", "maitre"} and not word.is_capital:
            continue
        if len(word.text) == 1:
            is_letter = word.is_capital and word.bare not in NOBODY and not (word.bare == "a" and "." not in gap)
            if is_letter and not _is_a_verb(word, text):
                yield "initiales", title, word
        elif (
            (word.is_capital and not word.is_ordinary and not (word.is_acronym and word.is_known))
            or word.is_listed
            or word.bare in lasts
        ):
            yield "nom", title, word


def _is_elided(word: Word, text: str) -> bool:
    return len(word.text) == 1 and text[word.end : word.end + 1] == "'"


def _is_a_verb(word: Word, text: str) -> bool:
    """« Madame A été » : a capital where an accent was."""
    return word.bare == "a" and bool(re.match(r" [a-zà-ÿ]", text[word.end : word.end + 2]))


def _of_a_family(words: list[Word], text: str) -> Iterator[tuple[str, Word, Word]]:
    for kin, word in pairwise(words):
        gap = text[kin.end : word.start]
        if kin.bare not in KIN or not re.fullmatch(r"\s{0,2}[:,(«\"]?\s{0,2}", gap) or word.is_known:
            continue
        if len(word.text) == 1:
            if word.is_capital and word.bare not in NOBODY | {"a"} and not _is_elided(word, text):
                yield "initiales", kin, word
        elif word.may_be_name:
            if not gap.strip() or word.is_listed or not ORDINARY_ENDS.search(word.bare):
                yield "nom", kin, word
        elif kin.bare in NAMED_TOGETHER and word.bare in words_of("noms.txt"):
            yield "nom", kin, word


def _side_by_side(words: list[Word], text: str) -> Iterator[tuple[str, Word, Word]]:
    """Two words with capitals that nothing explains. A text in capitals throughout says nothing by them."""
    letters = [sign for sign in text if sign.isalpha()]
    is_shouted = len(words) > 4 and sum(sign.isupper() for sign in letters) > 0.6 * len(letters)
    for n, first in enumerate(words[:-1]):
        if not _is_half_a_name(first, is_shouted):
            continue
        last = n + 1
        while last < len(words) - 1 and words[last].bare in PARTICLES and not words[last].begins:
            last += 1
        inside, second = words[n + 1 : last], words[last]
        if not first.is_listed and any(word.bare in OF_A_PLACE for word in inside):
            continue  # « la Cité des Provinces »
        pairs = pairwise([first, *inside, second])
        is_near = all(SIDE_BY_SIDE.fullmatch(text[one.end : other.start]) for one, other in pairs)
        if is_near and _is_half_a_name(second, is_shouted) and not second.begins:
            yield "nom", first, second


def _is_half_a_name(word: Word, is_shouted: bool) -> bool:
    if not word.may_be_name or (is_shouted and word.is_shouted and not word.is_listed):
        return False
    return not word.begins or word.is_listed or not ORDINARY_ENDS.search(word.bare)


def _initials(words: list[Word], text: str) -> Iterator[tuple[str, Word, Word]]:
    """« K. D. », « J. Dupont », « Dupont J. » ; acronyms with full stops have three letters."""
    for n, (first, second) in enumerate(pairwise(words)):
        gap, after = text[first.end : second.start], text[second.end : second.end + 4]
        is_near = bool(re.fullmatch(r"\.\s?", gap)) and not (
            n and _is_letter(words[n - 1]) and first.start - words[n - 1].end < 3
        )
        if _is_letter(first) and is_near:
            is_pair = _is_letter(second) and after.startswith(".") and not re.match(r"\.\s?[A-Z](?!\w)", after)
            if is_pair or second.may_be_name:
                yield "initiales" if is_pair else "nom", first, second
        elif first.may_be_name and not first.begins and _is_letter(second) and gap == " " and after.startswith("."):
            yield "nom", first, second


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.is_capital


def _lists(words: list[Word], text: str) -> Iterator[tuple[str, Word, Word]]:
    """Three capitals that nothing explains, one after the other: « Zoubir, Kenza et Ilyes »."""
    run: list[Word] = []
    for word in words:
        if run and not re.fullmatch(r"\s*(?:[,;/\n•-]\s*){1,3}|\s+et\s+", text[run[-1].end : word.start]):
            if word.bare == "et":
                continue
            run = []
        if word.may_be_name:
            run.append(word)
            if len(run) == 3:
                yield "nom", run[0], word
                run = []
        elif word.bare != "et":
            run = []
