"""The dates of a series: every n weeks, or the nth weekday of the month; pure, no database.

Rules are those of RFC 5545, 3.3.10 (WEEKLY and MONTHLY with BYDAY); dateutil does the counting. An occurrence that
falls on a day to be skipped is left out: it does not move, and does not count among the number asked for.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db.models import TextChoices

MOST = 120
"""How many occurrences one series may have: a meeting each month for ten years, each week for two."""
LONGEST = datetime.timedelta(days=10 * 366)
"""How far a series may reach: what is asked for beyond that is a mistake."""
LAST_OF_THE_MONTH = -1


class Frequency(TextChoices):
    WEEKLY = "semaines", "toutes les semaines, ou toutes les n semaines"
    MONTHLY = "mois", "un même jour du mois (« le deuxième mardi »)"


class SeriesError(ValueError):
    """The rule asks for no date, for too many, or for dates that are too far.

    ``args[0]`` says it in French; ``field`` is what is to be corrected in the rule, empty where it is the whole.
    """

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Rule:
    """When it comes again. Ends ``until`` a day (included) or after ``count`` occurrences: exactly one of them.

    ``interval`` is in weeks or months. ``ordinal`` (monthly): 1 to 4, or LAST_OF_THE_MONTH; the weekday is that of
    the first occurrence.
    """

    frequency: Frequency
    interval: int = 1
    ordinal: int | None = None
    until: datetime.date | None = None
    count: int | None = None


def ordinals_of(day: datetime.date) -> list[int]:
    """Return which weekday of its month a day is: « the fourth » may be « the last » too."""
    nth = (day.day - 1) // 7 + 1
    is_last = (day + datetime.timedelta(weeks=1)).month != day.month
    return [nth] * (nth < 5) + [LAST_OF_THE_MONTH] * is_last


def dates(
    first: datetime.date, rule: Rule, *, is_skipped: Callable[[datetime.date], bool] = lambda day: False
) -> list[datetime.date]:
    """Return the days of a series, ``first`` among them unless it is skipped, in order.

    Raises SeriesError where there is none, where there are more than MOST, or where one is beyond LONGEST.
    """
    if (rule.until is None) == (rule.count is None):
        raise SeriesError("Dites jusqu’à quand, ou combien de fois : l’un des deux.")
    if rule.until and rule.until < first:
        raise SeriesError("La série se termine avant de commencer.", "until")
    if rule.frequency == Frequency.MONTHLY and rule.ordinal not in ordinals_of(first):
        raise SeriesError("La première date n’est pas ce jour-là du mois.", "ordinal")
    end = "until" if rule.until else "count"
    if (rule.count or 0) > MOST:
        raise SeriesError(TOO_MANY, end)
    if rule.until and rule.until - first > LONGEST:
        raise SeriesError(TOO_FAR, end)
    kept = [day for day in takewhile(_is_before(rule.until), _days(first, rule)) if not is_skipped(day)]
    kept = kept[: rule.count]
    if not kept:
        raise SeriesError("Aucune date : toutes tombent un jour où il n’y en a pas.")
    if len(kept) > MOST:
        raise SeriesError(TOO_MANY, end)
    if rule.count and len(kept) < rule.count:
        raise SeriesError(TOO_FAR, end)
    return kept


def _days(first: datetime.date, rule: Rule) -> Iterator[datetime.date]:
    """Yield the days of the rule, skipped ones too, no further than LONGEST."""
    start = datetime.datetime.combine(first, datetime.time())
    by_day = weekday(first.weekday())
    if rule.frequency == Frequency.MONTHLY:
        found = rrule(MONTHLY, start, interval=rule.interval, byweekday=by_day(rule.ordinal))
    else:
        found = rrule(WEEKLY, start, interval=rule.interval, byweekday=by_day)
    end = min(first, datetime.date.max - LONGEST) + LONGEST
    return takewhile(lambda day: day <= end, (each.date() for each in found))


def _is_before(until: datetime.date | None) -> Callable[[datetime.date], bool]:
    return lambda day: until is None or day <= until


TOO_MANY = f"Une série compte {MOST} dates au plus : rapprochez sa fin."
TOO_FAR = "Une série ne va pas au-delà de dix ans : rapprochez sa fin."
