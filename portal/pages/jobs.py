"""The pages' periodic jobs."""

import datetime

from portal.jobs.registry import periodic
from portal.pages import document_words, rereading


@periodic("pages.unread-documents", label="Lire les mots des documents publics ajoutés", at=datetime.time(2, 20))
def read_the_unread() -> None:
    document_words.read_the_unread()


@periodic("pages.reviews", label="Rappeler chaque semaine ce qui est à relire", at=datetime.time(6, 45))
def tell_staff() -> None:
    rereading.tell_staff()
