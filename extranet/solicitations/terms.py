"""Until when the texts of a solicitation stay. Days, of the calendar here: pure, no query.

The clock is the last exchange. At its term the texts go, once they have been announced for WARNED_BEFORE: a retention
that was shortened, or a portal that stood still, surprises nobody.
"""

import datetime

from django.utils import timezone

from extranet.solicitations.models import Solicitation
from portal.tenancy.reviewed import months_after

WARNED_BEFORE = datetime.timedelta(days=30)
ONE_DAY = datetime.timedelta(days=1)


def term_of(last_exchange_at: datetime.datetime, months: int) -> datetime.date:
    """Return the day on which what was said last, then, is to be erased."""
    return months_after(timezone.localdate(last_exchange_at), months)


def last_day_over(day: datetime.date, months: int) -> datetime.date:
    """Return the latest day of an exchange whose term has come on ``day``: from 28 February on, that of 31 January."""
    last = months_after(day, -months)
    while months_after(last + ONE_DAY, months) <= day:
        last += ONE_DAY
    return last


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the moment when ``day`` is over."""
    return timezone.make_aware(datetime.datetime.combine(day + ONE_DAY, datetime.time()))


def erased_on(solicitation: Solicitation, months: int) -> datetime.date:
    """Return the first day on which its texts may go, if nothing more is said."""
    term = term_of(solicitation.last_exchange_at, months)
    if solicitation.warned_at is None:
        return term
    return max(term, timezone.localdate(solicitation.warned_at) + WARNED_BEFORE)
