"""The periodic job of minutes."""

import datetime

from extranet.committees import minutes
from portal.jobs.registry import periodic


@periodic(
    "committees.minutes-silence", label="Approuver les comptes rendus relus sans remarque", at=datetime.time(4, 10)
)
def approve_by_silence() -> None:
    minutes.approve_what_is_due()
