"""A visitor who follows every link of a host: what each address answered, and who leads to it."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

from tests.conftest import GuardedClient

EVERY_ONE = {"wagtail_serve", "event", "training"}
NOT_TYPED = {"hidden", "date", "number", "checkbox", "radio"}
NO_END = 10_000
MOST_REDIRECTS = 4
ADDRESS = re.compile(r"https?://[^\s\"'<>\\;,]+")
FOLD = re.compile(r"\r\n[ \t]")
"""Where a long line of iCalendar goes on (RFC 5545, 3.1)."""
ASKED_BY = {
    ".css": re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!url\()([^"')\s]+)"""),
    ".js": re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']"""),
}
ATTRIBUTES = ("href", "src", "poster", "data-suggest-url", "data-url")
SHARED = ("og:image", "og:url")


@dataclass
class Answer:
    """What an address gave, once its redirects were followed."""

    status: int
    kind: str
    text: str
    ended_at: str
    title: str = ""
    ids: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()


@dataclass
class Crawl:
    """``answers`` by address; ``leading``, by address, the pages where a link to it stands.

    ``fragments`` are those asked of an address, and ``elsewhere`` the addresses of other hosts: by whom, both.
    """

    host: str
    answers: dict[str, Answer] = field(default_factory=dict)
    leading: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fragments: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    static: set[str] = field(default_factory=set)
    elsewhere: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def pages(self) -> dict[str, Answer]:
        return {address: each for address, each in self.answers.items() if each.kind == "text/html"}


def crawl(host: str, starts: list[str], *, questions: int, alike: int) -> Crawl:
    """Follow every link from ``starts`` on, as a visitor of ``host``.

    Pages, events and trainings are all followed. Of the rest, ``alike`` addresses of one view (communes are hundreds,
    the months of an agenda have no end), and ``questions`` of one path (nor have filters).
    """
    found, client, waiting, shapes = Crawl(host), GuardedClient(host), deque(starts), defaultdict(set)
    while waiting:
        address = waiting.popleft()
        if address in found.answers:
            continue
        answer = found.answers[address] = _ask(client, address)
        for link in answer.links:
            target = _note(found, link, address, answer.ended_at)
            if target and target not in found.answers and _is_worth_it(target, shapes, questions, alike):
                waiting.append(target)
    return found


def _is_worth_it(address: str, seen: dict[str, set[str]], questions: int, alike: int) -> bool:
    """Whether there were not enough of its like: the same path asked otherwise, the same view."""
    path, _, question = address.partition("?")
    try:
        view = resolve(unquote(path)).view_name
    except Resolver404:
        view = ""
    most = {path: questions if question else NO_END, view: NO_END if view in EVERY_ONE else alike}
    keys = {path: question, view: path}
    if any(keys[shape] not in seen[shape] and len(seen[shape]) >= most[shape] for shape in keys):
        return False
    for shape, key in keys.items():
        seen[shape].add(key)
    return True


def _ask(client: GuardedClient, address: str) -> Answer:
    for _ in range(MOST_REDIRECTS):
        response = client.get(address)
        if response.status_code not in (301, 302, 303, 307, 308):
            break
        address = urljoin(address, response["Location"])
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode() if kind.startswith("text/") or kind.endswith(("xml", "json")) else ""
    if kind != "text/html":
        return Answer(response.status_code, kind, text, address, links=tuple(written_in(FOLD.sub("", text))))
    soup = BeautifulSoup(text, "html.parser")
    title = soup.title.get_text(strip=True)
    ids = frozenset(tag["id"] for tag in soup.find_all(id=True))
    return Answer(response.status_code, kind, text, address, title, ids, tuple(dict.fromkeys(_links_of(soup))))


def written_in(text: str) -> set[str]:
    """Return the whole addresses that a text holds."""
    return {each.rstrip(".)") for each in ADDRESS.findall(text)}


def asked_by(static: str) -> set[str]:
    """Return the static files that one names, as ``/static/`` has them; of a module, those that it imports."""
    found = finders.find(static)
    if not found or Path(static).suffix not in ASKED_BY:
        return set()
    named = ASKED_BY[Path(static).suffix].findall(Path(found).read_text())
    return {urljoin(f"/{static}", each)[1:] for each in named if not each.startswith(("data:", "#", "var("))}


def _links_of(soup: BeautifulSoup) -> Iterator[str]:
    """Yield every address that a browser or a robot would take from a page."""
    for tag in soup.find_all(True):
        yield from (tag[name] for name in ATTRIBUTES if tag.get(name))
        yield from (part.split()[0] for part in tag.get("srcset", "").split(",") if part.strip())
        if tag.name == "form" and tag.get("method", "get").lower() == "get":
            yield _sent(tag)
        if tag.name == "meta" and tag.get("property") in SHARED:
            yield tag["content"]
        if tag.name == "script" and tag.get("type") == "application/ld+json":
            yield from (each.partition("#")[0] for each in written_in(tag.string or ""))  # there they name things


def _sent(form) -> str:
    """Return the address that a form leads to where nothing runs in the browser: a word in each field to write in."""
    fields = {}
    for control in form.find_all(["input", "select"], attrs={"name": True}):
        chosen = control.find("option", selected=True) or control.find("option")
        typed = "" if control.get("type") in NOT_TYPED else "logement"
        if control.get("type") not in ("checkbox", "radio") or control.has_attr("checked"):
            fields[control["name"]] = control.get("value") or (chosen.get("value", "") if chosen else typed)
    return f"{form.get('action', '')}?{urlencode(fields)}"


def _note(found: Crawl, link: str, page: str, ended_at: str) -> str | None:
    """Write down a link; return its address when it is a page of this host to ask for."""
    parts = urlsplit(urljoin(f"http://{found.host}:8000{ended_at}", link.strip()))
    if parts.scheme not in ("http", "https"):
        return None
    if parts.netloc not in (found.host, f"{found.host}:8000"):
        found.elsewhere[parts.geturl()].add(page)
        return None
    if parts.path.startswith("/static/"):
        found.static.add(unquote(parts.path).removeprefix("/static/"))
        return None
    address = parts._replace(scheme="", netloc="", fragment="").geturl()
    found.leading[address].add(page)
    if parts.fragment:
        found.fragments[address, unquote(parts.fragment)].add(page)
    return address
