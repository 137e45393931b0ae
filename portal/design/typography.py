"""French spacing: what must not be parted by the end of a line."""

import re
from decimal import Decimal

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


_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}}) ({_MONTHS})\b")
_HOUR = re.compile(r"(?:,| à) 0?(\d{1,2}):(\d{2})\b")


def french_date(text: str) -> str:
    """Return a date as it is written in French: « 1er juin 2026 à 8 h 30 », the day and its month together."""
    text = _DAY_AND_MONTH.sub(lambda found: f"{'1er' if found[1] == '1' else found[1]}{NBSP}{found[2]}", text)
    return _HOUR.sub(lambda found: f" à {hour(int(found[1]), int(found[2]))}", text)


def hour(hours: int, minutes: int) -> str:
    """Return « 14 h 30 », or « 9 h » on the hour."""
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02}" if minutes else "")


def number(value: int | float | Decimal) -> str:
    """Return « 1 234,5 » for 1234.5: narrow spaces between thousands, at most two decimals, none that say nothing."""
    whole, _, decimals = f"{value:,.2f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", NARROW) + (f",{decimals}" if decimals else "")


def french(text: str) -> str:
    """Return ``text`` with the no-break spaces of French typography. Running it twice changes nothing more."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
