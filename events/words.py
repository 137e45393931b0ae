"""How the moment of an entry is said: « mardi 24 novembre 2026, de 9 h 30 à 12 h »."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

from portal.design.typography import french_date, hour

MIDNIGHT = datetime.time()


def when(starts_at: datetime.datetime, ends_at: datetime.datetime, *, is_whole_days: bool = False) -> str:
    """Return the day and the hours, or the first and the last day, in the portal's own time."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    last = timezone.localdate(ends_at - datetime.timedelta(microseconds=1))
    if is_whole_days:
        if start.date() == last:
            return f"{day(last)}, toute la journée"
        return f"du {day(start.date(), has_year=start.year != last.year)} au {day(last)}"
    if start.date() == last:
        return f"{day(last)}, de {_hour(start)} à {_hour(end)}"
    return f"du {day(start.date())} à {_hour(start)} au {day(end.date())} à {_hour(end)}"


def day(date: datetime.date, *, has_year: bool = True) -> str:
    """Return « mardi 1er décembre 2026 »."""
    return french_date(date_format(date, "l j F Y" if has_year else "l j F"))


def hours_on(date: datetime.date, starts_at: datetime.datetime, ends_at: datetime.datetime) -> str:
    """Return what of a timed entry falls on a day: « de 9 h 30 à 12 h », « à partir de 22 h », « jusqu’à 2 h »."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    starts_here, ends_here = start.date() == date, end.date() == date
    until_midnight = end.time() == MIDNIGHT and end.date() == date + datetime.timedelta(days=1)
    if starts_here and (ends_here or until_midnight):
        return f"de {_hour(start)} à {_hour(end)}"
    if starts_here:
        return f"à partir de {_hour(start)}"
    return f"jusqu’à {_hour(end)}" if ends_here else "toute la journée"


def _hour(moment: datetime.datetime) -> str:
    return hour(moment.hour, moment.minute) if moment.time() != MIDNIGHT else "minuit"
