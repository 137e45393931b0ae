"""The periodic job that reminds of the requests which wait for an answer."""

import datetime

from extranet.solicitations import reminders
from portal.jobs.registry import periodic


@periodic("solicitations.reminders", label="Rappeler les sollicitations qui attendent", at=datetime.time(7, 40))
def remind() -> None:
    reminders.send()
