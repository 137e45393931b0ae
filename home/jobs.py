"""The contact form's periodic jobs."""

import datetime

from home.contact import services
from portal.jobs.registry import periodic


@periodic("home.expired-messages", label="Effacer les messages reçus dont le délai est passé", at=datetime.time(3, 10))
def purge_expired_messages() -> None:
    services.purge_expired_messages()


@periodic("home.waiting-messages", label="Transmettre les messages en attente", every=datetime.timedelta(hours=1))
def deliver_waiting_messages() -> None:
    services.deliver_waiting_messages()
