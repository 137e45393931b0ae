"""Days without a meeting: public holidays (Code du travail, L. 3133-1), and the school holidays that staff keep."""

import datetime
from collections.abc import Callable

from holidays import France

from events.models import SchoolBreak, Series


def skipper(series: Series) -> Callable[[datetime.date], bool]:
    """Return whether a series leaves a day out, as it wishes. One query at most, whatever the number of days."""
    public = France() if series.skips_public_holidays else {}
    breaks = list(SchoolBreak.objects.values_list("first_day", "last_day")) if series.skips_school_holidays else []
    return lambda day: day in public or any(first <= day <= last for first, last in breaks)
