"""The documents' periodic jobs."""

import datetime

from portal.documents import left_files, services
from portal.jobs.registry import periodic


@periodic("documents.readings", label="Effacer les lectures de plus de douze mois", at=datetime.time(3, 30))
def purge_readings() -> None:
    services.purge_readings()


@periodic("documents.scan", label="Analyser les fichiers en attente", every=datetime.timedelta(minutes=30))
def scan_waiting() -> None:
    services.scan_waiting()


@periodic("documents.words", label="Relire les fichiers dont aucun mot n’a été lu", at=datetime.time(3, 50))
def read_again() -> None:
    services.read_again()


@periodic("documents.left-files", label="Effacer les fichiers que plus rien ne nomme", at=datetime.time(4, 10))
def erase_left_files() -> None:
    left_files.erase()
