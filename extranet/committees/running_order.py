"""An agenda in its order, with its numbers and its clock: the same on the page, on paper and in the archive."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from extranet.committees.models import Item, Meeting, Section
from portal.design.typography import NBSP, hour


@dataclass(frozen=True, kw_only=True)
class Point:
    """An item as it is shown: ``at`` is « 9 h 10 », or nothing once an item before it has no duration."""

    number: int
    item: Item
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """``section`` is None for the items that are in no part: they come first."""

    section: Section | None
    points: list[Point] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """Minutes ``planned`` by its items and ``available`` in the meeting; ``open_ended``: items without a length."""

    parts: list[Part]
    planned: int
    available: int
    open_ended: int

    @property
    def points(self) -> list[Point]:
        return [point for part in self.parts for point in part.points]

    @property
    def total(self) -> str:
        """« 1 h 45 prévue pour 2 h de réunion », with what that leaves out; nothing where no item has a length."""
        if not self.planned:
            return ""
        words = f"{duration(self.planned)} à l’ordre du jour, pour {duration(self.available)} de réunion"
        if self.open_ended:
            words += f" ; {self.open_ended} {'points' if self.open_ended > 1 else 'point'} sans durée"
        return f"{words}."

    @property
    def excess(self) -> str:
        """By how much the items are longer than the meeting, or nothing."""
        return duration(self.planned - self.available) if self.planned > self.available else ""


def agenda_of(meeting: Meeting, items: Iterable[Item] | None = None, sections: Iterable[Section] | None = None):
    """Return the Agenda of a meeting. Two queries, or none when both lists are given."""
    sections = list(meeting.sections.all() if sections is None else sections)
    items = list(meeting.items.all() if items is None else items)
    parts = []
    number, at, open_ended = 0, meeting.starts_at, 0
    for section in (None, *sections):
        points = []
        for item in items:
            if item.section_id != (section.pk if section else None):
                continue
            number += 1
            points.append(Point(number=number, item=item, at=clock(at) if at else ""))
            if item.minutes is None:
                at, open_ended = None, open_ended + 1
            elif at:
                at += datetime.timedelta(minutes=item.minutes)
        if points:
            parts.append(Part(section=section, points=points))
    return Agenda(
        parts=parts, planned=sum(item.minutes or 0 for item in items), open_ended=open_ended,
        available=int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
    )  # fmt: skip


def clock(at: datetime.datetime) -> str:
    """Return « 9 h 10 », in the portal’s own time."""
    local = timezone.localtime(at)
    return hour(local.hour, local.minute)


def duration(minutes: int) -> str:
    """Return « 45 min », « 1 h 30 »."""
    return hour(*divmod(minutes, 60)) if minutes >= 60 else f"{minutes}{NBSP}min"
