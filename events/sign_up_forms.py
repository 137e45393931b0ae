from django import forms

from events.models import Occurrence


class CapacityForm(forms.ModelForm):
    """How many may come on a date."""

    class Meta:
        model = Occurrence
        fields = ["capacity"]
