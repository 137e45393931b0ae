"""The pages' periodic jobs."""

import datetime

from portal.jobs.registry import periodic
from portal.pages import document_words


@periodic("pages.unread-documents", label="Lire les mots des documents publics ajoutés", at=datetime.time(2, 20))
def read_the_unread() -> None:
    document_words.read_the_unread()
