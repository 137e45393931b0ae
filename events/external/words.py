"""Words and links of others, made plain: no markup, no signs that print nothing or turn the line around."""

import html
import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags

UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
BREAKS = re.compile(r"<(br|/p|/div|/li)\b[^>]*>", re.I)


def line(text: str, longest: int) -> str:
    """Return a text on one line."""
    return _shortened(" ".join(plain(text).split()), longest)


def paragraphs(text: str, longest: int) -> str:
    lines = [" ".join(each.split()) for each in plain(BREAKS.sub("\n", text)).splitlines()]
    return _shortened(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), longest)


def plain(text: str) -> str:
    """Return what a person would read of it: some programs write HTML where text is meant."""
    if "<" in text or "&" in text:
        try:
            text = html.unescape(strip_tags(text))
        except SuspiciousOperation:  # tags within tags within tags
            text = text.replace("<", " ")
    return "".join(sign for sign in text if sign in "\n\t\u200d" or unicodedata.category(sign) not in UNSEEN)


def link(url: str, longest: int) -> str:
    """Return an address of the web that may be followed, or nothing."""
    url = url.strip()
    if len(url) > longest or not url.isascii() or not url.isprintable() or re.search(r"[\s\"'<>\\]", url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname and parts.username is None else ""


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
