"""The periodic jobs of access requests."""

import datetime

from extranet.access import keeping
from portal.jobs.registry import periodic


@periodic("access.escalation", label="Rappeler les demandes d’accès qui attendent", at=datetime.time(7, 30))
def escalate() -> None:
    keeping.escalate()


@periodic("access.unanswered", label="Clore les demandes d’accès restées sans précision", at=datetime.time(3, 0))
def close_unanswered() -> None:
    keeping.close_unanswered()


@periodic("access.expired", label="Effacer les demandes d’accès dont le délai est passé", at=datetime.time(3, 5))
def erase_expired() -> None:
    keeping.erase_expired()
