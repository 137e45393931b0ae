"""The periodic job of decisions."""

import datetime

from extranet.committees import decisions_reminders
from portal.jobs.registry import periodic


@periodic("committees.decisions", label="Rappeler les échéances des décisions", at=datetime.time(8, 0))
def remind() -> None:
    decisions_reminders.send()
