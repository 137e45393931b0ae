from collections.abc import Iterable

from django import forms

from home.resources.models import Resource, ResourceTheme

NATURES = [("", "Documents et liens"), ("document", "Documents"), ("lien", "Liens")]


class ResourceFilters(forms.Form):
    """The names are those of the address: « /ressources/?theme=agir&nature=lien ». What is unknown narrows nothing."""

    theme = forms.ChoiceField(label="Thème", required=False)
    nature = forms.ChoiceField(
        label="Nature",
        required=False,
        choices=[("", "Documents et liens"), ("document", "Documents"), ("lien", "Liens")],
    )

    def __init__(self, asked, themes: Iterable[ResourceTheme]):
        super().__init__(asked)
        self.fields["theme"].choices = [("", "Tous les thèmes"), *((theme.slug, theme.name) for theme in themes)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "field__input"

    @property
    def narrowing(self) -> dict[str, str]:
        """Return what was validly asked, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def keep(self, resource: Resource) -> bool:
        asked = self.narrowing
        is_of_theme = "theme" not in asked or (resource.theme and resource.theme.slug == asked["theme"])
        return bool(is_of_theme) and asked.get("nature", resource.nature) == resource.nature

    def drawn(self) -> forms.Form:
        """Return the form as it is drawn: what narrows stands in it, and nothing is an error."""
        drawn = forms.Form(initial=self.narrowing)
        drawn.fields = self.fields
        return drawn
