"""What ends by itself, each night and for each tenant, whether its module is on or off."""

import datetime

from extranet.solicitations import retention
from portal.jobs.registry import periodic


@periodic(
    "solicitations.retention", label="Annoncer et effacer les textes des sollicitations à leur terme",
    at=datetime.time(3, 20),
)  # fmt: skip
def erase() -> None:
    retention.run()
