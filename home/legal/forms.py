from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from home.legal.models import FIELDS, MANDATORY, AccessibilityComplaint, LegalIdentity
from portal.design.typography import french
from portal.tenancy.models import Tenant

EMAIL_INVALID = "Ce courriel n’est pas complet. Exemple : prenom.nom@organisme.fr"


class ComplaintForm(forms.ModelForm):
    """What stands in somebody's way. The honeypot ``website`` is for machines alone."""

    website = forms.CharField(required=False, label="Ne pas remplir", max_length=200)

    class Meta:
        model = AccessibilityComplaint
        fields = ["page", "difficulty", "email", "name"]
        labels = {
            "page": "La page concernée",
            "difficulty": "Ce qui vous a empêché d’aller plus loin",
            "email": "Votre courriel",
            "name": "Votre nom",
        }
        help_texts = {
            "page": "Son titre ou son adresse.",
            "difficulty": french(
                "Dites, si vous le voulez bien, votre navigateur et votre outil : lecteur d’écran, loupe, clavier…"
            ),
            "email": french("C’est là que l’on vous répondra, en une semaine au plus."),
        }
        widgets = {
            "difficulty": forms.Textarea(attrs={"rows": 6}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }
        error_messages = {
            "page": {"required": "Dites quelle page vous résiste : son titre ou son adresse."},
            "difficulty": {"required": "Dites ce qui vous a empêché d’aller plus loin."},
            "email": {
                "required": "Écrivez votre courriel : c’est là que l’on vous répondra.",
                "invalid": EMAIL_INVALID,
            },
        }

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))


class LegalIdentityForm(WagtailAdminModelForm):
    """What the tenant says of itself. Once it is open, nothing that the law wants said is taken away."""

    siret = forms.CharField(
        label="Numéro SIRET", max_length=25, required=False, help_text="Quatorze chiffres, avec ou sans espaces."
    )
    examples = forms.MultipleChoiceField(
        label="Valeurs données en exemple", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(name, LegalIdentity._meta.get_field(name).verbose_name) for name in FIELDS],
        help_text=french("Les pages écrivent « (exemple) » après chacune d’elles."),
    )  # fmt: skip

    def clean_siret(self) -> str:
        return "".join(self.cleaned_data["siret"].split())

    def clean_examples(self) -> list[str]:
        """Keep the marks of what is said: an empty field is no example."""
        return [name for name in self.cleaned_data["examples"] if self.cleaned_data.get(name)]

    def clean(self):
        cleaned = super().clean()
        if self.instance.tenant.state == Tenant.State.OPEN:
            for name in MANDATORY:
                if name in cleaned and not cleaned[name] and self.initial.get(name):
                    words = "Le portail est ouvert : la loi veut que ce soit dit. Remplacez-le plutôt que de l’effacer."
                    self.add_error(name, french(words))
        return cleaned


class AnswerForm(WagtailAdminModelForm):
    """The answer to a complaint: nothing else of it is changed."""

    class Meta:
        fields = ["answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].error_messages["required"] = "Écrivez la réponse : elle part par courriel."
