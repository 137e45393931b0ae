"""What is typed by those who ask to come in, and by those who answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from extranet.access.models import AccessRequest, State
from extranet.access.organisations import named, settled
from extranet.access.whereabouts import locate
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.territories.models import Platform

WHERE = "Écrivez la commune où vous travaillez, ou choisissez la plateforme."


def _text(autocomplete: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete})


def _with_suggestions(url_name: str, what: str) -> forms.TextInput:
    """Return a field under which js/combobox.js proposes values; what is typed is kept as it is."""
    attrs = {"data-suggest-url": reverse_lazy(url_name), "data-suggest-fills": what, "autocomplete": "off"}
    return forms.TextInput(attrs=attrs)


class AskForm(forms.ModelForm):
    """A request to come in. The honeypot ``website`` is for machines alone."""

    commune_name = forms.CharField(
        label="Commune où vous travaillez surtout", required=False, max_length=100,
        help_text="Nous en déduisons la plateforme qui vous répondra.",
    )  # fmt: skip
    platform = forms.ModelChoiceField(
        Platform.objects.none(), label="Plateforme", required=False, empty_label="D’après la commune",
        help_text="À choisir si vous la connaissez, ou si vous travaillez dans plusieurs communes.",
    )  # fmt: skip
    covers_everything = forms.BooleanField(
        label="Je travaille sur tout le territoire, sans plateforme en particulier", required=False
    )
    website = forms.CharField(required=False, label="Ne pas remplir", max_length=200)

    field_order = [  # that of the page: the summary of errors follows it
        "first_name", "last_name", "email", "phone", "organisation_name", "function", "commune_name", "platform",
        "covers_everything", "reason",
    ]  # fmt: skip

    class Meta:
        model = AccessRequest
        fields = ["first_name", "last_name", "email", "organisation_name", "function", "phone", "platform", "reason"]
        labels = {"organisation_name": "Votre organisation", "function": "Votre fonction", "reason": "Votre besoin"}
        help_texts = {
            "email": "Nous y envoyons un message pour confirmer que cette adresse est la vôtre.",
            "organisation_name": "Écrivez les premières lettres et choisissez. "
            "Si elle n’y est pas, écrivez son nom en entier.",
            "function": french("Par exemple : travailleuse sociale, chargé d’attribution."),
            "phone": "Pour vous joindre en cas de doute.",
            "reason": "En une ou deux phrases. Ne nommez aucun ménage.",
        }
        widgets = {
            "first_name": _text("given-name"),
            "last_name": _text("family-name"),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organisation_name": _with_suggestions("access_organisations", "organisation"),
            "function": _text("organization-title"),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "reason": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {
            "first_name": {"required": "Écrivez votre prénom."},
            "last_name": {"required": "Écrivez votre nom."},
            "email": {
                "required": "Écrivez votre courriel professionnel.",
                "invalid": french("Ce courriel n’est pas complet. Exemple : prenom.nom@organisme.fr"),
            },
            "organisation_name": {"required": "Écrivez le nom de votre organisation."},
            "function": {"required": "Écrivez votre fonction."},
            "reason": {"required": "Dites en une phrase ce que vous venez chercher."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.platforms = list(Platform.objects.order_by("name"))
        self.fields["platform"].queryset = Platform.objects.order_by("name")
        self.fields["commune_name"].widget = _with_suggestions("finder_suggestions", "commune")
        if not self.has_a_choice:  # one platform answers for all: nothing to ask
            for name in ("commune_name", "platform", "covers_everything"):
                del self.fields[name]

    @property
    def has_a_choice(self) -> bool:
        return len(self.platforms) > 1

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

    def clean_organisation_name(self):
        return " ".join(self.cleaned_data["organisation_name"].split())

    def clean(self):
        cleaned = super().clean()
        if name := cleaned.get("organisation_name"):
            known = named(name)
            self.instance.organisation = known if known and not known.is_proposed and not known.ended_on else None
        if not self.has_a_choice:
            self.instance.platform = next(iter(self.platforms), None)
        elif not self.errors.keys() & {"platform", "commune_name"}:
            self._clean_where(cleaned)
        return cleaned

    def _clean_where(self, cleaned) -> None:
        typed, chosen = cleaned.get("commune_name", ""), cleaned.get("platform")
        everywhere = cleaned.get("covers_everything") or getattr(self.instance.organisation, "covers_everything", False)
        if typed:
            try:
                where = locate(typed, chosen=chosen, tenant_id=self.instance.tenant_id)
            except ValidationError as error:
                return self.add_error("commune_name", error)
            self.instance.commune, cleaned["platform"] = where.commune, where.platform
        elif not chosen and not everywhere:
            self.add_error("commune_name", WHERE)
        if cleaned.get("covers_everything"):
            cleaned["platform"] = None


class CodeForm(forms.Form):
    email = forms.EmailField(
        label="Votre courriel professionnel", max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Écrivez l’adresse à laquelle vous avez reçu le code."},
    )  # fmt: skip
    code = forms.CharField(
        label="Code à six chiffres", max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Écrivez le code reçu par courriel."},
    )  # fmt: skip

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())


class WordsForm(forms.Form):
    """A message of the thread, or the reason of a refusal."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, label: str, required: str, hint: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint
        self.fields["text"].error_messages["required"] = required


class LinkForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Une organisation de l’annuaire", empty_label="Choisir",
        error_messages={"required": "Choisissez l’organisation."},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = settled()


class OrganisationForm(forms.Form):
    """The proposed organisation, as it enters the directory."""

    name = forms.CharField(label="Son nom", max_length=160, error_messages={"required": "Écrivez son nom."})
    kind = forms.ChoiceField(
        label="Sa nature", choices=[("", "Choisir"), *Organisation.Kind.choices],
        error_messages={"required": "Choisissez sa nature."},
    )  # fmt: skip


class MoveForm(forms.Form):
    platform = forms.ModelChoiceField(
        Platform.objects.none(), label="À qui", required=False, empty_label="L’administration"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["platform"].queryset = Platform.objects.order_by("name")


OPEN, ALL = "ouvertes", "toutes"


class FilterForm(forms.Form):
    """What narrows the list. A value that is none of the choices narrows nothing."""

    q = forms.CharField(label="Nom, courriel ou organisation", required=False, max_length=100)
    state = forms.ChoiceField(
        label="État", required=False,
        choices=[("", "En cours"), *[(state.value, state.label) for state in State if state != State.TO_CONFIRM],
                 (ALL, "Toutes")],
    )  # fmt: skip

    def narrowing(self) -> dict[str, str]:
        """Return what was validly asked."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
