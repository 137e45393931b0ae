from django import forms

from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from trainings.models import Needs, Session
from trainings.registering import Wishes, employers_of, overlapping

NO_EMPLOYER = "Sans organisation"


class NeedsForm(forms.ModelForm):
    """What one needs on the day; all of it may stay empty."""

    class Meta:
        model = Needs
        fields = ["accessibility", "meals"]

    def wishes(self) -> Wishes:
        return Wishes(self.cleaned_data["accessibility"].strip(), self.cleaned_data["meals"].strip())

    def validate_constraints(self):
        """Empty needs are no row at all."""


class SignUpForm(NeedsForm):
    """One's own sign-up: for which organisation, what one needs, and that one knows of the clash, if there is one."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Au titre de", help_text="L’organisation pour laquelle vous venez."
    )
    is_aware = forms.BooleanField(label="Je m’inscris quand même", required=True)
    field_order = ["is_aware", "organisation", "accessibility", "meals"]

    def __init__(self, *args, session: Session, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        choices = employers_of(membership)
        self.clashes = overlapping(session, membership)
        if len(choices) > 1:
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[each.pk for each in choices])
        else:
            del self.fields["organisation"]
        if not self.clashes:
            del self.fields["is_aware"]


class WhyForm(forms.Form):
    """Why something is refused or cancelled: whoever it concerns reads it."""

    reason = forms.CharField(
        label="Motif", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le lit dans le courriel qui la prévient.",
    )  # fmt: skip

    def clean_reason(self) -> str:
        return french(self.cleaned_data["reason"])


class MessageForm(forms.Form):
    """A message of whoever organises to people of a session."""

    subject = forms.CharField(label="Objet", max_length=120)
    text = forms.CharField(
        label="Message", max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Chaque personne le reçoit à part, sans voir les autres.",
    )  # fmt: skip
