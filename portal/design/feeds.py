"""Feeds for news readers, RSS 2.0 and Atom 1.0: byte for byte the same until something in them changes.

Whether a copy is still good is told by its digest (ETag) alone. ``Last-Modified`` is sent for people and programs to
read, and answers nothing: what was deleted, or is no longer public, leaves no later change behind it, and a program
that asked « since then? » would be told that all is as it was.
"""

import datetime
import hashlib
import re

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import http_date, quote_etag

MOST = 50
# XML 1.0 has no way to write these, even escaped.
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Steady:
    """A feed whose date is its last item's: Django's is the present moment when there is none."""

    def latest_post_date(self):
        moments = [item.get("updateddate") or item["pubdate"] for item in self.items]
        return max(moments, default=self.feed["begun_at"])


class Rss(_Steady, Rss201rev2Feed):
    pass


class Atom(_Steady, Atom1Feed):
    pass


def writable(text: str) -> str:
    """Return the text without the signs that XML has no way to write."""
    return UNWRITABLE.sub("", text)


def answer(
    request, body: bytes, content_type: str, changed_at: datetime.datetime | None = None, **cached
) -> HttpResponse:
    """Return the body, or 304 to whoever has it. A copy is asked about each time it is used."""
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = get_conditional_response(request, etag, None, HttpResponse(body, content_type=content_type))
    response["ETag"] = etag
    if changed_at:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    patch_cache_control(response, no_cache=True, **cached)
    return response
