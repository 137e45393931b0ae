"""What a page looks like where somebody shares it: its title on a picture in the colours of its authority.

The address of a picture holds a digest of all that is drawn: another title or another colour is another address, so a
copy may be kept for ever. A picture is drawn only for what exists and a visitor may read, never from words of a query.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Page

from portal.design.pictures import Card, draw
from portal.pages.audiences import visible_to
from portal.pages.public_addresses import address_named
from portal.tenancy.models import Module, Tenant
from portal.tenancy.palette import TOKENS

KEPT = 7 * 24 * 60 * 60  # seconds
DIGITS = 12
DRAWING = 1
"""Raised when the drawing itself changes: the pictures made before are then drawn again."""


@dataclass(frozen=True)
class Shared:
    """What is shared: ``kind`` and ``key`` find it again, ``title`` and ``label`` are drawn."""

    kind: str
    key: str
    title: str
    label: str = ""

    def card(self, tenant: Tenant) -> Card:
        return Card(self.title, self.label, tenant.look)

    def version(self, tenant: Tenant) -> str:
        """Return the digest of what its picture shows. Reads no file: every page asks for it."""
        drawn = (DRAWING, self.title, self.label, tenant.name, *(getattr(tenant, token) for token in TOKENS))
        return hashlib.sha256(repr(drawn).encode()).hexdigest()[:DIGITS]

    def picture_path(self, tenant: Tenant) -> str:
        return reverse("shared_picture", args=[self.kind, f"{self.key}-{self.version(tenant)}"])


Finder = Callable[[str], Shared | None]
_finders: dict[str, tuple[Finder, Module | None]] = {}


def shareable(kind: str, *, module: Module | None = None):
    """Declare what finds a thing by its key, as a visitor may read it, or None."""

    def declare(find: Finder) -> Finder:
        _finders[kind] = find, module
        return find

    return declare


def find(tenant: Tenant, kind: str, key: str) -> Shared | None:
    """Return what is shared under this kind and key on the host of ``tenant``, which asks; None: nothing public."""
    if kind == "portail":
        return of_tenant(tenant) if key == "accueil" else None
    if kind == "adresse":
        return of_address(tenant, key)
    finder, module = _finders.get(kind, (None, None))
    if finder is None or (module and not tenant.has_module(module)):
        return None
    return finder(key)


def of_tenant(tenant: Tenant) -> Shared:
    return Shared("portail", "accueil", f"Logement d’abord {tenant.short_name}")


def of_address(tenant: Tenant, name: str) -> Shared | None:
    address = address_named(tenant, name)
    return Shared("adresse", name, address.title) if address else None


def of_page(page: Page) -> Shared:
    return Shared("page", str(page.pk), page.seo_title or page.title)


@shareable("page")
def find_page(key: str) -> Shared | None:
    if not is_key(key):
        return None
    page = visible_to(Page.objects.live().filter(pk=int(key), depth__gt=1), None).first()
    return of_page(page) if page else None


def is_key(text: str) -> bool:
    """Say whether a text may be the primary key of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def picture_of(shared: Shared, tenant: Tenant) -> bytes:
    """Return its picture (PNG), drawn once and kept by what it shows."""
    name = f"shared-picture:{shared.version(tenant)}"
    return cache.get_or_set(name, lambda: draw(shared.card(tenant)), KEPT)
