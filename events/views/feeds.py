"""Feeds of the calendar: the tenant's, one date's, a member's own, and news."""

from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from events import feeds, rss, tokens
from events.entries import dated_in
from events.models import Occurrence
from portal.design.feeds import Rss, answer
from portal.tenancy.kept_pages import same_for_every_visitor

CALENDAR = "text/calendar; charset=utf-8"
NO_SUCH_FEED = "Cet abonnement n’existe pas, ou n’existe plus.\n"


@require_safe
@same_for_every_visitor
def public_feed(request):
    """The public calendar of the tenant, narrowed by ``?nature=…&plateforme=…``; the same for a member."""
    entries = feeds.public_entries(feeds.Filters.of(request.GET))
    body = feeds.public_feed(entries, request.tenant, feeds.Filters.of(request.GET))
    return _answer(request, body, CALENDAR, entries, public=True)


@require_safe
@same_for_every_visitor
def public_news(request):
    entries = feeds.coming()
    return _answer(request, rss.news(entries, request.tenant), Rss.content_type, entries, public=True)


@require_safe
@same_for_every_visitor
def event_file(request, pk: int):
    """One date, for whoever may see it."""
    rows = Occurrence.objects.visible_to(request.membership)
    entry = dated_in(rows.filter(pk=get_object_or_404(rows, pk=pk).pk), request.membership)[0]
    response = _answer(request, feeds.feed_of_one(entry, request.tenant), CALENDAR, [entry], private=True)
    response["Content-Disposition"] = 'attachment; filename="evenement.ics"'
    return response


@require_safe
def private_feed(request, token: str):
    """A member's own feed, without a session; every secret that opens nothing is answered alike."""
    found = tokens.find(token)
    if found is None:
        refused = HttpResponseNotFound(NO_SUCH_FEED, content_type="text/plain; charset=utf-8")
        patch_cache_control(refused, private=True, no_store=True)
        return refused
    tokens.note_use(found)
    entries = feeds.entries_of(found)
    response = _answer(request, feeds.feed_of(found, entries, request.tenant), CALENDAR, entries, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request, body: bytes, content_type: str, entries, **cached) -> HttpResponse:
    return answer(request, body, content_type, feeds.last_change(entries), **cached)
