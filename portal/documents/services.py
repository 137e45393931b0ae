"""What happens to documents: files put in, judged, read, moved, taken away. The only place that changes them."""

import datetime
import hashlib
import logging
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.dispatch import Signal
from django.tasks import task
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from portal.accounts.models import User
from portal.documents import antivirus
from portal.documents.kinds import Kind, RefusedFileError, recognise
from portal.documents.models import Content, Document, FilePolicy, Folder, Reading, Subscription, Version
from portal.documents.search import vector
from portal.documents.storage import private_storage
from portal.documents.text import text_of
from portal.organisations.models import Audience
from portal.tenancy.models import Membership

logger = logging.getLogger(__name__)
CHUNK = 1024 * 1024  # bytes
READ_AGAIN_FOR = datetime.timedelta(days=7)

version_infected = Signal()
"""Sent inside the transaction that keeps an infected ``version`` from everyone: whoever shows it tells its author."""


@transaction.atomic
def publish(
    file: File, *, by: User | None, audience: Audience, folder: Folder | None = None,
    title: str = "", description: str = "", is_to_read: bool = False, comment: str = "",
) -> Document:  # fmt: skip
    """Make a document of a file, for a copy of ``audience``; without a title, the file's name serves.

    Raises RefusedFileError, and then nothing was made.
    """
    document = Document.objects.create(
        title=(title or title_from(file.name))[:160], description=description, folder=folder, audience=audience.copy(),
        is_to_read=is_to_read, published_by=by,
    )  # fmt: skip
    add_version(document, file, by=by, comment=comment)
    return document


def title_from(name: str) -> str:
    """Return the title that a file's name suggests."""
    words = " ".join(PurePath(name).stem.replace("_", " ").split())
    return words[:1].upper() + words[1:] or "Document sans titre"


@transaction.atomic
def add_version(document: Document, file: File, *, by: User | None, comment: str = "") -> Version:
    """Put another file in a document; it becomes the current one as soon as it may be served.

    The same file as the newest is not put in twice: that version is returned. Raises RefusedFileError.
    """
    size = file.size
    if not size:
        raise RefusedFileError("Ce fichier est vide.")
    if size > settings.DOCUMENT_MAX_SIZE:
        raise RefusedFileError(
            f"Ce fichier pèse {filesizeformat(size)} ; la limite est de {filesizeformat(settings.DOCUMENT_MAX_SIZE)}."
        )
    kind = recognise(file, file.name or "")
    sha256 = digest(file)
    Document.objects.select_for_update().get(pk=document.pk)
    newest = document.versions.order_by("-number").first()
    if newest and newest.sha256 == sha256:
        return newest
    version = Version(
        document=document, number=newest.number + 1 if newest else 1, name=_name(file.name or "", kind), kind=kind,
        size=size, sha256=sha256, author=by, comment=comment,
    )  # fmt: skip
    version.adopt_tenant()  # its path names the tenant
    file.seek(0)
    version.file.save("", file, save=False)
    version.save()
    Content.objects.create(version=version)
    settle(Document.objects.filter(pk=document.pk))
    index(Document.objects.filter(pk=document.pk))
    examine.enqueue(version.pk)
    return version


def digest(file: BinaryIO) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    file.seek(0)
    sha256 = hashlib.sha256()
    while chunk := file.read(CHUNK):
        sha256.update(chunk)
    return sha256.hexdigest()


def _name(name: str, kind: Kind) -> str:
    """Return the name that the file is given back with: its own, with the extension of what it really is."""
    stem = "".join(sign for sign in PurePath(name.replace("\\", "/")).stem if sign.isprintable()).strip(". ")
    return f"{stem[:190] or 'document'}.{kind}"


@task
def examine(version_id: int) -> None:
    """Have a version judged by the antivirus, then read its words. Safe to run again."""
    version = Version.objects.select_related("document").filter(pk=version_id).first()
    if version is None:
        return
    if antivirus.is_configured() and version.scan in {Version.Scan.WAITING, Version.Scan.FAILED}:
        _judge(version)
    if not version.is_infected:
        _read_words(version)


def _judge(version: Version) -> None:
    try:
        with version.file.open() as file:
            verdict = antivirus.scan(file)
    except (antivirus.ScanError, OSError):
        logger.exception("Version %s was not scanned.", version.pk)
        keep_verdict(version, Version.Scan.FAILED)
    else:
        keep_verdict(version, Version.Scan.CLEAN if verdict.is_clean else Version.Scan.INFECTED)


@transaction.atomic
def keep_verdict(version: Version, scan: Version.Scan) -> None:
    """Write what the antivirus said: an infected version is served no more, a clean one may be."""
    version.scan, version.scanned_at = scan, timezone.now()
    if version.is_infected:
        version.is_current = False
    version.save(update_fields=["scan", "scanned_at", "is_current"])
    settle(Document.objects.filter(pk=version.document_id))
    index(Document.objects.filter(pk=version.document_id))
    if version.is_infected:
        version_infected.send(Version, version=version)


def read_again() -> None:
    """Have the words of the last days read that were not: the storage may not have answered then. Some at a time."""
    recent = Version.objects.filter(created_at__gte=timezone.now() - READ_AGAIN_FOR, content__text="")
    for pk in recent.exclude(scan=Version.Scan.INFECTED).order_by("-pk").values_list("pk", flat=True)[:200]:
        examine.enqueue(pk)


def _read_words(version: Version) -> None:
    """Keep the words of a version. One whose words do not read is found by its title."""
    try:
        with version.file.open() as file:
            text = text_of(file, Kind(version.kind))
    except Exception:  # each format breaks in its own ways
        logger.exception("The words of version %s were not read.", version.pk)
        text = ""
    Content.objects.filter(version=version).update(text=text)
    index(Document.objects.filter(pk=version.document_id))


def settle(documents: QuerySet[Document]) -> None:
    """Make current the newest version of each of these documents that may be served. Two queries."""
    servable = Version.objects.servable(holds_unscanned=holds_unscanned())
    newest = Subquery(servable.filter(document=OuterRef("document")).order_by("-number").values("pk")[:1])
    versions = Version.objects.filter(document__in=documents).annotate(newest=newest)
    versions.filter(Q(newest=None) | ~Q(newest=F("pk")), is_current=True).update(is_current=False)
    versions.filter(newest=F("pk"), is_current=False).update(is_current=True)


def index(documents: QuerySet[Document]) -> None:
    """Write what the search reads of these documents: title first, description, then words."""
    contents = Content.objects.filter(version__document__in=documents, version__is_current=True)
    for content in contents.select_related("version__document").defer("text", "vector"):
        document = content.version.document
        Content.objects.filter(pk=content.pk).update(vector=vector(document.title, document.description))


def holds_unscanned() -> bool:
    """Say whether the tenant that asks holds back what the antivirus has not judged."""
    return FilePolicy.objects.filter(holds_unscanned=True).exists()


@transaction.atomic
def hold_unscanned(is_held: bool) -> None:
    """Hold back (or not) what the antivirus has not judged, what is there already too, and have that judged."""
    policy, _ = FilePolicy.objects.get_or_create()
    if policy.holds_unscanned != is_held:
        policy.holds_unscanned = is_held
        policy.save()
        settle(Document.objects.all())
        if is_held:
            scan_waiting()


def scan_waiting() -> None:
    """Ask again about what the antivirus has not judged, the newest first, some at a time."""
    if antivirus.is_configured():
        waiting = Version.objects.filter(scan__in=[Version.Scan.WAITING, Version.Scan.FAILED])
        for pk in waiting.order_by("-pk").values_list("pk", flat=True)[:200]:
            examine.enqueue(pk)


@transaction.atomic
def change(document: Document) -> None:
    """Save what was changed of a document: title, description, folder, « à lire »."""
    document.save()
    index(Document.objects.filter(pk=document.pk))


@transaction.atomic
def set_archived(document: Document, is_archived: bool) -> None:
    """Take a document out of the lists and the search, or put it back. Nothing is lost."""
    document.state = Document.State.ARCHIVED if is_archived else Document.State.PUBLISHED
    document.save(update_fields=["state"])


@transaction.atomic
def delete(document: Document) -> None:
    """Erase a document, its versions, their files and who read it."""
    storage, paths = private_storage(), [version.file.name for version in document.versions.all()]
    audience = document.audience
    document.delete()
    audience.delete()
    transaction.on_commit(lambda: [storage.delete(path) for path in paths])


@transaction.atomic
def delete_folder(folder: Folder) -> None:
    """Erase an empty folder. Raises ProtectedError when it holds documents, archived ones too."""
    audience = folder.audience
    folder.delete()
    audience.delete()


def follow(membership: Membership, folder: Folder) -> None:
    """Tell this member of what is put in the folder from now on. Followed twice, once."""
    Subscription.objects.get_or_create(membership=membership, folder=folder)


def unfollow(membership: Membership, folder: Folder) -> None:
    Subscription.objects.filter(membership=membership, folder=folder).delete()


def record_reading(membership: Membership, version: Version) -> None:
    """Write that a member opened a version; an older one than they know leaves the newer written."""
    now = timezone.now()
    reading, created = Reading.objects.get_or_create(
        membership=membership, document=version.document,
        defaults={"version": version, "first_at": now, "last_at": now},
    )  # fmt: skip
    if not created:
        newest = Version.objects.filter(pk__in=[version.pk, reading.version_id]).order_by("-number").values("pk")[:1]
        Reading.objects.filter(pk=reading.pk).update(last_at=now, version=Subquery(newest))


def purge_readings() -> None:
    """Erase what was written of readings longer ago than the members are told."""
    Reading.objects.expired(timezone.now()).delete()
