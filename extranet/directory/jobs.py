"""The directory's periodic job."""

import datetime

from extranet.directory import reviews
from portal.jobs.registry import periodic


@periodic("directory.reviews", label="Annoncer et rappeler les revues trimestrielles", at=datetime.time(7, 0))
def tell_referents() -> None:
    reviews.tell_referents()
