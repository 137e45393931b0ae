"""What is typed about minutes."""

from django import forms

from extranet.committees import minutes as verbs
from extranet.committees.models import Comment, Erratum, Minutes, Passage
from extranet.committees.models.minutes import LONGEST
from portal.design.typography import french


class PassageForm(forms.Form):
    """A passage as it was typed, and the version that the writer had before them."""

    text = forms.CharField(
        label="Texte", required=False, max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)


class RereadingForm(forms.Form):
    days = forms.IntegerField(
        label="Jours pour relire", min_value=verbs.DAYS[0], max_value=verbs.DAYS[-1], initial=10,
        help_text=french("Passé ce délai, et si aucune remarque n’attend, le compte rendu est approuvé de lui-même."),
        widget=forms.NumberInput(attrs={"class": "field__input"}),
    )  # fmt: skip


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": "Votre remarque"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "class": "field__input"})}


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Ce qui en est fait", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "field__input"}),
    )  # fmt: skip


class ApprovalForm(forms.Form):
    """The later meeting that approved the minutes."""

    meeting = forms.ModelChoiceField(
        None, label="Approuvé à", empty_label=None, widget=forms.Select(attrs={"class": "field__input"})
    )

    def __init__(self, *args, minutes: Minutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = verbs.may_approve_in(minutes)


class ErratumForm(forms.ModelForm):
    class Meta:
        model = Erratum
        fields = ["passage", "text"]
        labels = {"text": "Ce qui est à corriger"}
        help_texts = {"passage": french("Si ce passage est dans l’extrait public, l’erratum y est aussi.")}
        widgets = {
            "passage": forms.Select(attrs={"class": "field__input"}),
            "text": forms.Textarea(attrs={"rows": 4, "class": "field__input"}),
        }

    def __init__(self, *args, minutes: Minutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passage"].queryset = Passage.objects.filter(minutes=minutes).exclude(text="")
        self.fields["passage"].empty_label = "Tout le compte rendu"


class ExtractForm(forms.Form):
    """The passages that everybody may read."""

    passages = forms.ModelMultipleChoiceField(
        None, label="Passages publiés", required=False, widget=forms.CheckboxSelectMultiple,
        help_text=french("Un passage coché se lit par tout le monde. Vérifiez qu’il ne nomme personne."),
    )  # fmt: skip

    def __init__(self, *args, minutes: Minutes, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Passage.objects.filter(minutes=minutes).exclude(text="")
        self.fields["passages"].queryset = rows
        self.fields["passages"].initial = rows.filter(is_public=True)
