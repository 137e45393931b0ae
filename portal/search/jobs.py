"""The search's periodic jobs."""

import datetime

from portal.jobs.registry import periodic
from portal.search import indexing, services


@periodic("search.read", label="Relire tout ce que la recherche trouve", at=datetime.time(2, 40))
def read_all() -> None:
    indexing.read_all()


@periodic(
    "search.unanswered", label="Oublier les recherches sans réponse de plus de douze mois", at=datetime.time(3, 50)
)
def purge_unanswered() -> None:
    services.purge_unanswered()
