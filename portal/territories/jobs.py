"""The territories' periodic jobs."""

import datetime

from portal.jobs.registry import periodic
from portal.territories import renewal


@periodic(
    "territories.renewals",
    label="Écarter les référentiels que personne n’a appliqués, effacer ceux d’avant",
    at=datetime.time(4, 50),
    for_each_tenant=False,
)
def tidy_renewals() -> None:
    renewal.tidy()
