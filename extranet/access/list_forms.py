"""The forms of « Inviter une liste »."""

from django import forms
from django.core.exceptions import ValidationError

from extranet.access.lists import MOST, decode, read
from extranet.access.organisations import settled
from portal.design.typography import french
from portal.organisations.models import Organisation

MOST_BYTES = 1_000_000


class ListForm(forms.Form):
    """A list, uploaded or pasted; ``lines`` is what was read of it."""

    file = forms.FileField(
        label="Un fichier CSV", required=False,
        help_text=french(f"Enregistré par un tableur, en UTF-8 ou en Windows-1252. {MOST} lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )  # fmt: skip
    text = forms.CharField(
        label="Ou le texte lui-même", required=False, max_length=MOST_BYTES,
        help_text="Copié d’un tableur ou d’un courriel.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if not file and not text.strip():
            raise ValidationError({"file": "Choisissez un fichier, ou collez une liste."})
        if file and file.size > MOST_BYTES:
            raise ValidationError({"file": french("Ce fichier dépasse un million de caractères.")})
        try:
            cleaned["lines"] = read(decode(file.read()) if file else text)
        except ValidationError as error:
            self.add_error("file" if file else "text", error)
        return cleaned


class UnknownForm(forms.Form):
    """For each name that the directory does not have: the organisation that is meant, or none, to propose it."""

    def __init__(self, *args, names: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = names
        choices = [("", "La proposer à l’annuaire"), *settled().values_list("pk", "name")]
        for number, name in enumerate(names):
            self.fields[f"{number}-organisation"] = forms.TypedChoiceField(
                label=f"«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»", required=False, choices=choices, coerce=int,
                empty_value=None,
            )  # fmt: skip

    @property
    def chosen(self) -> dict[str, Organisation | None]:
        """Return, by name, the organisation that was chosen."""
        there = {organisation.pk: organisation for organisation in settled()}
        return {name: there.get(self.cleaned_data[f"{n}-organisation"]) for n, name in enumerate(self.names)}
