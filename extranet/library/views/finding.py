"""What an address names, for who asks: 404 when they may not know of it, 403 when they may not change it."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.documents.models import Document, Folder
from portal.documents.perms import may_keep, may_read


def folder_for(request, slug: str) -> Folder:
    """Return the folder. Raises Http404 when this member may not know of it."""
    folders = Folder.objects.all() if may_keep(request.user) else Folder.objects.visible_to(request.membership)
    return get_object_or_404(folders.select_related("audience"), slug=slug)


def document_for(request, pk: int) -> Document:
    """Return the document of the library. Raises Http404 when this member may not know of it."""
    documents = Document.objects.exclude(folder=None).select_related("folder", "audience", "published_by")
    document = get_object_or_404(documents, pk=pk)
    if not may_read(request.user, request.membership, document):
        raise Http404
    return document


def keeps(find: Callable | None = None):
    """Open a view to who keeps the library: others get 403, or 404 for what they may not know of.

    ``find`` names what the address means, and gives it to the view in the address's argument's place.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, **arguments):
            meant = [find(request, **arguments)] if find else []
            if not may_keep(request.user):
                raise PermissionDenied
            return view(request, *meant)

        return guarded

    return decorate
