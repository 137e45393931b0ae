"""Fills the forms that a tenant's staff are given, with the neighbour's ids wherever a thing is chosen."""

from collections.abc import Iterator
from html.parser import HTMLParser

from tests.isolation.sweep.variants import Request

CHOSEN = {
    # the end of a field's name: what of the other tenant goes into it
    "collection": "private_collection", "collections": "collection", "parent": "collection",
    "image": "image", "file_id": "image", "document": "document",
    "page": "page", "parent_page": "home", "new_parent_page": "home", "redirect_page": "page",
    "root_page": "home", "chooser": "home", "choose_parent": "home",
    "site": "site", "groups": "group", "group": "group", "role": "group", "user": "actor",
    "workflow": "workflow", "task": "task", "tasks": "task",
    "platform": "territories.Platform", "platforms": "territories.Platform",
    "other_body": "territories.OtherBody", "organisation": "organisations.Organisation",
    "duplicate": "organisations.Organisation", "membership": "membership", "owner": "membership", "to": "membership",
    "institute": "organisations.Organisation", "circles": "organisations.Circle", "audience": "organisations.Audience",
    "people": "membership", "folder": "documents.Folder",
}  # fmt: skip


class Form(HTMLParser):
    """The fields of the forms of a page that are posted: name → value; a choice of several keeps its first."""

    def __init__(self, html: str):
        super().__init__()
        self.fields: dict[str, str] = {}
        self.is_posted = False
        self._select = self._area = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self.is_posted = (given.get("method") or "").lower() == "post"
        if not self.is_posted:
            return
        if tag == "input" and name and given.get("type") not in {"submit", "button", "file", "image"}:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.fields[name] = given.get("value") or ""
        elif tag == "select" and name:
            self._select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and self._select and ("selected" in given or not self.fields[self._select]):
            self.fields[self._select] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._area = name
            self.fields[name] = ""

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "form":
            self.is_posted = False


def filled(html: str, other) -> dict[str, str]:
    """Return the page's posted fields with the other's ids in each that chooses; empty when none does."""
    fields = Form(html).fields
    foreign = {name: other.pk(CHOSEN[end]) for name in fields if (end := name.rpartition("-")[2]) in CHOSEN}
    return fields | foreign if foreign else {}


def misfilled(requests: Iterator[Request], walk, walker, other) -> Iterator[Request]:
    """Ask each of these addresses for its form, and yield it with foreign ids."""
    for request in requests:
        response, html = walk.fetch(walker, request)
        if response.status_code != 200 or "text/html" not in response.headers.get("Content-Type", ""):
            continue
        if data := filled(html, other):
            yield Request(f"{request.name} (form)", "POST", request.url, data | {"action-publish": "1"})
