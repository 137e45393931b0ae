"""Two texts compared word by word: what was taken away, what was added, what stayed."""

import difflib
import re
from dataclasses import dataclass

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
"""A word, a sign, or what parts them: the pieces make the text again."""


@dataclass(frozen=True)
class Run:
    """Some words: ``kind`` is "same", "ins" or "del"."""

    kind: str
    text: str


def compare(before: str, after: str) -> list[Run]:
    """Return the runs that lead from one text to the other: all but "ins" is the first, all but "del" the second."""
    one, other = PIECE.findall(before), PIECE.findall(after)
    runs = []
    for what, i1, i2, j1, j2 in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(Run("same", "".join(one[i1:i2])))
            continue
        if i2 > i1:
            runs.append(Run("del", "".join(one[i1:i2])))
        if j2 > j1:
            runs.append(Run("ins", "".join(other[j1:j2])))
    return runs
