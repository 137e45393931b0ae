"""The stretch of time that a view of the calendar shows: a month, a week, or all that is to come. Pure."""

import calendar
import datetime
import re
from dataclasses import dataclass

from django.utils import timezone

FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-[SW](\d{2})")


def local(moment: datetime.datetime) -> datetime.datetime:
    """Return a moment in the portal's own time. ``timezone.localtime`` asks for the time zone of each thread, and a
    full month has thousands of moments; here there is one time zone.
    """
    return moment.astimezone(timezone.get_default_timezone())


@dataclass(frozen=True)
class Period:
    """Whole days, from ``first`` to ``last`` included."""

    first: datetime.date
    last: datetime.date

    @property
    def start(self) -> datetime.datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime.datetime:
        """The midnight after the last day: on the nights when the hour changes too, no day overlaps another."""
        return _midnight(self.last + datetime.timedelta(days=1))

    @property
    def days(self) -> list[datetime.date]:
        return [self.first + datetime.timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Month(Period):
    """A month as it is drawn: whole weeks, from a Monday to a Sunday."""

    year: int
    month: int

    @classmethod
    def of(cls, day: datetime.date) -> "Month":
        weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
        return cls(weeks[0][0], weeks[-1][-1], day.year, day.month)

    @property
    def weeks(self) -> list[list[datetime.date]]:
        return calendar.Calendar().monthdatescalendar(self.year, self.month)

    @property
    def previous(self) -> "Month | None":
        return _within(Month, datetime.date(self.year, self.month, 1) - datetime.timedelta(days=1))

    @property
    def next(self) -> "Month | None":
        return _within(Month, datetime.date(self.year, self.month, 28) + datetime.timedelta(days=4))

    def __str__(self):
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True)
class Week(Period):
    """A week of ISO 8601, from Monday to Sunday."""

    @classmethod
    def of(cls, day: datetime.date) -> "Week":
        monday = day - datetime.timedelta(days=day.weekday())
        return cls(monday, monday + datetime.timedelta(days=6))

    @property
    def previous(self) -> "Week | None":
        return _within(Week, self.first - datetime.timedelta(days=7))

    @property
    def next(self) -> "Week | None":
        return _within(Week, self.first + datetime.timedelta(days=7))

    def __str__(self):
        year, week, _ = self.first.isocalendar()
        return f"{year:04}-S{week:02}"


def month_written(text: str) -> Month | None:
    """Read « 2026-11 »; None where it is no month of this century."""
    found = _MONTH.fullmatch(text)
    try:
        return found and _within(Month, datetime.date(int(found[1]), int(found[2]), 1))
    except ValueError:
        return None


def week_written(text: str) -> Week | None:
    """Read « 2026-S47 »; None where it is no week of this century."""
    found = _WEEK.fullmatch(text)
    try:
        return found and _within(Week, datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        return None


def day_written(text: str) -> datetime.date | None:
    """Read « 2026-11-22 », as a date field sends it; None where it is no day of this century."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def _within(kind, day: datetime.date):
    return kind.of(day) if FIRST <= day <= LAST else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
