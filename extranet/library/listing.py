"""What the library's lists hold, in a number of queries that does not grow."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Max, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from portal.accounts.models import User
from portal.documents import search
from portal.documents.models import Document, Folder, Reading, Subscription, Version
from portal.documents.models.readings import KEPT_FOR
from portal.documents.perms import may_keep
from portal.documents.services import holds_unscanned
from portal.organisations.models import Audience
from portal.tenancy.models import Membership

NEW_FOR = datetime.timedelta(days=14)


def readable(user: User, membership: Membership) -> QuerySet[Document]:
    """Return the published documents of the library that this person may open; who keeps it sees them all."""
    documents = Document.objects.exclude(folder=None).with_current()
    if may_keep(user):
        return documents.filter(state=Document.State.PUBLISHED)
    return documents.visible_to(membership)


def of_audiences(documents: QuerySet[Document], audiences: QuerySet[Audience]) -> QuerySet[Document]:
    """Keep the documents that have one of these audiences, and those of a folder that has."""
    return documents.filter(Q(audience__in=audiences) | Q(folder__audience__in=audiences))


def folders(user: User, membership: Membership, among: QuerySet[Folder] | None = None) -> list[Folder]:
    """Return the folders that this member may open, each with ``count``, ``last_at`` and ``is_followed``.

    ``among``: those that are looked at; None: all.
    """
    documents = readable(user, membership).order_by().values("pk")
    mine = Q(documents__in=documents)
    found = Folder.objects.all() if among is None else among
    if not may_keep(user):
        found = found.visible_to(membership)
    found = list(
        found.annotate(
            count=Count("documents", filter=mine, distinct=True),
            last_at=Max("documents__versions__created_at", filter=mine & Q(documents__versions__is_current=True)),
        ).order_by("position", "name")
    )
    followed = set(Subscription.objects.filter(membership=membership).values_list("folder", flat=True))
    for folder in found:
        folder.is_followed = folder.pk in followed
    return found


def found(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Return those that hold the words; none without words."""
    return search.found(documents, words) if words else documents.none()


def dressed(documents: Iterable[Document], membership: Membership, words: str = "") -> list[Document]:
    """Give each document what a list says of it: ``current``, ``is_new``, ``is_unread``, ``extract``."""
    documents = list(documents)
    currents = Prefetch("versions", Version.objects.filter(is_current=True), to_attr="currents")
    prefetch_related_objects([each for each in documents if not hasattr(each, "currents")], currents)
    opened = set(
        Reading.objects.filter(membership=membership, document__in=[each.pk for each in documents])
        .values_list("version", flat=True)
    )  # fmt: skip
    now = timezone.now()
    for document in documents:
        at = document.current.created_at if document.current else None
        document.is_new = bool(at) and at > now - NEW_FOR
        # What was opened longer ago than readings are kept is not called unread again.
        document.is_unread = bool(at) and at > now - KEPT_FOR and document.current.pk not in opened
    if words:
        search.put_extracts(documents, words)
    return documents


def versions(document: Document, *, keeps: bool) -> list[Version]:
    """Return the versions of a document, the newest first, each with ``is_open`` to who asks."""
    servable = set(document.versions.servable(holds_unscanned=holds_unscanned()).values_list("pk", flat=True))
    found = list(document.versions.select_related("author").order_by("-number"))
    for version in found:
        version.is_open = version.pk in servable
    return found if keeps else [version for version in found if version.is_open]
