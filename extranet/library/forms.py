"""What those who keep the library fill in."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

from portal.design.slugs import free_slug
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
            self.instance.slug = free_slug(self.instance.name, Folder.objects.all(), otherwise="dossier")
        return super().save(commit)


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


class AsksForFilesAgain:
    """A form with files that comes back for another reason: no browser fills files in again, so it says which."""

    files_field = "files"

    def ask_for_files_again(self) -> None:
        """Put beside the field which files have to be chosen again; nothing when none was, or it has its own error."""
        chosen = self.cleaned_data.get(self.files_field)
        names = [file.name for file in (chosen if isinstance(chosen, list) else [chosen]) if file]
        if names:
            them = "vos fichiers" if len(names) > 1 else "votre fichier"
            listed = ", ".join(names)
            self.add_error(
                self.files_field, french(f"Choisissez de nouveau {them} (le navigateur ne garde rien) : {listed}.")
            )


CHOOSE = {"required": "Choisissez un fichier au moins.", "empty": french("Ce fichier est vide.")}


class UploadForm(AsksForFilesAgain, forms.Form):
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

    def is_valid_with(self, audience_form: forms.BaseForm) -> bool:
        """Say whether both are; what was chosen here is asked for again when the other is not."""
        are_valid = all([self.is_valid(), audience_form.is_valid()])
        if not are_valid:
            self.ask_for_files_again()
        return are_valid


class VersionForm(AsksForFilesAgain, forms.Form):
    files_field = "file"
    file = forms.FileField(label="Fichier", error_messages=CHOOSE, allow_empty_file=True)
    comment = forms.CharField(
        label="Ce qui change", max_length=300, required=False,
        help_text=french("Par exemple : « Adresse du guichet corrigée, page 2. »"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = about_files()

    def clean(self):
        if self.errors:
            self.ask_for_files_again()
        return super().clean()


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
