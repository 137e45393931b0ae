from django import forms

from portal.design.typography import french
from trainings.models import Evaluation
from trainings.models.evaluations import Pace, When

SCALE = [
    (5, "5 – oui, tout à fait"), (4, "4 – plutôt oui"), (3, "3 – en partie"), (2, "2 – plutôt non"),
    (1, "1 – non, pas du tout"),
]  # fmt: skip
QUESTIONS = {
    "overall": "Dans l’ensemble, cette formation vous a-t-elle convenu ?",
    "aims": "Ses objectifs sont-ils atteints ?",
    "pace": "Comment était le rythme ?",
    "useful": "Est-ce utile à votre travail ?",
    "served": "Ce qui a servi",
    "missed": "Ce qui a manqué",
    "practised": "Ce que j’ai mis en pratique",
}
WARNING = "Ni nom, ni situation d’une personne."


class EvaluationForm(forms.ModelForm):
    """One of the two evaluations; whoever answers chooses to sign or not."""

    is_signed = forms.BooleanField(
        label="Signer ma réponse", required=False,
        help_text="Votre nom est alors lu avec vos réponses par l’équipe qui tient les formations et par qui a formé.",
    )  # fmt: skip

    class Meta:
        model = Evaluation
        fields = ["overall", "aims", "pace", "useful", "served", "missed"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("served", "missed", "practised")}
        labels = QUESTIONS
        help_texts = dict.fromkeys(("served", "missed", "practised"), WARNING)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"overall", "aims", "useful"} & self.fields.keys():
            self.fields[name] = forms.TypedChoiceField(
                label=french(QUESTIONS[name]), choices=SCALE, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une réponse."},
            )  # fmt: skip
        if "pace" in self.fields:
            self.fields["pace"] = forms.ChoiceField(
                label=french(QUESTIONS["pace"]), choices=Pace.choices, widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une réponse."},
            )  # fmt: skip

    def said(self) -> dict:
        """Return what was answered, by field."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    def validate_constraints(self):
        """The service says for which session and which evaluation it is, and checks them."""


class LaterForm(EvaluationForm):
    class Meta(EvaluationForm.Meta):
        fields = ["useful", "practised"]


FORMS = {When.AT_ONCE: EvaluationForm, When.LATER: LaterForm}
