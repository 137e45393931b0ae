"""What a page says of itself to search engines and where it is shared, and the way that leads to it."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import strip_tags
from wagtail.models import Page

from portal.design.pictures import HEIGHT, WIDTH
from portal.design.templatetags.design import no_mails
from portal.design.typography import french
from portal.pages import sharing
from portal.pages.sharing import Shared
from portal.pages.words import SPACES, shortened
from portal.tenancy.models import Tenant

register = template.Library()

NUMBER = re.compile(r"[1-9][0-9]{0,3}")
PAGINATION = frozenset({"p", "page"})
HOME_DEPTH = 2  # of a tenant's home page, below the one root


@register.inclusion_tag("layout/_shared.html", takes_context=True)
def shared_head(context) -> dict:
    """Describe the page that is being drawn, from its blocks « title » and « description ». No query.

    The view may give ``shared`` (what it is, for its picture) and ``linked`` (its schema.org data). On the operator's
    host, and where a page is drawn without a request, nothing is said.
    """
    request, tenant = context.get("request"), context.get("tenant")
    if request is None or not tenant:
        return {}
    page = context.get("page")
    page = page if isinstance(page, Page) else None
    thing = _thing(context, page, tenant)
    title = _block(context, "title")
    linked = context.get("linked") or []
    return {
        "url": canonical(request, tenant),
        "title": title,
        "described": _described(context, page, title, tenant),
        "kind": getattr(page, "shared_as", "website"),
        "site_name": _site_name(tenant),
        "picture": tenant.base_url + thing.picture_path(tenant),
        "picture_text": f"{thing.title} – {_site_name(tenant)}",
        "width": WIDTH,
        "height": HEIGHT,
        "published": _published(page),
        "linked": [linked] if isinstance(linked, dict) else linked,
    }


def canonical(request, tenant: Tenant) -> str:
    """Return the one address of what is shown: on the tenant's own host, without its query.

    The number of a page of a list stays, where nothing else was asked: that page holds what no other does.
    """
    address = tenant.base_url + request.path
    if len(request.GET) == 1:
        [(name, value)] = request.GET.items()
        if name in PAGINATION and NUMBER.fullmatch(value) and value != "1":
            return f"{address}?{name}={value}"
    return address


def _thing(context, page: Page | None, tenant: Tenant) -> Shared:
    if isinstance(given := context.get("shared"), Shared):
        return given
    if page and page.pk and page.pk != tenant.home_page_id:
        return sharing.of_page(page)
    match = context["request"].resolver_match
    return (match and sharing.of_address(tenant, match.view_name)) or sharing.of_tenant(tenant)


def _described(context, page: Page | None, title: str, tenant: Tenant) -> str:
    said = _block(context, "description") or getattr(page, "summary", "")
    return french(shortened(no_mails(said)) or f"{title} : une page du portail Logement d’abord ({tenant.name}).")


def _published(page: Page | None) -> str:
    at = page and getattr(page, "shared_as", "") == "article" and page.first_published_at
    return at.isoformat() if at else ""


def _site_name(tenant: Tenant) -> str:
    return f"Logement d’abord {tenant.short_name}"


def _block(context, name: str) -> str:
    """Return what a block of the page that is being drawn says, as plain words."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return SPACES.sub(" ", html.unescape(strip_tags(block.render(context)))).strip() if block else ""


@dataclass(frozen=True)
class Step:
    title: str
    url: str = ""


@register.simple_tag(takes_context=True)
def steps_to(context, page, parent_title, parent_url, current) -> list[Step]:
    """Return the steps from the home page to this one, which comes last and has no address.

    No query for a page right below the home page.
    """
    steps = [Step("Accueil", "/")]
    if isinstance(page, Page) and page.depth > HOME_DEPTH + 1:
        above = getattr(page, "above", None) or page.get_ancestors().filter(depth__gt=HOME_DEPTH)
        steps += [Step(parent.title, parent.get_url(context.get("request"))) for parent in above]
    if parent_url:
        steps.append(Step(str(parent_title), parent_url))
    return [*steps, Step(str(current or getattr(page, "title", "")))]


@register.simple_tag(takes_context=True)
def breadcrumb_data(context, steps: Iterable[Step]) -> dict | None:
    """Return the same steps as search engines read them; None for a member, and outside a tenant's host."""
    request, tenant = context.get("request"), context.get("tenant")
    if request is None or not tenant or getattr(request, "membership", None):
        return None
    items = [
        {"@type": "ListItem", "position": position, "name": step.title}
        | {"item": tenant.base_url + (step.url or request.path)}
        for position, step in enumerate(steps, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
