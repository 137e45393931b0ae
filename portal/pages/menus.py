"""The menu of a tenant: its home page's children that ask to be in it, for those who may see them, then the public
parts of the modules that it switched on."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from portal.pages.addresses import path_on_host
from portal.pages.audiences import visible_to
from portal.tenancy.cache import remember
from portal.tenancy.models import Membership, Module, Tenant


@dataclass(frozen=True)
class MenuEntry:
    page_id: int
    title: str
    url: str
    is_restricted: bool


_of_modules: dict[Module, tuple[str, str]] = {}


def add_module(module: Module, title: str, url_name: str) -> None:
    """Put the public part of a module in the menu of each tenant that has it; an app says so at start."""
    _of_modules[module] = (title, url_name)


def menu_of(tenant: Tenant, membership: Membership | None) -> list[MenuEntry]:
    """Return the entries in the order of the tree; one query, then none until a page is published.

    A member has one more when an entry is not for everyone.
    """
    entries = remember(tenant, "menu", lambda: _build(tenant)) + _modules_of(tenant)
    restricted = [entry.page_id for entry in entries if entry.is_restricted]
    if not restricted:
        return entries
    pages = visible_to(Page.objects.filter(pk__in=restricted), membership) if membership else Page.objects.none()
    shown = set(pages.values_list("pk", flat=True))
    return [entry for entry in entries if not entry.is_restricted or entry.page_id in shown]


def _modules_of(tenant: Tenant) -> list[MenuEntry]:
    shown = [names for module, names in _of_modules.items() if tenant.has_module(module)]
    return [MenuEntry(0, title, reverse(url_name), is_restricted=False) for title, url_name in shown]


def _build(tenant: Tenant) -> list[MenuEntry]:
    home = tenant.site.root_page
    restriction = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
    pages = home.get_children().live().in_menu().annotate(is_restricted=restriction)
    return [
        MenuEntry(pk, title, path_on_host(path, home), is_restricted)
        for pk, title, path, is_restricted in pages.values_list("pk", "title", "url_path", "is_restricted")
    ]
