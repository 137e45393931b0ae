"""What is typed about decisions. A value of a filter that is none of the choices narrows nothing."""

import datetime

from django import forms
from django.db.models import Q
from django.utils import timezone

from extranet.committees import decided, members
from extranet.committees.decided import Narrowing
from extranet.committees.decisions import NEXT, OF_KEEPERS
from extranet.committees.models import Committee, Decision, Meeting, Member
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.organisations.searching import LONGEST
from portal.tenancy.models import Membership

State = Decision.State


class DecisionForm(forms.ModelForm):
    """What is decided, who is responsible, until when. ``meeting``: where it is taken; None for one to change."""

    class Meta:
        model = Decision
        fields = ["title", "text", "item", "organisations", "person", "due_on"]
        widgets = {
            "organisations": forms.CheckboxSelectMultiple, "text": forms.Textarea(attrs={"rows": 5}),
            "due_on": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }  # fmt: skip
        help_texts = {
            "organisations": "Les personnes qui siègent pour elles disent où en est la décision.",
            "due_on": french("Un rappel part sept jours avant, puis dès le lendemain si elle n’est pas faite."),
        }
        error_messages = {"title": {"required": "Écrivez ce qui est décidé."}}

    def __init__(self, *args, committee: Committee, meeting: Meeting | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = _organisations_of(committee, self.instance)
        self.fields["person"].queryset = _people_of(committee, self.instance)
        self.fields["person"].label_from_instance = lambda membership: str(membership.user)
        self.fields["person"].empty_label = "Personne en particulier"
        if meeting:
            self.fields["item"].queryset = meeting.items.all()
            self.fields["item"].empty_label = "Aucun point en particulier"
        else:
            del self.fields["item"]
            self.fields["as_read"] = forms.CharField(
                widget=forms.HiddenInput, initial=self.instance.changed_at.isoformat(),
                error_messages={"required": "Rechargez la page, puis recommencez."},
            )  # fmt: skip

    def clean_due_on(self) -> datetime.date | None:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < self.instance.decided_on:
            raise forms.ValidationError("L’échéance vient avant la décision.")
        return due_on

    def clean_as_read(self) -> datetime.datetime:
        try:
            return datetime.datetime.fromisoformat(self.cleaned_data["as_read"])
        except ValueError as error:
            raise forms.ValidationError("Rechargez la page, puis recommencez.") from error

    def read_again(self) -> None:
        """Draw what was typed again, as that of somebody who has read what the decision says by now."""
        self.data = self.data.copy()
        self.data["as_read"] = Decision.objects.get(pk=self.instance.pk).changed_at.isoformat()


def _organisations_of(committee: Committee, decision: Decision):
    """Return those that sit today, and those that are responsible already."""
    seated = Member.objects.on(timezone.localdate()).filter(committee=committee).values("organisation")
    chosen = decision.organisations.values("pk") if decision.pk else []
    return Organisation.objects.filter(Q(pk__in=seated) | Q(pk__in=chosen)).order_by("name")


def _people_of(committee: Committee, decision: Decision):
    """Return who sits today, the secretary and the chair, and who is responsible already."""
    seated = members.people_of(committee).values("pk")
    people = Membership.objects.of(committee.tenant_id).filter(Q(pk__in=seated) | Q(pk=decision.person_id))
    return people.select_related("user").order_by("user__last_name", "user__first_name", "pk")


class MoveForm(forms.Form):
    """Where a decision stands: what this member may say of it. Of one that is settled, that it is to be done again."""

    state = forms.ChoiceField(
        label="Où en est-elle ?", widget=forms.RadioSelect, error_messages={"required": "Dites où elle en est."}
    )
    note = forms.CharField(label="Note", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 4}))
    replaced_by = forms.CharField(
        label="Remplacée par", required=False, max_length=20,
        help_text=french("Son numéro, comme D-2026-014 : seulement pour une décision remplacée."),
    )  # fmt: skip

    def __init__(self, *args, decision: Decision, keeps: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision
        if not decision.is_open:
            del self.fields["state"], self.fields["replaced_by"]
            self.fields["note"].label, self.fields["note"].required = "Pourquoi la reprendre", True
            return
        if not keeps:
            del self.fields["replaced_by"]
            self.fields["note"].required = True
        self.fields["note"].help_text = "Lue par les membres du comité."
        states = [state for state in State if state in NEXT[decision.state] and (keeps or state not in OF_KEEPERS)]
        self.fields["state"].choices = [(state.value, _LABELS[state]) for state in states]

    def clean_replaced_by(self) -> Decision | None:
        words = self.cleaned_data["replaced_by"]
        if not words:
            return None
        found = decided.by_number(Decision.objects.filter(committee=self.decision.committee_id), words)
        if found is None:
            raise forms.ValidationError("Aucune décision de ce comité ne porte ce numéro.")
        return found

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == State.ABANDONED and not cleaned.get("note"):
            self.add_error("note", "Dites pourquoi elle est abandonnée.")
        if cleaned.get("state") == State.REPLACED and "replaced_by" not in self.errors and not cleaned["replaced_by"]:
            self.add_error("replaced_by", "Donnez le numéro de la décision qui la remplace.")
        if cleaned.get("replaced_by") and cleaned.get("state") != State.REPLACED:
            cleaned["replaced_by"] = None
        return cleaned


_LABELS = {
    State.DOING: "En cours", State.DONE: "Faite", State.ABANDONED: "Abandonnée",
    State.REPLACED: "Remplacée par une autre décision",
}  # fmt: skip


class RegisterForm(forms.Form):
    """What narrows the register."""

    q = forms.CharField(label="Mots ou numéro", required=False, max_length=LONGEST)
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *State.choices])
    organisation = forms.ChoiceField(label="Organisation", required=False)
    year = forms.ChoiceField(label="Année", required=False)
    of = forms.ChoiceField(
        label="Lesquelles", required=False,
        choices=[("", "Toutes"), ("miennes", "Celles que je suis"), ("retard", "En retard")],
    )  # fmt: skip
    sort = forms.ChoiceField(
        label="Dans l’ordre", required=False,
        choices=[("", "Dernières prises"), ("anciennes", "Premières prises"), ("echeance", "Échéance")],
    )  # fmt: skip

    def __init__(self, *args, years: list[int], organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {"years": years, "organisations": organisations}
        self.fields["year"].choices = [("", "Toutes"), *((str(year), str(year)) for year in years)]
        self.fields["organisation"].choices = [("", "Toutes"), *((str(each.pk), each.name) for each in organisations)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "field__input"

    def narrowing(self) -> Narrowing:
        """Return what was validly asked."""
        self.is_valid()
        return Narrowing(**self.cleaned_data)

    def shown(self) -> "RegisterForm":
        """Return the form as it is drawn: what narrows stands in it, what does not is gone, and nothing is an error."""
        return type(self)(initial=vars(self.narrowing()), **self.known)
