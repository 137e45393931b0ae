from collections.abc import Iterable

from django import forms

from portal.design.templatetags.design import capital
from portal.design.typography import french
from portal.notifications.models import Mail
from portal.notifications.subjects import Pace, Subject


class PacesForm(forms.Form):
    """One field a subject: how soon a mail is wanted."""

    def __init__(self, *args, subjects: Iterable[Subject], paces: dict[str, Pace], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(pace.value, capital(pace.label)) for pace in Pace]
        for subject in subjects:
            self.fields[subject.code] = forms.ChoiceField(
                label=french(subject.label), choices=choices, initial=paces[subject.code]
            )

    @property
    def paces(self) -> dict[str, Pace]:
        """What was chosen, by the code of the subject."""
        return {code: Pace(pace) for code, pace in self.cleaned_data.items()}


class MailFilterForm(forms.Form):
    """What narrows the report of the mails. A value that is not understood narrows nothing."""

    q = forms.CharField(label="Destinataire ou objet", required=False, max_length=100)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), *((state.value, capital(state.label)) for state in Mail.State)],
    )

    def narrowing(self) -> dict[str, str]:
        self.is_valid()
        return {"q": self.cleaned_data.get("q", ""), "state": self.cleaned_data.get("etat", "")}
