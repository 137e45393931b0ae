"""The periodic jobs of committees."""

import datetime

from extranet.committees import convocations, members
from portal.jobs.registry import periodic


@periodic("committees.circles", label="Mettre les cercles des comités à jour des mandats", at=datetime.time(0, 20))
def settle() -> None:
    members.settle_all()


@periodic("committees.convocations", label="Envoyer les convocations aux comités", every=datetime.timedelta(minutes=15))
def call() -> None:
    convocations.catch_up()
