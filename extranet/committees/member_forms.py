"""What those who sit type: their answer to a convocation, an item they propose."""

from django import forms

from extranet.committees.models import Item, Member, Proposal, Reply
from portal.design.typography import french


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(
        label="Votre réponse", choices=[(each.value, each.label.capitalize()) for each in Reply.Answer],
        widget=forms.RadioSelect, error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
    replaced_by = forms.CharField(
        label="Qui vient à votre place", required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "suppleance"}),
    )  # fmt: skip
    note = forms.CharField(
        label="Un mot pour le secrétariat", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, substitutes: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.substitutes = substitutes
        field = self.fields["replaced_by"]
        field.help_text = french("À remplir si quelqu’un vient à votre place : son prénom et son nom.")
        if substitutes:
            field.help_text += french(f" Siège aussi pour votre organisation : {', '.join(substitutes)}.")

    def clean(self):
        cleaned = super().clean()
        is_replaced = cleaned.get("answer") == Reply.Answer.REPLACED
        if is_replaced and "replaced_by" in cleaned and not cleaned["replaced_by"]:
            self.add_error("replaced_by", "Dites qui vient à votre place.")
        return cleaned


class ProposalForm(forms.ModelForm):
    """An item that a member asks for; for which organisation, when they sit for several."""

    class Meta:
        model = Proposal
        fields = ["title", "text", "aim", "member"]
        labels = {"aim": "Ce que vous en attendez", "title": "Intitulé du point"}
        help_texts = {
            "text": french("Ce que le comité doit en savoir, et pourquoi maintenant."),
            "title": french("Court : il figurera à l’ordre du jour."),
        }
        widgets = {"aim": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, seats: list[Member], **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.fields["aim"].choices = [(each.value, each.label.capitalize()) for each in Item.Aim]
        if len(seats) > 1:
            keys = [each.pk for each in seats]
            self.fields["member"].queryset = Member.objects.filter(pk__in=keys).select_related("organisation")
            self.fields["member"].required, self.fields["member"].empty_label = True, "Choisissez"
        else:
            del self.fields["member"]

    def clean_title(self) -> str:
        return french(self.cleaned_data["title"])

    def save(self, commit=True) -> Proposal:
        if len(self.seats) == 1:
            self.instance.member = self.seats[0]
        return super().save(commit)
