"""What asks for a member's attention: each app says what waits for them, what is coming, and what is new.

Functions are registered at start and called with the membership, in its tenant's context, so that the dashboard
and the digests ask the same questions. Each answers in a number of queries that does not grow.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from portal.tenancy.models import Membership


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line that a person reads: French words, an address on the tenant's host (a path), and a moment.

    ``at``: since when it waits, when it will be, or when it became new. ``subject``: whose it is
    (portal.notifications.subjects).
    """

    title: str
    url: str
    at: datetime.datetime
    detail: str = ""
    subject: str = ""


Collect = Callable[[Membership], list[Item]]
CollectNews = Callable[[Membership, datetime.datetime], list[Item]]

_waiting: dict[str, Collect] = {}
_coming: dict[str, Collect] = {}
_news: dict[str, CollectNews] = {}


def waits(name: str) -> Callable[[Collect], Collect]:
    """Declare what waits for an action of the member."""
    return _declare(_waiting, name)


def comes(name: str) -> Callable[[Collect], Collect]:
    """Declare what the member has ahead: dated things of theirs."""
    return _declare(_coming, name)


def news(name: str) -> Callable[[CollectNews], CollectNews]:
    """Declare what became visible to the member since a moment."""
    return _declare(_news, name)


def waiting_for(membership: Membership) -> list[Item]:
    """Return what waits for the member, the oldest first."""
    return sorted((item for collect in _waiting.values() for item in collect(membership)), key=lambda item: item.at)


def coming_for(membership: Membership) -> list[Item]:
    """Return what the member has ahead, the soonest first."""
    return sorted((item for collect in _coming.values() for item in collect(membership)), key=lambda item: item.at)


def news_for(membership: Membership, since: datetime.datetime) -> list[Item]:
    """Return what is new for the member since then, the newest first."""
    found = (item for collect in _news.values() for item in collect(membership, since))
    return sorted(found, key=lambda item: item.at, reverse=True)


def _declare(registry: dict, name: str):
    def declare(collect):
        if registry.setdefault(name, collect) is not collect:
            raise ValueError(f"Two sources are named « {name} ».")
        return collect

    return declare
