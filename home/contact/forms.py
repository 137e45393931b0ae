from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from home.contact.nir import holds_nir
from home.contact.places import NOWHERE, Whereabouts, locate
from home.contact.subjects import ContactSubject
from home.models import ContactMessage
from portal.design.typography import french

ERROR_NIR = "Un numéro de sécurité sociale se trouve dans ce texte : retirez-le. Il désigne une personne."
ERROR_ACCESS = "Un accès se demande par son propre formulaire, qui le porte aux bonnes personnes."
ERROR_CHOICE = "Plusieurs plateformes se partagent cette commune ou ce code postal : choisissez."
ERROR_GUESS = "Nous ne connaissons pas cette commune. Vouliez-vous dire l’une de celles-ci ?"
SUGGESTED = {"data-suggest-url": reverse_lazy("finder_suggestions"), "data-suggest-fills": "commune"}


class ContactForm(forms.ModelForm):
    """A message to a platform or to the tenant. The honeypot ``website`` is for machines alone.

    Without a ``platform`` on its instance, it asks for the commune; ``whereabouts`` says what came of it.
    """

    subject = forms.ChoiceField(
        label="Sujet", choices=ContactSubject.choices, initial=ContactSubject.INFORMATION,
        error_messages={"required": "Choisissez un sujet.", "invalid_choice": "Choisissez un sujet de la liste."},
    )  # fmt: skip
    commune = forms.CharField(
        label="Commune", required=False, max_length=100,
        help_text="Son nom ou son code postal : votre message ira droit à la plateforme qui y répond.",
        widget=forms.TextInput(attrs={"autocomplete": "off", **SUGGESTED}),
    )  # fmt: skip
    place = forms.CharField(label="Laquelle ?", required=False, max_length=100, widget=forms.HiddenInput())
    website = forms.CharField(required=False, label="Ne pas remplir", max_length=200)

    field_order = ["subject", "commune", "place", "name", "email", "message"]

    class Meta:
        model = ContactMessage
        fields = ["subject", "commune", "name", "email", "message"]
        labels = {"name": "Votre nom", "email": "Votre courriel", "message": "Votre message"}
        help_texts = {"email": "Professionnel ou personnel\N{NO-BREAK SPACE}: c’est là que l’on vous répondra."}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "name": {"required": "Écrivez votre nom, pour que l’on sache à qui répondre."},
            "email": {
                "required": "Écrivez votre courriel : c’est là que l’on vous répondra.",
                "invalid": "Ce courriel n’est pas complet. Exemple : prenom.nom@organisme.fr",
            },
            "message": {"required": "Écrivez votre message."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.whereabouts = NOWHERE
        if self.instance.platform_id:
            del self.fields["commune"], self.fields["place"]

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))

    @property
    def asks_for_access(self) -> bool:
        return self.is_bound and self.data.get("subject") == ContactSubject.ACCESS

    def clean_subject(self) -> str:
        if self.cleaned_data["subject"] == ContactSubject.ACCESS:
            raise ValidationError(ERROR_ACCESS)
        return self.cleaned_data["subject"]

    def clean_name(self) -> str:
        """On one line: it goes into the subject of a mail."""
        return self._without_nir(" ".join(self.cleaned_data["name"].split()))

    def clean_message(self) -> str:
        return self._without_nir(self.cleaned_data["message"])

    def clean(self):
        cleaned = super().clean()
        if "commune" not in self.fields or "commune" not in cleaned:
            return cleaned
        tenant_id = self.instance.tenant_id
        self.whereabouts = locate(cleaned["commune"], cleaned.get("place") or "", tenant_id=tenant_id)
        if self.whereabouts.choices:
            self._ask_which(self.whereabouts)
        else:
            cleaned["commune"] = self.whereabouts.commune[:100]
            self.instance.platform = self.whereabouts.platform
        return cleaned

    def _ask_which(self, whereabouts: Whereabouts) -> None:
        """Put the choices in the form: those of the commune that was typed now, whatever was posted."""
        field = self.fields["place"] = forms.ChoiceField(
            label="Vouliez-vous dire ?" if whereabouts.is_a_guess else "Quelle plateforme ?",
            required=False, widget=forms.RadioSelect,
            choices=[(value, french(label)) for value, label in whereabouts.choices],
        )  # fmt: skip
        field.widget.choices = field.choices
        self._bound_fields_cache.pop("place", None)
        self.add_error("place", ERROR_GUESS if whereabouts.is_a_guess else ERROR_CHOICE)

    def _without_nir(self, text: str) -> str:
        if holds_nir(text):
            raise ValidationError(ERROR_NIR)
        return text
