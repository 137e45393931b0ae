"""Numbers of the French social security (NIR): they name a person, and have no place in a message."""

import re

NUMBER = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?P<number>[1-478][\s.-]?[0-9]{2}[\s.-]?[0-9]{2}[\s.-]?(?:[0-9]{2}|2[ABab])[\s.-]?[0-9]{3}[\s.-]?[0-9]{3})"
    r"[\s.-]?(?P<key>[0-9]{2})(?![0-9])"
)
CORSICA = {"2A": "19", "2B": "18"}


def holds_nir(text: str) -> bool:
    """Say whether a NIR stands in ``text``, with or without spaces: thirteen digits, then the key that they give.

    The key is 97 less the remainder of the number by 97 (INSEE); 2A and 2B count as 19 and 18.
    """
    return any(_has_its_key(found["number"], found["key"]) for found in NUMBER.finditer(text))


def _has_its_key(number: str, key: str) -> bool:
    digits = re.sub(r"[\s.-]", "", number).upper()
    for letters, counted in CORSICA.items():
        digits = digits.replace(letters, counted)
    return 97 - int(digits) % 97 == int(key)
