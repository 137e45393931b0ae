"""What the library asks of a member: what waits to be read, and what is new."""

import datetime
from collections import defaultdict

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from extranet.library.subjects import NEW_DOCUMENTS
from portal.design.typography import french
from portal.documents.models import Document, Subscription
from portal.documents.models.readings import KEPT_FOR
from portal.notifications.attention import Item, news, waits
from portal.tenancy.models import Membership

MOST = 50


def _readable(membership: Membership):
    return Document.objects.visible_to(membership).exclude(folder=None).with_current()


@waits("library")
def unread(membership: Membership) -> list[Item]:
    """Return each unread document marked « à lire », then a line for each followed folder that holds others."""
    followed = dict(Subscription.objects.filter(membership=membership).values_list("folder", "since"))
    lately = timezone.now() - KEPT_FOR
    wanted = Q(is_to_read=True) | Q(folder__in=followed)
    documents = _readable(membership).unread_by(membership).filter(
        wanted, versions__is_current=True, versions__created_at__gt=lately
    )  # fmt: skip
    items, others = [], defaultdict(list)
    for document in documents[: MOST * 4]:
        if document.is_to_read:
            items.append(_item(document, f"À lire : {document.title}"))
        elif document.current.created_at >= followed[document.folder_id]:
            others[document.folder].append(document)
    return items + [_folder_item(folder, unread) for folder, unread in others.items()]


@news("library")
def published(membership: Membership, since: datetime.datetime) -> list[Item]:
    """Return the documents, and the new versions, that came in since then and that this member may read."""
    documents = _readable(membership).filter(versions__is_current=True, versions__created_at__gt=since)
    return [_item(document, document.title) for document in documents[:MOST]]


def _item(document: Document, title: str) -> Item:
    current = document.current
    detail = document.folder.name if current.number == 1 else f"{document.folder.name}, version {current.number}"
    return Item(
        title=french(title), url=reverse("library_document", args=[document.pk]), at=current.created_at,
        detail=detail, subject=NEW_DOCUMENTS.code,
    )  # fmt: skip


def _folder_item(folder, documents: list[Document]) -> Item:
    count = len(documents)
    what = "un document non lu" if count == 1 else f"{count} documents non lus"
    return Item(
        title=french(f"{folder.name} : {what}"), url=reverse("library_folder", args=[folder.slug]),
        at=min(document.current.created_at for document in documents), detail="dossier suivi",
        subject=NEW_DOCUMENTS.code,
    )  # fmt: skip
