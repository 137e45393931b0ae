"""To which committee a solicitation is presented."""

from django import forms

from extranet.committees.models import Committee


class PresentForm(forms.Form):
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="Comité", empty_label="Choisissez un comité",
        error_messages={"invalid_choice": "Ce comité n’est pas proposé, ou lit déjà cette fiche."},
    )  # fmt: skip

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = offered
