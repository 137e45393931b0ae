"""What every HTML page must be. The test client checks each page that any test fetches."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from bs4 import BeautifulSoup

LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
CSRF_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}(?=")')


def faults_of(html: str) -> tuple[str, ...]:
    """Return what is wrong with a page, in words; empty when nothing is.

    A page that was read already, but for the token of its forms, is not read again.
    """
    return _faults_of(CSRF_TOKEN.sub("…", html))


@lru_cache(maxsize=256)
def _faults_of(html: str) -> tuple[str, ...]:
    soup = BeautifulSoup(html, "html.parser")
    return (*_whole(soup, html), *_headings(soup), *_fields(soup), *_media(soup), *_links(soup))


def _whole(soup, html):
    if not soup.html or soup.html.get("lang") != "fr":
        yield "html has no lang=fr"
    if not soup.title or not soup.title.get_text(strip=True):
        yield "no title"
    if len(soup.find_all("main")) != 1:
        yield f"{len(soup.find_all('main'))} main elements"
    for mark in ("{{", "{%", "{#"):
        if mark in html:
            yield f"template mark {mark} left over"
    if re.search(r"\son[a-z]+\s*=\s*[\"']", html):
        yield "inline handler"
    if soup.find(style=True) or soup.find("style"):
        yield "inline style"
    for script in soup.find_all("script"):
        if not script.get("src") and script.get("type") not in {"application/json", "application/ld+json"}:
            yield "inline script"
    doubles = [name for name, n in Counter(tag["id"] for tag in soup.find_all(id=True)).items() if n > 1]
    if doubles:
        yield f"ids used twice: {doubles}"


def _headings(soup):
    titles = soup.find_all("h1")
    if len(titles) != 1:
        yield f"{len(titles)} h1"
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _fields(soup):
    for field in soup.find_all(list(LABELLED)):
        if field.get("type") in UNLABELLED_TYPES:
            continue
        labelled = field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label")
        if not labelled and not (field.get("id") and soup.find("label", attrs={"for": field["id"]})):
            yield f"field {field.get('name')} has no label"
        for reference in (field.get("aria-describedby") or "").split():
            if not soup.find(id=reference):
                yield f"field {field.get('name')} is described by the absent #{reference}"


def _media(soup):
    for image in soup.find_all("img"):
        if image.get("alt") is None:
            yield f"image {image.get('src')} has no alt"
    for picture in soup.find_all("svg"):
        hidden = picture.get("aria-hidden") or picture.find_parent(attrs={"aria-hidden": "true"})
        if not (hidden or picture.get("aria-label") or picture.get("aria-labelledby")):
            yield "svg neither hidden nor named"


def _links(soup):
    for link in soup.find_all("a"):
        name = link.get_text(strip=True) or link.get("aria-label") or link.find("img", alt=True)
        if not name:
            yield f"link to {link.get('href')} has no name"
        if link.get("href") in (None, "", "#", "tel:", "mailto:"):
            yield f"link « {link.get_text(strip=True)} » leads nowhere"
