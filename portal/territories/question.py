"""What was typed into the finder, taken apart: a postal code, the beginning of one, a name, a département."""

import re
import unicodedata
from dataclasses import dataclass

from portal.territories.names import normalise

_CODE = re.compile(r"(?<![0-9])(?:[0-9]{5}|[0-9]{2}\s[0-9]{3})(?![0-9])")
_DIGITS = re.compile(r"[0-9\s]+")
_CEDEX = re.compile(r"\s*\bcedex\b(\s[0-9]{1,2})?")
_DEPARTEMENT = re.compile(r"[0-9]{2}|2[ab]|9[78][0-9]")
_BESIDE = re.compile(r"(?P<name>[^(,]+)[(,](?P<hint>[^),]*)")


@dataclass(frozen=True)
class Question:
    """``code``: five digits. ``digits``: two to four, the beginning of a code. The rest is normalised."""

    code: str = ""
    digits: str = ""
    before: str = ""
    after: str = ""
    name: str = ""
    hint: str = ""

    @property
    def departement(self) -> str:
        """The département's number given beside the name, as ``62``; empty when none was."""
        return self.hint.upper() if _DEPARTEMENT.fullmatch(self.hint) else ""


def read(text: str) -> Question:
    """Take apart ``text``; any string is accepted, and may give an empty question."""
    text = unicodedata.normalize("NFKC", text).replace("\0", "").strip()
    if found := _CODE.search(text):
        return _with_code(re.sub(r"\s", "", found[0]), text[: found.start()], text[found.end() :])
    if _DIGITS.fullmatch(text):
        digits = re.sub(r"\s", "", text)
        if len(digits) == 5:
            return Question(code=digits)
        return Question(digits=digits) if 2 <= len(digits) <= 4 else Question()
    if (beside := _BESIDE.match(text)) and (name := normalise(beside["name"])):
        return Question(name=name, hint=normalise(beside["hint"]))
    name = _CEDEX.sub("", normalise(text))
    start, _, last = name.rpartition(" ")
    if start and _DEPARTEMENT.fullmatch(last):
        return Question(name=start, hint=last)
    return Question(name=name)


def _with_code(code: str, before: str, after: str) -> Question:
    before, after = (_CEDEX.sub("", normalise(part)).strip() for part in (before, after))
    before = "" if before in ("f", "fr") else before
    return Question(code=code, before=before, after=after, name=after or before)
