"""All that a visitor finds on a tenant's host: as search engines read it, and as the page « Plan du site » draws it."""

import datetime
from dataclasses import dataclass, field

from home.models import NewsPage
from portal.pages.addresses import path_on_host
from portal.pages.audiences import visible_to
from portal.pages.public_addresses import addresses_of, listed_of
from portal.tenancy.models import Membership, Tenant

LEVELS = 3


@dataclass(frozen=True)
class Found:
    url: str
    changed_at: datetime.datetime | None = None


@dataclass
class Node:
    """A page of the plan, with those below it."""

    title: str
    url: str
    depth: int
    path: str
    below: list["Node"] = field(default_factory=list)


def found_on(tenant: Tenant) -> list[Found]:
    """Return what search engines may keep of this tenant, each address once; nothing before it opens."""
    if tenant.state == Tenant.State.PREPARING:
        return []
    home = tenant.site.root_page
    pages = visible_to(home.get_descendants(inclusive=True).live(), None).order_by("path")
    rows = pages.values_list("url_path", "last_published_at")
    known = {path_on_host(path, home): changed_at for path, changed_at in rows}
    for address in addresses_of(tenant):
        if address.is_indexed:
            known.setdefault(address.path, None)
    for each in listed_of(tenant):
        known.setdefault(each.path, each.changed_at)
    return [Found(tenant.base_url + path, changed_at) for path, changed_at in known.items()]


def tree_for(tenant: Tenant, membership: Membership | None) -> list[Node]:
    """Return the pages that this member (None: a visitor) may see, three levels of them: one query.

    News are left out: their list is one of the pages. What stands below a page that is not shown is shown beside it.
    """
    home = tenant.site.root_page
    pages = visible_to(home.get_descendants().live().not_type(NewsPage), membership).filter(
        depth__lte=home.depth + LEVELS
    )
    return nested(
        Node(title, path_on_host(url_path, home), depth, path)
        for title, url_path, depth, path in pages.order_by("path").values_list("title", "url_path", "depth", "path")
    )


def nested(nodes) -> list[Node]:
    """Put each node, in the order of the tree, below the nearest one above it."""
    roots: list[Node] = []
    above: list[Node] = []
    for node in nodes:
        while above and not node.path.startswith(above[-1].path):
            above.pop()
        (above[-1].below if above else roots).append(node)
        above.append(node)
    return roots
