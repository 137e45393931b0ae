"""What a visitor may find on a tenant's host: the fixed addresses, and the lists that are not pages.

Each app says its own at start; the sitemap, the « plan du site » and the pictures of what is shared read it here.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from portal.tenancy.models import Module, Tenant


@dataclass(frozen=True)
class PublicAddress:
    """One address that is no page. ``is_indexed``: search engines may keep it, so the sitemap names it."""

    name: str
    title: str
    order: int
    module: Module | None = None
    is_indexed: bool = True
    is_in_plan: bool = True

    @property
    def path(self) -> str:
        return reverse(self.name)


@dataclass(frozen=True)
class Listed:
    """One thing that has a page of its own: where, and when what it says last changed, if that is known."""

    path: str
    changed_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Source:
    find: Callable[[], Iterable[Listed]]
    module: Module | None


_addresses: dict[str, PublicAddress] = {}
_sources: dict[str, Source] = {}
_kept_from_robots: list[str] = []


def add_address(address: PublicAddress) -> None:
    """Say that an address is for everybody; the plan shows those of least ``order`` first."""
    _addresses[address.name] = address


def addresses_of(tenant: Tenant) -> list[PublicAddress]:
    """Return the fixed addresses that this tenant has, in their order: no query."""
    here = [each for each in _addresses.values() if _is_on(tenant, each.module)]
    return sorted(here, key=lambda each: (each.order, each.title))


def address_named(tenant: Tenant, name: str) -> PublicAddress | None:
    found = _addresses.get(name)
    return found if found and _is_on(tenant, found.module) else None


def listed(name: str, *, module: Module | None = None):
    """Declare what lists things that a visitor may read and search engines may keep: the asking tenant's, flat."""

    def declare(find: Callable[[], Iterable[Listed]]):
        _sources[name] = Source(find, module)
        return find

    return declare


def listed_of(tenant: Tenant) -> list[Listed]:
    """Return all that the sources list for this tenant, which asks."""
    return [row for source in _sources.values() if _is_on(tenant, source.module) for row in source.find()]


def keep_robots_out(*prefixes: str) -> None:
    """Ask robots to stay away from what lies below: pages without end, or that change nothing for a reader."""
    _kept_from_robots.extend(prefixes)


def robots_stay_out_of() -> list[str]:
    return sorted(_kept_from_robots)


def _is_on(tenant: Tenant, module: Module | None) -> bool:
    return module is None or tenant.has_module(module)
