"""Changing a document: what is said of it, for whom it is, whether it is still there."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from extranet.library.forms import REACHES, DocumentForm
from extranet.library.views.finding import document_for, keeps
from extranet.library.views.folders import form_methods
from portal.documents import services
from portal.documents.models import Document
from portal.organisations.audience_form import AudienceForm


@form_methods
@keeps(document_for)
def edit(request, document: Document):
    """Change the title, the description, the folder, the audience."""
    form = DocumentForm(request.POST or None, instance=document)
    audience_form = AudienceForm(
        request.POST or None, instance=document.audience, reaches=REACHES, suggest_url=reverse("library_people")
    )
    if request.method == "POST" and all([form.is_valid(), audience_form.is_valid()]):
        with transaction.atomic():
            audience_form.save()
            services.change(form.save(commit=False))
        messages.success(request, "Document enregistré.")
        return redirect("library_document", pk=document.pk)
    context = {"document": document, "form": form, "audience_form": audience_form}
    return render(request, "library/document_edit.html", context)


@require_POST
@keeps(document_for)
def archive(request, document: Document):
    """Archive a document, or put it back: ``archiver`` says which."""
    is_archived = request.POST.get("archiver") != "non"
    services.set_archived(document, is_archived)
    messages.success(request, "Document archivé." if is_archived else "Document remis dans son dossier.")
    return redirect("library_document", pk=document.pk)


@form_methods
@keeps(document_for)
def delete(request, document: Document):
    if request.method == "POST":
        folder = document.folder
        services.delete(document)
        messages.success(request, f"Document «\N{NO-BREAK SPACE}{document}\N{NO-BREAK SPACE}» supprimé.")
        return redirect("library_folder", slug=folder.slug)
    return render(request, "library/document_delete.html", {"document": document})
