"""Putting files in: several documents at once, or another version of one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from extranet.library.forms import REACHES, UploadForm, VersionForm
from extranet.library.views.finding import document_for, folder_for, keeps
from extranet.library.views.folders import form_methods
from portal.documents import services
from portal.documents.kinds import RefusedFileError
from portal.documents.models import Document, Folder
from portal.organisations.audience_form import AudienceForm
from portal.organisations.models import Audience


@dataclass(frozen=True)
class Fate:
    """What became of a file: the document it made, or why it was refused."""

    name: str
    document: Document | None = None
    reason: str = ""


@form_methods
@keeps(folder_for)
def upload(request, folder: Folder):
    """Take several files, each judged alone: one that is refused keeps none of the others out."""
    form = UploadForm(request.POST or None, request.FILES or None)
    audience_form = AudienceForm(
        request.POST or None,
        reaches=REACHES,
        initial=AudienceForm.initial_of(folder.audience),
        suggest_url=reverse("library_people"),
    )
    if request.method == "POST" and form.is_valid_with(audience_form):
        with chosen(audience_form) as audience:
            fates = [_put_in(request, folder, file, form, audience) for file in form.cleaned_data["files"]]
        accepted = [fate for fate in fates if fate.document]
        if len(accepted) == len(fates):
            messages.success(request, _how_many(len(accepted)))
            return redirect("library_folder", slug=folder.slug)
        return render(request, "library/uploaded.html", {"folder": folder, "fates": fates, "accepted": len(accepted)})
    context = {"folder": folder, "form": form, "audience_form": audience_form}
    return render(request, "library/upload.html", context)


@contextmanager
def chosen(form: AudienceForm) -> Iterator[Audience]:
    """What the form says, as an audience that each document copies; it goes afterwards, being nobody's."""
    audience = form.save()
    try:
        yield audience
    finally:
        audience.delete()


def _put_in(request, folder: Folder, file, form: UploadForm, audience: Audience) -> Fate:
    try:
        document = services.publish(
            file, by=request.user, audience=audience, folder=folder, is_to_read=form.cleaned_data["is_to_read"]
        )
    except RefusedFileError as error:
        return Fate(file.name, reason=str(error))
    return Fate(file.name, document)


def _how_many(count: int) -> str:
    return "Document déposé." if count == 1 else f"{count} documents déposés."


@form_methods
@keeps(document_for)
def add_version(request, document: Document):
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        before = document.versions.count()
        try:
            version = services.add_version(
                document, form.cleaned_data["file"], by=request.user, comment=form.cleaned_data["comment"]
            )
        except RefusedFileError as error:
            form.add_error("file", str(error))
        else:
            is_same = version.number == before
            said = "Ce fichier est déjà le dernier déposé." if is_same else f"Version {version.number} déposée."
            messages.success(request, said)
            return redirect("library_document", pk=document.pk)
    return render(request, "library/add_version.html", {"document": document, "form": form})
