"""What asks for a member's attention: each app says what waits for them, what is coming, and what is new.

Functions are registered at start and called with the membership, in its tenant's context, so that the dashboard
and the digests ask the same questions. Each answers in a number of queries that does not grow, one if it can: what
waits, comes and is new is told by the same rows, and ``finds`` reads them once.
"""

import datetime
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from django.db.models import QuerySet

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


@dataclass(frozen=True, kw_only=True)
class Found:
    """What asks for a member's attention."""

    waiting: list[Item] = field(default_factory=list)
    coming: list[Item] = field(default_factory=list)
    news: list[Item] = field(default_factory=list)


Collect = Callable[[Membership], list[Item]]
CollectNews = Callable[[Membership, datetime.datetime], list[Item]]
Find = Callable[[Membership, datetime.datetime | None], Found]


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What waits in an app, as rows that are asked with those of the public face: one query for all of them.

    ``rows`` returns querysets of (kind, key, title, at), each ``kind`` one of ``kinds``; ``item`` makes a row a line.
    """

    kinds: tuple[str, ...]
    rows: Callable[[Membership], list[QuerySet]]
    item: Callable[[str, str, str, datetime.datetime], Item]


_waiting: dict[str, Collect] = {}
_coming: dict[str, Collect] = {}
_news: dict[str, CollectNews] = {}
_finding: dict[str, Find] = {}
_lines: dict[str, Lines] = {}


def waits(name: str, *, for_staff: bool = False) -> Callable[[Collect], Collect]:
    """Declare what waits for an action of the member; ``for_staff``: of those who open the back-office alone.

    The rights of anybody else are not worth a query.
    """
    declare = _declare(_waiting, name)
    return (lambda collect: declare(_of_staff(collect))) if for_staff else declare


def comes(name: str) -> Callable[[Collect], Collect]:
    """Declare what the member has ahead: dated things of theirs."""
    return _declare(_coming, name)


def news(name: str) -> Callable[[CollectNews], CollectNews]:
    """Declare what became visible to the member since a moment."""
    return _declare(_news, name)


def finds(name: str) -> Callable[[Find], Find]:
    """Declare what tells several of the three from the same rows. With None as the moment, no news is asked."""
    return _declare(_finding, name)


def lines(found: Lines) -> Lines:
    """Declare rows that wait; each kind is of one app."""
    for kind in found.kinds:
        _declare(_lines, kind)(found)
    return found


def declared_lines() -> dict[str, Lines]:
    """Return the rows that other apps declared, by kind."""
    return _lines


def attention_of(membership: Membership, since: datetime.datetime) -> Found:
    """Return what ``waiting_for``, ``coming_for`` and ``news_for`` do, each source asked once."""
    found = _ask(_finding, membership, since)
    return Found(
        waiting=_by_date([each.waiting for each in found] + _ask(_waiting, membership)),
        coming=_by_date([each.coming for each in found] + _ask(_coming, membership)),
        news=_by_date([each.news for each in found] + _ask(_news, membership, since), newest_first=True),
    )


def waiting_for(membership: Membership) -> list[Item]:
    """Return what waits for the member, the oldest first."""
    found = _ask(_finding, membership, None)
    return _by_date([each.waiting for each in found] + _ask(_waiting, membership))


def coming_for(membership: Membership) -> list[Item]:
    """Return what the member has ahead, the soonest first."""
    found = _ask(_finding, membership, None)
    return _by_date([each.coming for each in found] + _ask(_coming, membership))


def news_for(membership: Membership, since: datetime.datetime) -> list[Item]:
    """Return what is new for the member since then, the newest first."""
    found = _ask(_finding, membership, since)
    return _by_date([each.news for each in found] + _ask(_news, membership, since), newest_first=True)


def _ask(sources: dict, *about) -> list:
    return [source(*about) for source in sources.values()]


def _by_date(found: list[list[Item]], *, newest_first: bool = False) -> list[Item]:
    return sorted(chain.from_iterable(found), key=attrgetter("at"), reverse=newest_first)


def _of_staff(collect: Collect) -> Collect:
    @functools.wraps(collect)
    def ask(membership: Membership) -> list[Item]:
        return collect(membership) if membership.opens_back_office else []

    return ask


def _declare(registry: dict, name: str):
    def declare(collect):
        if registry.setdefault(name, collect) is not collect:
            raise ValueError(f"Two sources are named « {name} ».")
        return collect

    return declare
