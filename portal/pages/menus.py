"""The menu and the foot of a tenant's pages, in the order of the page tree, for those who may see each page.

The menu holds the home page's children that ask to be in it, then the public parts of the modules that are switched
on; the foot, the children that ask for it, each with its own children that do.
"""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject, Left, Length
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, get_page_models

from portal.organisations.models import Audience
from portal.pages.addresses import path_on_host
from portal.pages.models import BasePage
from portal.tenancy.cache import remember
from portal.tenancy.models import Membership, Module, Tenant


@dataclass(frozen=True)
class Gate:
    """A restriction on a page or above it: the audience that it lets in, None for nobody."""

    audience: int | None
    reach: str | None


@dataclass(frozen=True)
class MenuEntry:
    title: str
    url: str
    gates: tuple[Gate, ...] = ()
    children: tuple["MenuEntry", ...] = ()


@dataclass(frozen=True)
class Menus:
    top: tuple[MenuEntry, ...] = ()
    foot: tuple[MenuEntry, ...] = ()


_of_modules: dict[Module, tuple[str, str]] = {}


def add_module(module: Module, title: str, url_name: str) -> None:
    """Put the public part of a module in the menu of each tenant that has it; an app says so at start."""
    _of_modules[module] = (title, url_name)


def menus_of(tenant: Tenant, membership: Membership | None) -> Menus:
    """Return both; one query, then none until a page is published.

    A member has one more when an entry is for some of the members and not for all.
    """
    menus = remember(tenant, "menus", lambda: _build(tenant))
    open_to = _opened(_gates((*menus.top, *menus.foot)), membership)
    modules = tuple(
        MenuEntry(title, reverse(url_name))
        for module, (title, url_name) in _of_modules.items()
        if tenant.has_module(module)
    )
    return Menus((*_shown(menus.top, open_to), *modules), _shown(menus.foot, open_to))


def menu_of(tenant: Tenant, membership: Membership | None) -> list[MenuEntry]:
    """Return the menu alone."""
    return list(menus_of(tenant, membership).top)


# Who may see what: a visitor passes no gate but those that are open to everyone ----------------------------


def _gates(entries: tuple[MenuEntry, ...]) -> set[Gate]:
    return {gate for entry in entries for gate in (*entry.gates, *_gates(entry.children))}


def _opened(gates: set[Gate], membership: Membership | None) -> set[Gate]:
    """Return the gates that let this member (None: a visitor) in. No query but for those of a chosen few."""
    if not gates:
        return gates
    is_member = bool(membership) and not membership.ended_at
    reaches = {Audience.Reach.PUBLIC} | ({Audience.Reach.PROFESSIONALS} if is_member else set())
    opened = {gate for gate in gates if gate.reach in reaches}
    chosen = {gate for gate in gates if gate.reach == Audience.Reach.CHOSEN}
    if not chosen or not is_member:
        return opened
    mine = Audience.objects.visible_to(membership).filter(pk__in=[gate.audience for gate in chosen])
    keys = set(mine.values_list("pk", flat=True))
    return opened | {gate for gate in chosen if gate.audience in keys}


def _shown(entries: tuple[MenuEntry, ...], opened: set[Gate]) -> tuple[MenuEntry, ...]:
    return tuple(
        MenuEntry(entry.title, entry.url, children=_shown(entry.children, opened))
        for entry in entries
        if opened.issuperset(entry.gates)
    )


# What is remembered --------------------------------------------------------------------------------------


def _build(tenant: Tenant) -> Menus:
    home = tenant.site.root_page
    rows = list(_rows(home))
    first = [row for row in rows if row["depth"] == home.depth + 1]
    below = [row for row in rows if row["depth"] == home.depth + 2 and row["in_footer"]]

    def entry(row, children=()):
        gates = tuple(Gate(**gate) for gate in row["gates"])
        return MenuEntry(row["title"], path_on_host(row["url_path"], home), gates, tuple(children))

    return Menus(
        tuple(entry(row) for row in first if row["show_in_menus"]),
        tuple(
            entry(row, [entry(child) for child in below if child["path"].startswith(row["path"])])
            for row in first
            if row["in_footer"]
        ),
    )


def _rows(home: Page):
    """Return the pages of the first two levels that ask for the menu or the foot, each with its gates."""
    on_the_way = PageViewRestriction.objects.filter(page__path=Left(OuterRef("path"), Length("page__path")))
    audience = JSONObject(audience="page_audience__audience", reach="page_audience__audience__reach")
    pages = home.get_descendants().live().filter(depth__lte=home.depth + 2).annotate(in_footer=_asks_for_the_foot())
    return (
        pages.filter(Q(show_in_menus=True) | Q(in_footer=True))
        .annotate(gates=ArraySubquery(on_the_way.values_list(audience)))
        .order_by("path")
        .values("path", "depth", "title", "url_path", "show_in_menus", "in_footer", "gates")
    )


def _asks_for_the_foot() -> Q:
    """The box is a column of each type of page."""
    asking = Q()
    for model in get_page_models():
        if issubclass(model, BasePage):
            asking |= Q(Exists(model._base_manager.filter(page_ptr=OuterRef("pk"), show_in_footer=True)))
    return asking
