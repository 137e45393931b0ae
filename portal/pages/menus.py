"""The menu of a tenant: its home page's children that ask to be in it."""

from dataclasses import dataclass

from portal.tenancy.cache import remember
from portal.tenancy.models import Tenant


@dataclass(frozen=True)
class MenuEntry:
    title: str
    url: str


def menu_of(tenant: Tenant) -> list[MenuEntry]:
    """Return the entries in the order of the tree; one query, then none until a page is published."""
    return remember(tenant, "menu", lambda: _build(tenant))


def _build(tenant: Tenant) -> list[MenuEntry]:
    home = tenant.site.root_page
    pages = home.get_children().live().public().in_menu().values_list("title", "url_path")
    # url_path starts with the home page's own; what follows is the path on the tenant's host.
    return [MenuEntry(title, f"/{path.removeprefix(home.url_path)}") for title, path in pages]
