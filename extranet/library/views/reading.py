"""What members see: folders, documents, files, the search."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from extranet.library import listing
from extranet.library.views.finding import document_for, folder_for
from portal.documents import services
from portal.documents.models import Document, Folder, Subscription
from portal.documents.perms import may_keep
from portal.documents.serving import serve
from portal.organisations.words import Part, parts_of, parts_told_to

AT_ONCE = 30


@require_safe
def library(request):
    """The folders that this member may open, and what came in lately."""
    context = {
        "folders": listing.folders(request.user, request.membership),
        "recent": listing.dressed(listing.readable(request.user, request.membership)[:5], request.membership),
        "keeps": may_keep(request.user),
    }
    return render(request, "library/library.html", context)


@require_safe
def folder(request, slug: str):
    folder = folder_for(request, slug)
    documents = listing.readable(request.user, request.membership).filter(folder=folder)
    page = Paginator(documents, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "folder": folder,
        "page": page,
        "documents": listing.dressed(page.object_list, request.membership),
        "follows": Subscription.objects.filter(membership=request.membership, folder=folder).exists(),
        "keeps": may_keep(request.user),
        "for_whom": _for_whom(request, folder),
    }
    return render(request, "library/folder.html", context)


def _for_whom(request, thing: Folder | Document) -> list[Part]:
    """Who keeps the library reads all names: they chose them."""
    return parts_of(thing.audience) if may_keep(request.user) else parts_told_to(request.membership, thing.audience)


@require_POST
def follow(request, slug: str):
    """Follow a folder, or stop: ``suivre`` says which."""
    folder = folder_for(request, slug)
    if request.POST.get("suivre") == "non":
        services.unfollow(request.membership, folder)
        messages.success(request, f"Vous ne suivez plus le dossier «\N{NO-BREAK SPACE}{folder}\N{NO-BREAK SPACE}».")
    else:
        services.follow(request.membership, folder)
        messages.success(request, f"Vous suivez le dossier «\N{NO-BREAK SPACE}{folder}\N{NO-BREAK SPACE}».")
    return redirect("library_folder", slug=folder.slug)


@require_safe
def search(request):
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    documents = listing.readable(request.user, request.membership)
    page = Paginator(listing.found(documents, words), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "words": words,
        "page": page,
        "documents": listing.dressed(page.object_list, request.membership, words),
    }
    return render(request, "library/search.html", context)


@require_safe
def document(request, pk: int):
    document = document_for(request, pk)
    (document,) = listing.dressed([document], request.membership)
    keeps = may_keep(request.user)
    context = {
        "document": document,
        "versions": listing.versions(document, keeps=keeps),
        "keeps": keeps,
        "for_whom": _for_whom(request, document),
        "holds": keeps and services.holds_unscanned(),
    }
    return render(request, "library/document.html", context)


@require_safe
def current_file(request, pk: int):
    """The current file, at an address that stays."""
    document = document_for(request, pk)
    if document.current is None:
        raise Http404
    return serve(request, document.current)


@require_safe
def version_file(request, pk: int, number: int):
    document: Document = document_for(request, pk)
    version = get_object_or_404(document.versions, number=min(number, 2**31 - 1))
    return serve(request, version)
