"""What members type in the directory. A value of a filter that is none of the choices narrows nothing."""

from django import forms

from portal.design.typography import french
from portal.organisations.models import Affiliation, Organisation, Profile
from portal.organisations.searching import LONGEST
from portal.tenancy.models import Membership
from portal.territories.models import Platform


class FilterForm(forms.Form):
    q = forms.CharField(label="Nom", required=False, max_length=LONGEST)
    kind = forms.ChoiceField(
        label="Nature", required=False, choices=[("", "Toutes"), *Organisation.Kind.choices]
    )  # fmt: skip
    platform = forms.ChoiceField(label="Plateforme", required=False)

    def __init__(self, *args, platforms: list[Platform], **kwargs):
        super().__init__(*args, **kwargs)
        self.platforms = platforms
        self.fields["platform"].choices = [("", "Toutes"), *((each.slug, each.name) for each in platforms)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "field__input"

    def narrowing(self) -> dict[str, str]:
        """Return what was validly asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def shown(self) -> "FilterForm":
        """Return the form as it is drawn: what narrows stands in it, what does not is gone, and nothing is an error."""
        return type(self)(initial=self.narrowing(), platforms=self.platforms)


class OrganisationFilterForm(FilterForm):
    commune = forms.CharField(
        label="Commune ou code postal", required=False, max_length=LONGEST
    )  # fmt: skip
    field_order = ["q", "commune", "kind", "platform"]


class PeopleFilterForm(FilterForm):
    q = forms.CharField(label="Nom, fonction ou organisation", required=False, max_length=LONGEST)


class ProfileForm(forms.ModelForm):
    """What colleagues may see of a member, and their function in each organisation they work for."""

    class Meta:
        model = Profile
        fields = ["is_listed", "mission", "phone", "shows_phone", "shows_email"]
        labels = {"shows_phone": "Montrer ce numéro aux membres"}
        help_texts = {
            "is_listed": french("Sans cela, personne ne vous y trouve. Les membres de vos cercles voient votre nom."),
            "shows_email": french("Sans cela, votre adresse n’est vue que de l’équipe de l’espace."),
        }

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Affiliation.objects.current().filter(membership=membership).select_related("organisation")
        self.affiliations = {f"function_{each.pk}": each for each in mine.order_by("organisation__name", "pk")}
        for name, affiliation in self.affiliations.items():
            self.fields[name] = forms.CharField(
                label=french(f"Ma fonction : {affiliation.organisation}"), required=False, max_length=120,
                initial=affiliation.function,
            )  # fmt: skip
        self.order_fields([*self.affiliations, "mission", "phone", "shows_phone", "shows_email", "is_listed"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("shows_phone") and not cleaned.get("phone") and "phone" in cleaned:
            self.add_error("phone", "Écrivez le numéro à montrer, ou décochez la case.")
        return cleaned

    def profile_fields(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    def functions(self) -> dict[Affiliation, str]:
        return {each: self.cleaned_data[name] for name, each in self.affiliations.items()}


class JoinForm(forms.Form):
    message = forms.CharField(
        label="Votre message", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qui vous amène, en une phrase : la personne qui anime le cercle le lira.",
    )  # fmt: skip


class AnswerForm(forms.Form):
    reason = forms.CharField(
        label="Votre réponse", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=french("Envoyée à la personne. Nécessaire pour un refus."),
    )  # fmt: skip


class ColleagueForm(forms.Form):
    email = forms.EmailField(
        label="Courriel professionnel", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Écrivez l’adresse de la personne à inviter.",
            "invalid": french("Cette adresse n’est pas complète. Exemple : prenom.nom@organisme.fr"),
        },
    )  # fmt: skip
    function = forms.CharField(label="Sa fonction", required=False, max_length=120)
