"""What narrows the figures: a year, a platform."""

from django import forms

from extranet.solicitations import figures
from portal.territories.models import Platform


class FiguresForm(forms.Form):
    """A value that is none of the choices narrows nothing."""

    annee = forms.TypedChoiceField(label="Année", coerce=int, required=False)
    plateforme = forms.ModelChoiceField(
        Platform.objects.none(), label="Plateforme", required=False, empty_label="Toutes", to_field_name="slug"
    )

    def __init__(self, data):
        years = figures.years_offered()
        super().__init__({"annee": data.get("annee") or years[0], "plateforme": data.get("plateforme")})
        self.fields["annee"].choices = [(year, str(year)) for year in years]
        self.fields["plateforme"].queryset = Platform.objects.order_by("name")
        self.is_valid()

    @property
    def year(self) -> int:
        return self.cleaned_data.get("annee") or figures.years_offered()[0]

    @property
    def platform(self) -> Platform | None:
        return self.cleaned_data.get("plateforme")
