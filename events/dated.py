"""What has a date: the registry through which trainings and committees put theirs into the one calendar.

A source answers with the entries that a member (None: a visitor) may see in a stretch of time; with their whole text
where it is asked for, which pages do not show and feeds do. Rights are the source's own: the calendar asks nobody else.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from django.db.models import TextChoices

from events.icalendar import Entry
from events.periods import local
from portal.tenancy.kept_pages import changes_at
from portal.tenancy.models import Membership

INSTANT = datetime.timedelta(microseconds=1)


class Answer(TextChoices):
    """What a member said of an entry, where one signs up."""

    NONE = "", "pas de réponse"
    COMES = "vient", "je viens"
    PERHAPS = "peut_etre", "peut-être"
    DECLINES = "non", "je ne viens pas"
    WAITS = "attend", "en attente d’une place"


@dataclass(kw_only=True)
class Dated:
    """One entry of the calendar. ``entry`` is what calendars are told; the rest is what a page shows and sorts by.

    ``kind`` and ``platforms`` are codes that filters compare; no platform means the whole territory. What is
    ``is_external`` comes from a partner's agenda: shown, and never sent on in a feed of ours.

    Nobody changes one; it is not frozen, nor is its entry, because making a frozen one takes three times as long.
    """

    entry: Entry
    kind: str
    kind_label: str
    platforms: tuple[str, ...] = ()
    platform_names: tuple[str, ...] = ()
    commune: str = ""
    """INSEE code of where it takes place."""
    needs_signing_up: bool = False
    is_for_members: bool = False
    is_called_off: bool = False
    is_postponed: bool = False
    reason: str = ""
    answer: Answer = Answer.NONE
    is_external: bool = False

    @cached_property
    def first_day(self) -> datetime.date:
        return local(self.entry.starts_at).date()

    @cached_property
    def last_day(self) -> datetime.date:
        """The last day it touches: an end at midnight belongs to the day before."""
        return local(self.entry.ends_at - INSTANT).date()


class Source(Protocol):
    def __call__(
        self, membership: Membership | None, start: datetime.datetime, end: datetime.datetime, *, has_text: bool
    ) -> Iterable[Dated]: ...


_sources: dict[str, Source] = {}
_kinds: dict[str, str] = {}


def dated(name: str, *, kinds: Iterable[tuple[str, str]] = ()) -> Callable[[Source], Source]:
    """Register a source: it answers in a few queries.

    ``kinds``: the codes of its entries and how they are called, for whoever narrows the calendar by kind.
    """

    def register(source: Source) -> Source:
        _sources[name] = source
        _kinds.update(kinds)
        return source

    return register


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of entries that there may be: code and name."""
    return list(_kinds.items())


def between(
    membership: Membership | None, start: datetime.datetime, end: datetime.datetime, *, has_text: bool = False
) -> list[Dated]:
    """Return all that touches [start, end) and that this member may see, in order.

    A page that is kept for visitors is drawn anew once one of these is over.
    """
    found = [each for source in _sources.values() for each in source(membership, start, end, has_text=has_text)]
    changes_at(each.entry.ends_at for each in found)
    return sorted(found, key=_order)


def _order(each: Dated) -> tuple:
    """By date; and always the same between those of one date, so that a feed is byte for byte the same."""
    entry = each.entry
    return entry.starts_at, entry.ends_at, entry.title, entry.uid
