"""What those who keep the library fill in."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify

from portal.design.typography import french
from portal.documents import antivirus
from portal.documents.kinds import ACCEPTED
from portal.documents.models import Document, FilePolicy, Folder
from portal.organisations.models import Audience

REACHES = (Audience.Reach.PROFESSIONALS, Audience.Reach.CHOSEN)
"""The library is the members': the public never reads it."""


def about_files() -> str:
    return french(f"{ACCEPTED} ; {filesizeformat(settings.DOCUMENT_MAX_SIZE)} au plus par fichier.")


class FolderForm(forms.ModelForm):
    class Meta:
        model = Folder
        fields = ["name", "description", "position"]
        error_messages = {"name": {"required": "Donnez un nom au dossier."}}

    def save(self, commit=True):
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance.name)
        return super().save(commit)


def free_slug(name: str) -> str:
    """Return an address for a folder of this name that no other has; it stays when the name changes."""
    wanted = slugify(name)[:70] or "dossier"
    taken = set(Folder.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, as a list. What they hold is judged one by one, elsewhere."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(each) for each in data or [None]]
        if len(files) > settings.DOCUMENTS_AT_ONCE:
            raise ValidationError(french(f"{settings.DOCUMENTS_AT_ONCE} fichiers au plus à la fois."))
        return files


CHOOSE = {"required": "Choisissez un fichier au moins.", "empty": french("Ce fichier est vide.")}


class UploadForm(forms.Form):
    files = FilesField(label="Fichiers", error_messages=CHOOSE, allow_empty_file=True, max_length=None)
    is_to_read = forms.BooleanField(
        label="À lire", required=False,
        help_text=french("Chaque document attend chaque personne sur son tableau de bord, jusqu’à ce qu’elle l’ouvre."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = french(
            f"Plusieurs à la fois, {settings.DOCUMENTS_AT_ONCE} au plus. {about_files()}"
        )


class VersionForm(forms.Form):
    file = forms.FileField(label="Fichier", error_messages=CHOOSE, allow_empty_file=True)
    comment = forms.CharField(
        label="Ce qui change", max_length=300, required=False,
        help_text=french("Par exemple : « Adresse du guichet corrigée, page 2. »"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = about_files()


class DocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["title", "description", "folder", "is_to_read"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"title": {"required": "Donnez un titre au document."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["folder"].required = True
        self.fields["folder"].empty_label = None


class PolicyForm(forms.ModelForm):
    class Meta:
        model = FilePolicy
        fields = ["holds_unscanned"]

    def clean_holds_unscanned(self):
        is_held = self.cleaned_data["holds_unscanned"]
        if is_held and not antivirus.is_configured():
            raise ValidationError(
                french("Aucun antivirus n’est branché sur cette installation : rien ne pourrait plus être ouvert. ")
                + "Demandez-le à l’exploitation de la plateforme."
            )
        return is_held
