"""Who may do what with documents. Each function's docstring is the policy."""

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.documents.models import Document, Version
from portal.documents.permissions import KEEP
from portal.documents.services import holds_unscanned
from portal.tenancy.models import Membership


def may_keep(user: User) -> bool:
    """Administration, coordination and communication keep the library: folders, documents, who opened them."""
    return user.has_perm(KEEP)


def may_read(user: User, membership: Membership | None, document: Document) -> bool:
    """Those for whom a document is meant read it while it is published. Who keeps the library reads all that is in
    it, archived documents too; what is in no folder is not the library's."""
    if document.folder_id and may_keep(user):
        return True
    return Document.objects.visible_to(membership).filter(pk=document.pk).exists()


def may_open(user: User, membership: Membership | None, version: Version) -> bool:
    """Who reads a document opens each of its versions that may be served: never an infected one, and none that was
    not scanned where the tenant holds those back. Nobody is above that."""
    servable = Version.objects.servable(holds_unscanned=holds_unscanned()).filter(pk=version.pk)
    return servable.exists() and may_read(user, membership, version.document)


def openable(user: User, membership: Membership | None, versions: QuerySet[Version]) -> QuerySet[Version]:
    """Keep the versions that somebody may open: ``may_open``, of many at once. Two queries more."""
    documents = Document.objects.visible_to(membership)
    is_read = Q(document__in=documents)
    if may_keep(user):
        is_read |= Q(document__folder__isnull=False)
    return versions.servable(holds_unscanned=holds_unscanned()).filter(is_read)


def may_set_policy(user: User) -> bool:
    """The administration alone decides whether files that were not scanned are held back."""
    return user.has_perm("documents.change_filepolicy")
