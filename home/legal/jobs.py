"""Complaints do not stay for ever."""

import datetime

from home.legal import services
from portal.jobs.registry import periodic


@periodic(
    "legal.expired-complaints", label="Effacer les signalements d’accessibilité dont le délai est passé",
    at=datetime.time(3, 20),
)  # fmt: skip
def purge_expired_complaints() -> None:
    services.purge_expired_complaints()
