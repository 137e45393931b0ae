"""When a periodic job runs: pure, from one moment to the next."""

import datetime
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Schedule(Protocol):
    def after(self, moment: datetime.datetime) -> datetime.datetime:
        """Return the first run strictly after ``moment``. What a downtime missed is run once, not made up for."""


@dataclass(frozen=True)
class Every:
    """At an interval, counted from the end of the last run."""

    interval: datetime.timedelta

    def after(self, moment: datetime.datetime) -> datetime.datetime:
        return moment.astimezone(datetime.UTC) + self.interval  # elapsed time, not what clocks show


@dataclass(frozen=True)
class Daily:
    """Each day when clocks in France show this time.

    A time that the change to summer skips runs an hour later on clocks; one that the change to winter repeats
    runs the first time.
    """

    at: datetime.time

    def after(self, moment: datetime.datetime) -> datetime.datetime:
        today = moment.astimezone(PARIS).date()
        days = (today + datetime.timedelta(days=ahead) for ahead in range(3))
        # In UTC: two moments of one time zone are compared by what their clocks show.
        runs = (datetime.datetime.combine(day, self.at, PARIS).astimezone(datetime.UTC) for day in days)
        return next(run for run in runs if run > moment)
