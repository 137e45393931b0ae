"""The days on which things of the demonstration take place, which follow the day of loading."""

import datetime

from django.utils import timezone
from holidays import France

THURSDAY, FRIDAY = 3, 4


def at(day: datetime.date, hour: datetime.time = datetime.time()) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour))


def working_day(day: datetime.date, *, last: int) -> datetime.date:
    """Return that day or the next one on which people meet: not a public holiday, and not after ``last`` in a week."""
    public = France()
    while day.weekday() > last or day in public:
        day += datetime.timedelta(days=1)
    return day
