"""The words of public documents: read by a task once a file is in, found where its collection is public."""

import logging

from django.core.files.base import File
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.tasks import task
from wagtail.models import Collection, CollectionViewRestriction

from portal.database import context
from portal.documents.kinds import recognise
from portal.documents.text import text_of
from portal.pages.models import DocumentText, PortalDocument
from portal.search.registry import Source, Told, declare, follow
from portal.tenancy.models import Membership

logger = logging.getLogger(__name__)
DOCUMENTS = "documents"


def public_documents(membership: Membership | None = None) -> QuerySet[PortalDocument]:
    """Return the documents whose collection nothing restricts, nor one above it; for members no others.

    Wagtail's own view asks for the password of a collection, or who is signed in: a list cannot, and says nothing.
    """
    kept = CollectionViewRestriction.objects.filter(collection__path=Left(OuterRef("path"), Length("collection__path")))
    return PortalDocument.objects.filter(collection__in=Collection.objects.filter(~Exists(kept)))


def _told(document: PortalDocument) -> Told:
    words = getattr(document, "words", None)
    return Told(title=document.title, text=words.text if words else "", url=document.url)


declare(
    Source(
        name=DOCUMENTS, label="Document", plural="Documents", order=70,
        rows=lambda: PortalDocument.objects.select_related("words"),
        visible=public_documents,
        told=_told,
    )
)  # fmt: skip
follow(DOCUMENTS, PortalDocument)
follow(DOCUMENTS, DocumentText, lambda words: [words.document_id])


@receiver(post_save, sender=PortalDocument)
def have_it_read(sender, instance, raw=False, **kwargs):
    """Ask for the words of a file that was not read; the tenant's context is the task's."""
    if not raw and context.current_tenant_id() and not _is_read(instance):
        read_words.enqueue(instance.pk)


def _is_read(document: PortalDocument) -> bool:
    return DocumentText.objects.filter(document=document, of_file=document.file.name[-120:]).exists()


@task
def read_words(document_id: int) -> None:
    """Keep the words of a document. One whose words do not read is found by its title. Safe to run again."""
    document = PortalDocument.objects.filter(pk=document_id).first()
    if document:
        DocumentText.objects.update_or_create(
            document=document, defaults={"of_file": document.file.name[-120:], "text": _words_of(document)}
        )


def _words_of(document: PortalDocument) -> str:
    try:
        with document.file.open() as file:
            return text_of(file, recognise(File(file), document.filename))
    except Exception:  # each format breaks in its own ways, and the file may be none of ours
        logger.info("The words of the public document %s were not read.", document.pk, exc_info=True)
        return ""


def read_the_unread() -> None:
    """Ask for the words of each document that has none: it came before the search, or with an archive."""
    for pk in PortalDocument.objects.filter(words=None).order_by("pk").values_list("pk", flat=True):
        read_words.enqueue(pk)
