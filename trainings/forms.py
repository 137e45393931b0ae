"""What people narrow the catalogue by. A value that is none of the choices narrows nothing."""

from django import forms

from portal.organisations.models import Organisation

LONGEST = 80


class CatalogueForm(forms.Form):
    """The names are those of the address: « /formations/?nature=bailleur&places=on »."""

    q = forms.CharField(label="Mots", required=False, max_length=LONGEST)
    nature = forms.ChoiceField(
        label="Ouverte à", required=False, choices=[("", "Toutes les organisations"), *Organisation.Kind.choices]
    )
    commune = forms.CharField(label="Commune ou code postal", required=False, max_length=LONGEST)
    places = forms.BooleanField(label="Seulement avec des places", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "field__input"

    def narrowing(self) -> dict[str, object]:
        """Return what was validly asked, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def shown(self) -> forms.Form:
        """Return the form as it is drawn: what narrows stands in it, and nothing is an error."""
        drawn = forms.Form(initial=self.narrowing())
        drawn.fields = self.fields
        return drawn
