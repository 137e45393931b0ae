"""A form in which members are named: typed, proposed while typing, and chosen among those who are called alike."""

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet

from portal.design.typography import french
from portal.organisations.people import employers, whose_name_is_like
from portal.organisations.searching import LONGEST
from portal.tenancy.models import Membership
from portal.territories.names import normalise

MOST_ALIKE = 8


class PersonField(forms.CharField):
    """A name. What was found stands in ``cleaned_data`` as a Membership, or None where nothing was typed."""

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST, **kwargs)


class NamesPeople:
    """Finds whom the PersonFields of a form name, among ``people``; never on a likeness alone.

    Beside each stands ``<name>_among``: those who are called alike, as choices, once the name told too little.
    ``suggest_url`` answers with people while a name is typed.
    """

    def name_people(self, people: QuerySet[Membership], suggest_url: str) -> None:
        self.people = people
        self.named = [name for name, field in self.fields.items() if isinstance(field, PersonField)]
        for name in self.named:
            self.fields[name].widget.attrs |= {
                "autocomplete": "off",
                "data-suggest-url": suggest_url,
                "data-suggest-fills": "personne",
            }
            among = forms.CharField(label="Qui est-ce ?", required=False, widget=forms.RadioSelect)
            self.fields[f"{name}_among"] = among

    def clean(self):
        cleaned = super().clean()
        for name in self.named:
            if name in cleaned:
                self._find(name, cleaned)
        return cleaned

    def _find(self, name: str, cleaned: dict) -> None:
        typed, ticked = cleaned[name].strip(), cleaned.get(f"{name}_among", "")
        if not typed:
            cleaned[name] = None
            return
        known = self.known_as(name)
        if known and normalise(str(known.user)) == normalise(typed):
            cleaned[name] = known
            return
        members = list(self.people)
        same = [each for each in members if normalise(str(each.user)) == normalise(typed)]
        alike = same or whose_name_is_like(typed, members)[:MOST_ALIKE]
        chosen = [each for each in alike if str(each.pk) == ticked]
        if len(same) == 1 or chosen:
            cleaned[name] = (chosen or same)[0]
            return
        self._propose(name, alike)
        said = (
            "choisissez ci-dessous qui vous voulez dire." if alike else "personne ne répond à ce nom parmi les membres."
        )
        self.add_error(name, french(f"« {typed} » : {said}"))

    def known_as(self, name: str) -> Membership | None:
        """Return who stands there already: kept as they are, whoever else has their name."""
        return None

    def _propose(self, name: str, alike: Iterable[Membership]) -> None:
        choices = [(each.pk, ", ".join([str(each.user), *employers(each)])) for each in alike]
        self.fields[f"{name}_among"].widget.choices = choices

    @property
    def asks_who(self) -> bool:
        return any(self.fields[f"{name}_among"].widget.choices for name in self.named)
