"""Where archives stand while somebody needs them: a private storage, and a row that names each file before it is
written. A job erases what has had its time."""

import contextlib
import datetime
import logging
import uuid

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from portal.console.models import Export, Import
from portal.design.typography import french

logger = logging.getLogger(__name__)
ROWS_KEPT_FOR = datetime.timedelta(days=365)
"""How long the portal tells who exported what, and who brought what in."""
LONGEST_ERROR = 2000  # characters
GIVEN_UP = french("Rien ne s’est passé pendant des heures : le traitement a été interrompu. Demandez-le à nouveau.")
NEVER_CONFIRMED = french("Personne n’a confirmé l’import en 24 heures : l’archive est effacée.")


def shelf() -> Storage:
    """Return the storage of archives: private, and without addresses."""
    return storages["archives"]


def new_path(folder: str) -> str:
    """Return a path that nobody guesses and nothing has."""
    return f"{folder}/{uuid.uuid4()}.zip"


def said(error: Exception) -> str:
    """Return an unforeseen error as an operator reads it."""
    text = f"{type(error).__name__} : {error}" if str(error) else type(error).__name__
    return french(text.replace("\0", "")[:LONGEST_ERROR])


def tidy() -> None:
    """Erase the files whose time is over, give up what is stuck, forget old rows. Runs as the platform.

    A file that its storage refuses to erase is tried again at the next run; raises once all were tried.
    """
    now = timezone.now()
    Export.objects.stuck(now).update(finished_at=now, error=GIVEN_UP)
    Import.objects.stuck(now).update(state=Import.State.REFUSED, state_since=now, reason=GIVEN_UP)
    unconfirmed = Import.objects.expired(now).filter(state=Import.State.READY)
    unconfirmed.update(state=Import.State.REFUSED, state_since=now, reason=NEVER_CONFIRMED)
    errors = erase_all(Export.objects.expired(now)) + erase_all(Import.objects.expired(now))
    Export.objects.exclude(erased_at=None).filter(asked_at__lt=now - ROWS_KEPT_FOR).delete()
    Import.objects.exclude(erased_at=None).filter(sent_at__lt=now - ROWS_KEPT_FOR).delete()
    if errors:
        raise ExceptionGroup("Archives are left, and will be tried again", errors)


def erase_all(rows) -> list[Exception]:
    """Erase the files of these exports or imports; return what the storage raised.

    Each row is locked and read again: one that somebody put back to work meanwhile keeps its file.
    """
    errors = []
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = rows.select_for_update().filter(pk=pk).first()
            if row and (error := erase(row)):
                errors.append(error)
    return errors


def erase(row: Export | Import) -> Exception | None:
    """Erase the file of an export or an import, and date it; return what the storage raised, if anything."""
    try:
        with contextlib.suppress(FileNotFoundError):
            shelf().delete(row.path)
    except Exception as error:  # each storage has its own
        logger.exception("The archive %s was not erased.", row.path)
        return error
    type(row).objects.filter(pk=row.pk, erased_at=None).update(erased_at=timezone.now())
    return None
