"""When and where, as people read it in French."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

from portal.design.typography import NBSP, french_date, hour

SEVERAL = "du {} au {}"


def when(starts_at: datetime.datetime, ends_at: datetime.datetime, *, is_whole_days: bool = False) -> str:
    """Return « mardi 24 novembre 2026, de 9 h à 12 h », « du lundi 23 au … », without hours for whole days."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    last = timezone.localtime(ends_at - datetime.timedelta(microseconds=1))
    if is_whole_days:
        return day(start) if start.date() == last.date() else SEVERAL.format(day(start), day(last))
    if start.date() == end.date():
        return f"{day(start)}, de {clock(start)} à {clock(end)}"
    return SEVERAL.format(f"{day(start)} à {clock(start)}", f"{day(end)} à {clock(end)}")


def day(moment: datetime.datetime) -> str:
    """Return « mardi 24 novembre 2026 »."""
    return french_date(date_format(timezone.localtime(moment), "l j F Y"))


def moment(at: datetime.datetime) -> str:
    """Return « mardi 24 novembre à 9 h »."""
    return f"{french_date(date_format(timezone.localtime(at), 'l j F'))} à{NBSP}{clock(at)}"


def clock(at: datetime.datetime) -> str:
    local = timezone.localtime(at)
    return hour(local.hour, local.minute)


def how_soon(at: datetime.datetime, now: datetime.datetime) -> str:
    """Return « Aujourd’hui », « Demain », « Dans 7 jours »: days of the calendar, in France."""
    days = (timezone.localdate(at) - timezone.localdate(now)).days
    return {0: "Aujourd’hui", 1: "Demain"}.get(days, f"Dans {days}{NBSP}jours")
