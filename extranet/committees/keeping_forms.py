"""What the secretary fills in about a committee and its members."""

from django import forms
from django.utils import timezone

from events.staff.times import DayField
from extranet.committees.choosing import NamesPeople, PersonField
from extranet.committees.models import Committee, Mandate, Member
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership


class CommitteeForm(NamesPeople, forms.ModelForm):
    secretary_name = PersonField(
        label="Secrétaire", required=False, help_text="Prépare les réunions, convoque et relève qui est là."
    )
    chair_name = PersonField(label="Présidence", required=False)

    class Meta:
        model = Committee
        fields = ["name", "aim", "quorum", "proposals_close", "parent"]
        labels = {"proposals_close": "Délai pour proposer un point, en jours"}
        help_texts = {
            "proposals_close": french("Combien de jours avant la réunion on peut encore en proposer."),
        }
        widgets = {"aim": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"name": {"required": "Donnez un nom au comité."}}

    field_order = ["name", "aim", "secretary_name", "chair_name", "quorum", "proposals_close", "parent"]

    def __init__(self, *args, people, suggest_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("secretary", "chair"):
            if known := getattr(self.instance, name):
                self.initial[f"{name}_name"] = str(known.user)
        self.name_people(people, suggest_url)
        wholes = Committee.objects.current().filter(parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = wholes
        self.fields["parent"].empty_label = "Aucun"
        self.fields["proposals_close"].max_value = 365
        self.fields["proposals_close"].widget.attrs["max"] = 365
        is_whole = self.instance.pk and self.instance.working_groups.exists()
        if is_whole or not (wholes.exists() or self.instance.parent_id):
            del self.fields["parent"]
        elif self.instance.parent_id:
            self.fields["parent"].queryset = (wholes | Committee.objects.filter(pk=self.instance.parent_id)).distinct()

    def known_as(self, name: str) -> Membership | None:
        return getattr(self.instance, name.removesuffix("_name"))

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Committee.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(french("Un comité porte déjà ce nom."))
        return name

    def clean_proposals_close(self):
        days = self.cleaned_data["proposals_close"]
        if days > 365:
            raise forms.ValidationError(french("Un an au plus : 365 jours."))
        return days

    def clean(self):
        cleaned = super().clean()
        for name in ("secretary", "chair"):
            if f"{name}_name" in cleaned:
                setattr(self.instance, name, cleaned[f"{name}_name"])
        return cleaned


class SeatForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="Organisation", queryset=Organisation.objects.none(), empty_label="Choisissez",
        error_messages={"required": "Choisissez l’organisation."},
    )  # fmt: skip
    quality = forms.ChoiceField(
        label="À quel titre", choices=[("siege", "Elle siège"), ("observe", "Elle observe : elle ne compte pas")],
        initial="siege", widget=forms.RadioSelect,
    )  # fmt: skip
    on = DayField(label="Depuis le", error_messages={"required": "Donnez le jour."})

    def __init__(self, *args, committee: Committee, **kwargs):
        super().__init__(*args, **kwargs)
        seated = Member.objects.filter(committee=committee, ended_on=None).values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.current().exclude(pk__in=seated)
        self.fields["on"].initial = timezone.localdate

    @property
    def is_observer(self) -> bool:
        return self.cleaned_data["quality"] == "observe"


class MandateForm(NamesPeople, forms.Form):
    person = PersonField(
        label="Personne", help_text="Parmi les membres de l’espace.",
        error_messages={"required": "Écrivez le nom de la personne."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Qualité", choices=[(value, label.capitalize()) for value, label in Mandate.Kind.choices],
        initial=Mandate.Kind.TITULAR, widget=forms.RadioSelect,
    )  # fmt: skip
    on = DayField(label="Depuis le", error_messages={"required": "Donnez le jour."})

    def __init__(self, *args, people, suggest_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.name_people(people, suggest_url)


class EndForm(forms.Form):
    on = DayField(
        label="Dernier jour", help_text="Compris.", error_messages={"required": "Donnez le dernier jour."}
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
