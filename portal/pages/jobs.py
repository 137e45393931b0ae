"""The pages' periodic job."""

import datetime

from portal.jobs.registry import periodic
from portal.pages import rereading


@periodic("pages.reviews", label="Rappeler chaque semaine ce qui est à relire", at=datetime.time(6, 45))
def tell_staff() -> None:
    rereading.tell_staff()
