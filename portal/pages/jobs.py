"""The pages' periodic jobs."""

import datetime

from django.core.management import call_command

from portal.jobs.registry import periodic
from portal.pages import document_words, rereading

OFTEN = datetime.timedelta(minutes=5)


@periodic("pages.scheduled", label="Publier et retirer les pages à la date prévue", every=OFTEN)
def publish_scheduled() -> None:
    """Let out the pages whose time has come, take back those whose time is over. Asked twice, done once."""
    call_command("publish_scheduled", verbosity=0)


@periodic("pages.unread-documents", label="Lire les mots des documents publics ajoutés", at=datetime.time(2, 20))
def read_the_unread() -> None:
    document_words.read_the_unread()


@periodic("pages.reviews", label="Rappeler chaque semaine ce qui est à relire", at=datetime.time(6, 45))
def tell_staff() -> None:
    rereading.tell_staff()
