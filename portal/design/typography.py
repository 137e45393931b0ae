"""French spacing: what must not be parted by the end of a line."""

import re

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"

_RULES = (
    (re.compile(rf"«[ {NBSP}{NARROW}]?"), f"«{NBSP}"),
    (re.compile(rf"[ {NBSP}{NARROW}]?»"), f"{NBSP}»"),
    (re.compile(r" ([;!?])"), rf"{NARROW}\1"),
    (re.compile(r" (:)(?=\s|$)"), rf"{NBSP}\1"),
    (re.compile(r"(\d) (%|€|h\b|km\b|ans\b|jours\b|communes\b|habitants\b|bailleurs\b)"), rf"\1{NBSP}\2"),
    (re.compile(r"(\d) (\d{3})(?!\d)"), rf"\1{NARROW}\2"),
    (re.compile(r"\b([Nn])° "), rf"\1°{NBSP}"),
)


def french(text: str) -> str:
    """Return ``text`` with the no-break spaces of French typography. Running it twice changes nothing more."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
