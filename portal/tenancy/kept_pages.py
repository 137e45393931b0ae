"""Pages that every visitor is shown alike, kept for the next visitor and dropped by any change of what they show.

Two shelves: the memory of this process, and one that all processes share. The key holds the version of the tenant
(portal.tenancy.cache), which each request reads first and every change raises: a page is stale for no one, whichever
process kept it. What the clock alone changes (a date that is over) waits LONGEST at most.

A view says so itself (``same_for_every_visitor``): what it shows must come from rows whose change raises the version.
A test reads the tables that each such page asks.
"""

import functools
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from portal.tenancy.models import Tenant

LONGEST = 10 * 60  # seconds
LONGEST_ADDRESS = 300  # characters
MARK = "is_same_for_every_visitor"
UNKEPT_HEADERS = {"set-cookie", "content-length"}


def same_for_every_visitor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let what this view answers to a visitor be kept for the others."""

    @functools.wraps(view)
    def answer(*args, **kwargs):
        response = view(*args, **kwargs)
        setattr(response, MARK, True)
        return response

    return answer


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
        kept = _find(shelves, key)
        response = HttpResponse(kept[0], headers=kept[1]) if kept else self.get_response(request)
        if kept is None:
            if not _may_be_kept(request, response):
                return response
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.setdefault("Cache-Control", "no-cache")  # a browser asks each time, and is mostly told 304
            _put(shelves, key, response)
        return get_conditional_response(request, etag=response["ETag"], response=response)


def _key(request: HttpRequest) -> str | None:
    """Return the key of the page that is asked for, or None when it cannot be another visitor's."""
    tenant, address = request.tenant, request.get_full_path()
    is_open = tenant is not None and tenant.state != Tenant.State.MAINTENANCE
    cookies = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    if request.method != "GET" or not is_open or cookies & request.COOKIES.keys() or len(address) > LONGEST_ADDRESS:
        return None
    page = hashlib.sha256(request.build_absolute_uri(address).encode()).hexdigest()
    return f"page:{tenant.pk}:{tenant.version}:{tenant.state}:{timezone.localdate()}:{page}"


def _shelves(request: HttpRequest) -> list:
    """An address with a question is one of too many to share."""
    return [cache] if request.GET else [cache, caches["pages"]]


def _find(shelves: list, key: str) -> tuple[bytes, dict] | None:
    for shelf in shelves:
        if kept := shelf.get(key):
            if shelf is not shelves[0]:
                shelves[0].set(key, kept, LONGEST)
            return kept
    return None


def _put(shelves: list, key: str, response: HttpResponse) -> None:
    headers = {name: value for name, value in response.items() if name.lower() not in UNKEPT_HEADERS}
    for shelf in shelves:
        shelf.set(key, (response.content, headers), LONGEST)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    is_own = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return getattr(response, MARK, False) and response.status_code == 200 and not response.streaming and not is_own
