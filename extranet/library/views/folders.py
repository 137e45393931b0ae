"""Making, changing and erasing folders."""

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from extranet.library.forms import REACHES, FolderForm
from extranet.library.views.finding import folder_for, keeps
from portal.documents import services
from portal.documents.models import Folder
from portal.organisations.audience_form import AudienceForm
from portal.organisations.models import Audience, Circle

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@keeps()
def create(request):
    """A new folder, for the circle from whose page one comes, if any."""
    circles = Circle.objects.filter(slug=request.GET.get("cercle", "").replace("\0", ""))
    initial = {"reach": Audience.Reach.CHOSEN, "circles": circles} if circles else {}
    return _form(request, Folder(), Audience(), "library/folder_create.html", initial)


@form_methods
@keeps(folder_for)
def edit(request, folder: Folder):
    return _form(request, folder, folder.audience, "library/folder_edit.html")


def _form(request, folder: Folder, audience: Audience, template: str, initial: dict | None = None):
    form = FolderForm(request.POST or None, instance=folder)
    audience_form = AudienceForm(
        request.POST or None, instance=audience, reaches=REACHES, initial=initial, suggest_url=reverse("library_people")
    )
    if request.method == "POST" and all([form.is_valid(), audience_form.is_valid()]):
        with transaction.atomic():
            form.instance.audience = audience_form.save()
            folder = form.save()
        messages.success(request, f"Dossier «\N{NO-BREAK SPACE}{folder}\N{NO-BREAK SPACE}» enregistré.")
        return redirect("library_folder", slug=folder.slug)
    return render(request, template, {"folder": folder, "form": form, "audience_form": audience_form})


@form_methods
@keeps(folder_for)
def delete(request, folder: Folder):
    """Erase a folder once it is empty: archived documents count."""
    count = folder.documents.count()
    if request.method == "POST" and not count:
        try:
            services.delete_folder(folder)
        except ProtectedError:  # something came in meanwhile
            return redirect("library_folder_delete", slug=folder.slug)
        messages.success(request, f"Dossier «\N{NO-BREAK SPACE}{folder}\N{NO-BREAK SPACE}» supprimé.")
        return redirect("library")
    return render(request, "library/folder_delete.html", {"folder": folder, "count": count})
