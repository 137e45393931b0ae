"""The periodic job of pages."""

import datetime

from django.core.management import call_command

from portal.jobs.registry import periodic

OFTEN = datetime.timedelta(minutes=5)


@periodic("pages.scheduled", label="Publier et retirer les pages à la date prévue", every=OFTEN)
def publish_scheduled() -> None:
    """Let out the pages whose time has come, take back those whose time is over. Asked twice, done once."""
    call_command("publish_scheduled", verbosity=0)
