"""Read every published page of a tenant, and keep which of its links lead nowhere.

What is ours is looked up in what is there: nothing is fetched. Other sites are asked only where the installation says
so (EXTERNAL_LINKS_CHECKED), each address once, by the same guarded way as partners' agendas: the public internet alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from events.external.fetching import FetchError, status_of
from home.links.models import BrokenLink
from home.links.reading import Link, To, links_in
from portal.pages.addresses import path_on_host
from portal.tenancy.models import Tenant

Reason = BrokenLink.Reason
GONE = frozenset({404, 410})
SERVER_FAILS = 500
MOST_ELSEWHERE = 300
"""Addresses of other sites that one reading asks for; the rest waits for the next."""
AT_ONCE = 200


@dataclass(frozen=True)
class Fault:
    address: str
    reason: Reason
    detail: str = ""


def check(tenant: Tenant) -> int:
    """Read the pages of this tenant, which asks; return how many links are broken. Safe to run twice."""
    found = {}
    site = _Site(tenant)
    for page in _pages(tenant):
        for link in links_in(page):
            if fault := site.fault_of(link, page):
                found.setdefault((page.pk, fault.address), (link, fault))
    _keep(found)
    return len(found)


def _pages(tenant: Tenant) -> Iterator[Page]:
    pages = tenant.site.root_page.get_descendants(inclusive=True).live().order_by("path").specific()
    return pages.iterator(chunk_size=AT_ONCE)


@transaction.atomic
def _keep(found: dict[tuple[int, str], tuple[Link, Fault]]) -> None:
    """Write what was found; take away what was mended. Since when, and what staff said of it, stay."""
    known = {(row.page_id, row.address): row for row in BrokenLink.objects.all()}
    BrokenLink.objects.filter(pk__in=[row.pk for key, row in known.items() if key not in found]).delete()
    for (page, address), (link, fault) in found.items():
        row = known.get((page, address)) or BrokenLink(page_id=page, address=address)
        row.where, row.words, row.reason = link.where[:120], link.words[:200], fault.reason
        row.detail, row.checked_at = fault.detail[:300], timezone.now()
        row.save()


class _Site:
    """What is there on one tenant's host: three queries, whatever the number of links."""

    def __init__(self, tenant: Tenant):
        home = tenant.site.root_page
        rows = home.get_descendants(inclusive=True).values_list("pk", "url_path", "live")
        self.pages = {str(pk): (path_on_host(path, home), live) for pk, path, live in rows}
        self.live = dict(self.pages.values())
        self.documents = {str(pk) for pk in get_document_model().objects.values_list("pk", flat=True)}
        self.redirects = set(Redirect.objects.filter(site=tenant.site).values_list("old_path", flat=True))
        self.base = tenant.base_url
        self.hosts = {domain.host for domain in tenant.domains.all()}
        self.elsewhere: dict[str, Fault | None] = {}

    def fault_of(self, link: Link, page: Page) -> Fault | None:
        """Say what is wrong with a link of this page; None: nothing."""
        checks: dict[To, Callable[[], Fault | None]] = {
            To.PAGE: lambda: self._page(link.target),
            To.DOCUMENT: lambda: self._document(link.target),
            To.ADDRESS: lambda: self._address(link.target, self.pages[str(page.pk)][0]),
        }
        return checks[link.to]()

    def _page(self, key: str) -> Fault | None:
        path, is_live = self.pages.get(key, ("", False))
        if not path:
            return Fault(f"page n° {key}", Reason.GONE)
        return None if is_live else Fault(path, Reason.UNPUBLISHED)

    def _document(self, key: str) -> Fault | None:
        return None if key in self.documents else Fault(f"document n° {key}", Reason.NO_FILE)

    def _address(self, address: str, page: str) -> Fault | None:
        try:
            parts = urlsplit(urljoin(self.base + page, address))
        except ValueError:
            return Fault(address[:500], Reason.NOWHERE)
        if parts.scheme not in ("http", "https") or address.startswith("#"):
            return None
        if parts.hostname in self.hosts:
            return self._ours(unquote(parts.path) or "/")
        return self._other(address, parts.scheme)

    def _ours(self, path: str) -> Fault | None:
        whole = path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"
        try:
            match = resolve(whole)
        except Resolver404:
            match = None
        if match and match.view_name != "wagtail_serve":
            return self._document(str(match.kwargs["document_id"])) if "document_id" in match.kwargs else None
        if self.live.get(whole) or Redirect.normalise_path(whole) in self.redirects:
            return None
        return Fault(path[:500], Reason.UNPUBLISHED if whole in self.live else Reason.NOWHERE)

    def _other(self, address: str, scheme: str) -> Fault | None:
        """Ask another site once. Only https is asked: nothing is read over a line that anyone may change."""
        if not settings.EXTERNAL_LINKS_CHECKED or scheme != "https":
            return None
        if address not in self.elsewhere and len(self.elsewhere) < MOST_ELSEWHERE:
            self.elsewhere[address] = answer_of(address)
        return self.elsewhere.get(address)


def answer_of(address: str) -> Fault | None:
    """Say what is wrong with an address elsewhere. A refusal (403, 429…) is no fault: it is robots that are refused."""
    try:
        status = status_of(address)
    except FetchError as failure:
        return Fault(address[:500], Reason.ELSEWHERE, failure.message)
    if status in GONE:
        return Fault(address[:500], Reason.ELSEWHERE, f"Cette page n’y est plus (réponse {status}).")
    if status >= SERVER_FAILS:
        return Fault(address[:500], Reason.ELSEWHERE, f"Le site répond par une erreur ({status}).")
    return None
