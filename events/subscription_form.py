"""What a member fills in to have an address of the calendar for one of their programs."""

from django import forms

from events.models import FeedToken


class SubscriptionForm(forms.ModelForm):
    class Meta:
        model = FeedToken
        fields = ["name", "purpose"]
        labels = {"name": "Nom de l’abonnement"}
        widgets = {"purpose": forms.RadioSelect}
        error_messages = {"name": {"required": "Donnez un nom à cet abonnement, pour le reconnaître."}}

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["purpose"].choices = [(each.value, each.label.capitalize()) for each in FeedToken.Purpose]
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self):
        """Two of one name could not be told apart when one is to be ended."""
        name = self.cleaned_data["name"]
        if FeedToken.objects.filter(membership=self.membership, name=name).exists():
            raise forms.ValidationError("Vous avez déjà un abonnement de ce nom.")
        return name
