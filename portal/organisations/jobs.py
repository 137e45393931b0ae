"""The directory's periodic jobs."""

import datetime

from portal.jobs.registry import periodic
from portal.organisations import services


@periodic("organisations.answered-requests", label="Effacer les demandes de cercle répondues", at=datetime.time(3, 25))
def forget_answered_requests() -> None:
    services.forget_answered_requests()
