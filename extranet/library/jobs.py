"""The library's periodic job."""

import datetime

from extranet.library import services
from portal.jobs.registry import periodic


@periodic("library.announce", label="Annoncer les nouveaux documents", every=datetime.timedelta(minutes=5))
def announce() -> None:
    services.announce()
