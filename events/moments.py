"""Until when, and how soon: « mardi 24 novembre à 9 h », « Demain »."""

import datetime

from django.utils import timezone

from events.words import day
from portal.design.typography import NBSP, hour


def moment(at: datetime.datetime) -> str:
    """Return « mardi 24 novembre à 9 h »."""
    local = timezone.localtime(at)
    return f"{day(local.date(), has_year=False)} à {hour(local.hour, local.minute)}"


def how_soon(at: datetime.datetime, now: datetime.datetime) -> str:
    """Return « Aujourd’hui », « Demain », « Dans 7 jours »: days of the calendar, in France."""
    days = (timezone.localdate(at) - timezone.localdate(now)).days
    return {0: "Aujourd’hui", 1: "Demain"}.get(days, f"Dans {days}{NBSP}jours")
