"""The ways of asking one address: query strings that Wagtail reads, bodies that confirm, foreign ids in both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.isolation.sweep.addresses import Address
from tests.isolation.sweep.arguments import cases_of

CONFIRM = {"confirm": "yes", "action": "approve", "action-publish": "1", "action-submit": "1", "next": "/admin/"}

# Which object's ids go into « ?id= », by the beginning of the address's name.
SELECTED = {
    "wagtailimages": "image", "wagtaildocs": "document", "wagtailusers_users": "actor", "commune": "commune",
    "intercommunality": "intercommunality",
}  # fmt: skip
SELECTED_IN_BULK = {"page": "page", "portalimage": "image", "portaldocument": "document", "user": "actor"}

LISTING = re.compile(
    r"index|results|search|explore|listing|find|report|history|usage|type_use|choose|home|finder|landing"
)
CHOOSER = re.compile(r"choose")
API = re.compile(r"_api:")


@dataclass(frozen=True)
class Request:
    """``names_theirs``: the address is made of the other tenant's things, so that any picture it gives is theirs."""

    name: str
    method: str
    url: str
    data: dict = field(default_factory=dict, hash=False)
    is_xhr: bool = False
    names_theirs: bool = False

    @property
    def sent(self) -> str:
        """What an answer may echo."""
        return f"{self.url} {urlencode(self.data, doseq=True)}"

    @property
    def label(self) -> str:
        return "XHR" if self.is_xhr else self.method


def selected(address: Address, values: dict, world) -> int:
    """Return the key that « ?id= » names at this address."""
    if "model_name" in values and address.name == "wagtail_bulk_action":
        return world.pk(SELECTED_IN_BULK[values["model_name"]])
    if address.model is not None:
        return world.pk(address.model._meta.label)
    names = [name for start, name in SELECTED.items() if address.name.startswith(start)]
    return world.pk(names[0] if names else "page")


def queries(address: Address, values: dict, other) -> Iterator[dict]:
    """Yield the query strings this address is asked with."""
    ids = [selected(address, values, other)]
    if address.name == "wagtail_bulk_action" or "multiple" in address.name:
        yield {"id": ids}
    if LISTING.search(address.name):
        yield {"q": other.marks.probe, "query": other.marks.probe}
        yield {"export": "csv"}
        yield {"export": "xlsx"}
        yield {"p": "2"}
        yield {"collection_id": other.pk("private_collection"), "collection": other.pk("private_collection")}
        for name in ("site", "workflow", "task"):
            yield {name: other.pk(name)}
        for name in ("owner", "user", "requested_by", "locked_by"):
            yield {name: other.pk("actor")}
    if CHOOSER.search(address.name):
        yield {"page_type": "wagtailcore.page", "multiple": "true", "can_choose_root": "true", "q": other.marks.probe}
        yield {"page_type": "home.contentpage", "allow_external_link": "true", "parent_page_id": other.pk("home")}
        yield {"select_format": "true", "link_url": f"https://{other.marks.host}/", "multiple": "1"}
    if API.search(address.name):
        yield {"fields": "*", "limit": "20", "search": other.marks.probe}
        yield {"child_of": other.pk("home"), "fields": "*"}
        yield {"descendant_of": other.pk("home"), "for_explorer": "1"}
        yield {"translation_of": other.pk("page")}
        yield {"html_path": f"/{other.words['page_path']}", "site": other.marks.host}
        yield {"id": other.pk("page"), "type": "home.ContentPage"}
    if "tag" in address.name:
        yield {"term": other.marks.probe}
    if "admin" in address.format:
        yield {
            "id": ids,
            "next": f"https://{other.marks.host}/",
            "describe_on_delete": "1",
            "_w_filter_fragment": "true",
        }


def reads(address: Address, other, *, variants: bool) -> Iterator[Request]:
    """Yield the GETs of an address with the other's ids."""
    for values in cases_of(address, other):
        url = address.url(values)
        yield Request(address.name, "GET", url, names_theirs=bool(values))
        if variants:
            yield Request(address.name, "GET", url, is_xhr=True)
            for query in queries(address, values, other):
                yield Request(address.name, "GET", f"{url}?{urlencode(query, doseq=True)}")


def writes(address: Address, other) -> Iterator[Request]:
    """Yield the POSTs of an address with the other's ids: empty, confirming, and with ids in the body."""
    for values in cases_of(address, other):
        ids = {"id": [selected(address, values, other)]}
        url = address.url(values)
        if address.name == "wagtail_bulk_action":
            url = f"{url}?{urlencode(ids, doseq=True)}"
        yield Request(address.name, "POST", url)
        yield Request(address.name, "POST", url, CONFIRM | ids | bodies(other))


def bodies(other) -> dict:
    """Return the fields of Wagtail's own confirmation forms, naming the other's things."""
    return {
        "collection": other.pk("private_collection"),
        "collections": other.pk("collection"),
        "chooser": other.pk("home"),
        "new_parent_page": other.pk("home"),
        "parent_page": other.pk("home"),
        "page": other.pk("page"),
        "workflow": other.pk("workflow"),
        "position": "0",
        "new_title": "titre",
        "new_slug": "titre",
        "role": other.pk("group"),
        "mark_as_active": "1",
        "password": "faux",
        "restriction_type": "none",
    }
