"""What the library asks of a member: what waits to be read, and what is new."""

import datetime
from collections import defaultdict
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from extranet.library.subjects import NEW_DOCUMENTS
from portal.design.typography import french
from portal.documents.models import Document, Subscription, Version
from portal.documents.models.readings import KEPT_FOR
from portal.notifications.attention import Found, Item, finds
from portal.tenancy.models import Membership

MOST = 50


@finds("library")
def documents_to_read(membership: Membership, since: datetime.datetime | None) -> Found:
    """Each unread document marked « à lire » waits, then a line for each followed folder that holds others; the
    documents, and the new versions, that came in since then are new.
    """
    items, others, new = [], defaultdict(list), []
    for version in _asking(membership, since)[: MOST * 5]:
        if version.is_waiting and version.document.is_to_read:
            items.append(_item(version, f"À lire : {version.document.title}"))
        elif version.is_waiting:
            others[version.document.folder].append(version)
        if since and version.created_at > since:
            new.append(_item(version, version.document.title))
    new.sort(key=attrgetter("at"), reverse=True)
    return Found(waiting=items + [_folder_item(folder, unread) for folder, unread in others.items()], news=new[:MOST])


def _asking(membership: Membership, since: datetime.datetime | None):
    """Return the current versions that this member may read: first those that wait to be read, then what came in since.

    ``is_waiting``: not opened, and « à lire » or put in a folder that the member follows, after they began to.
    """
    readable = Document.objects.visible_to(membership).exclude(folder=None)
    opened = membership.readings.filter(document=OuterRef("document"), version__is_current=True)
    followed = Subscription.objects.filter(
        membership=membership, folder=OuterRef("document__folder"), since__lte=OuterRef("created_at")
    )
    is_waiting = Q(Q(document__is_to_read=True) | Q(Exists(followed)), ~Exists(opened))
    is_waiting &= Q(created_at__gt=timezone.now() - KEPT_FOR)
    rows = Version.objects.filter(is_current=True, document__in=readable).annotate(is_waiting=is_waiting)
    wanted = Q(is_waiting=True) | Q(created_at__gt=since) if since else Q(is_waiting=True)
    rows = rows.filter(wanted).order_by("-is_waiting", "-document__published_at", "-document__pk")
    return rows.select_related("document__folder")


def _item(version: Version, title: str) -> Item:
    document = version.document
    detail = document.folder.name if version.number == 1 else f"{document.folder.name}, version {version.number}"
    return Item(
        title=french(title), url=reverse("library_document", args=[document.pk]), at=version.created_at,
        detail=detail, subject=NEW_DOCUMENTS.code,
    )  # fmt: skip


def _folder_item(folder, versions: list[Version]) -> Item:
    count = len(versions)
    what = "un document non lu" if count == 1 else f"{count} documents non lus"
    return Item(
        title=french(f"{folder.name} : {what}"), url=reverse("library_folder", args=[folder.slug]),
        at=min(version.created_at for version in versions), detail="dossier suivi",
        subject=NEW_DOCUMENTS.code,
    )  # fmt: skip
