"""Pages that every visitor is shown alike, kept for the next visitor and dropped by any change of what they show.

Two shelves: the memory of this process, and one that all processes share. The key holds the version of the tenant
(portal.tenancy.cache), which each request reads first and every change raises, and the mark of what moves more often
(portal.tenancy.counted): a page is stale for no one, whichever process kept it. What the clock alone changes (a date
that is over, sign-up that closes) bounds how long the page is kept: whoever draws it says when (``changes_at``).

A view says so itself (``same_for_every_visitor``): what it shows must come from rows whose change raises the version.
A test reads the tables that each such page asks.
"""

import contextlib
import datetime
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from portal.tenancy.models import Tenant

LONGEST = datetime.timedelta(minutes=10)
LONGEST_ADDRESS = 300  # characters
MARK = "is_same_for_every_visitor"
UNKEPT_HEADERS = {"set-cookie", "content-length"}


def same_for_every_visitor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let what this view answers to a visitor be kept for the others."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        with _asked_whole(request) if _drawn.get() else contextlib.nullcontext():
            response = view(request, *args, **kwargs)
        setattr(response, MARK, True)
        return response

    return answer


@contextlib.contextmanager
def _asked_whole(request: HttpRequest) -> Iterator[None]:
    """Hide the copy that the visitor has: a view that answers 304 by itself gives nothing to keep."""
    copy = request.META.pop("HTTP_IF_NONE_MATCH", None)
    try:
        yield
    finally:
        if copy is not None:
            request.META["HTTP_IF_NONE_MATCH"] = copy


@dataclass
class _Drawn:
    """A page that is being drawn: since when, and until when it is right."""

    since: datetime.datetime
    until: datetime.datetime


_drawn: ContextVar[_Drawn | None] = ContextVar("page drawn", default=None)


def changes_at(moments: Iterable[datetime.datetime | None]) -> None:
    """Say when the clock alone changes what is being drawn. What is past, or None, changes nothing."""
    if page := _drawn.get():
        coming = (moment for moment in moments if moment and moment > page.since)
        page.until = min((page.until, *coming))


class KeptPagesMiddleware:
    """Answer a visitor with the page that another was shown, or with 304 when theirs is still right.

    It stands below the tenant's middleware and above the session's. Whoever carries a session or a message is
    answered anew, and so is a page with a form to post: its token is one visitor's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = _key(request)
        if key is None:
            return self.get_response(request)
        shelves = _shelves(request)
        if kept := _find(shelves, key):
            request.is_kept_page = True  # for whoever counts
            response = HttpResponse(kept.content, headers=kept.headers)
        else:
            response, until = self._draw(request)
            if not _may_be_kept(request, response):
                return response
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.setdefault("Cache-Control", "no-cache")  # a browser asks each time, and is mostly told 304
            _put(shelves, key, _kept(response, until))
        return get_conditional_response(request, etag=response["ETag"], response=response)

    def _draw(self, request) -> tuple[HttpResponse, datetime.datetime]:
        """Return the page, and until when it is right."""
        now = timezone.now()
        page = _Drawn(now, now + LONGEST)
        token = _drawn.set(page)
        try:
            return self.get_response(request), page.until
        finally:
            _drawn.reset(token)


def _key(request: HttpRequest) -> str | None:
    """Return the key of the page that is asked for, or None when it cannot be another visitor's."""
    tenant, address = request.tenant, request.get_full_path()
    is_open = tenant is not None and tenant.state != Tenant.State.MAINTENANCE
    cookies = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    if request.method != "GET" or not is_open or cookies & request.COOKIES.keys() or len(address) > LONGEST_ADDRESS:
        return None
    page = hashlib.sha256(f"{tenant.counted} {request.build_absolute_uri(address)}".encode()).hexdigest()
    return f"kept:{tenant.pk}:{tenant.version}:{tenant.state}:{timezone.localdate()}:{page}"


def _shelves(request: HttpRequest) -> list:
    """An address with a question is one of too many to share."""
    return [cache] if request.GET else [cache, caches["pages"]]


class Kept(NamedTuple):
    """A page on a shelf, in values that any cache writes. ``until``: seconds since 1970."""

    content: bytes
    headers: dict[str, str]
    until: float


def _kept(response: HttpResponse, until: datetime.datetime) -> Kept:
    headers = {name: value for name, value in response.items() if name.lower() not in UNKEPT_HEADERS}
    return Kept(response.content, headers, until.timestamp())


def _find(shelves: list, key: str) -> Kept | None:
    for n, shelf in enumerate(shelves):
        if found := shelf.get(key):
            kept = Kept(*found)
            _put(shelves[:n], key, kept)
            return kept if _seconds_left(kept) > 0 else None
    return None


def _put(shelves: list, key: str, kept: Kept) -> None:
    """Keep a page for as long as it is right, wherever it comes from."""
    seconds = _seconds_left(kept)
    for shelf in shelves if seconds > 0 else ():
        shelf.set(key, tuple(kept), seconds)


def _seconds_left(kept: Kept) -> float:
    return kept.until - timezone.now().timestamp()


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    is_own = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return getattr(response, MARK, False) and response.status_code == 200 and not response.streaming and not is_own
