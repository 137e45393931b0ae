"""What people narrow the agenda by. A value that is none of the choices narrows nothing; the address keeps the rest."""

import datetime

from django import forms
from django.db.models import TextChoices

from events import dated
from events.periods import day_written
from portal.tenancy.models import Membership
from portal.territories.models import Platform

LONGEST = 80


class Reach(TextChoices):
    """Whom an entry is for, as the agenda tells apart."""

    PUBLIC = "tous", "ouvert à tout le monde"
    MEMBERS = "professionnels", "réservé aux professionnels"


class DayField(forms.DateField):
    """A day of this century; anything else is no day, and no error."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value) -> datetime.date | None:
        return day_written(value or "")


class AgendaForm(forms.Form):
    """The names are those of the address: « /agenda/?nature=echange&plateforme=lens-henin »."""

    nature = forms.ChoiceField(label="Nature", required=False)
    plateforme = forms.ChoiceField(label="Plateforme", required=False)
    public = forms.ChoiceField(label="Public", required=False, choices=[("", "Tous"), *Reach.choices])
    commune = forms.CharField(label="Commune ou code postal", required=False, max_length=LONGEST)
    du = DayField(label="Du", required=False)
    au = DayField(label="Au", required=False)
    miens = forms.BooleanField(label="Seulement ce à quoi j’ai répondu", required=False)

    def __init__(self, data, *, membership: Membership | None, platforms: list[Platform], has_period: bool):
        super().__init__(data)
        self.platforms = platforms
        self.fields["nature"].choices = [("", "Toutes"), *((code, label.capitalize()) for code, label in dated.kinds())]
        self.fields["plateforme"].choices = [("", "Toutes"), *((each.slug, each.name) for each in platforms)]
        for name in self._senseless(membership, has_period):
            del self.fields[name]
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "field__input"

    def _senseless(self, membership: Membership | None, has_period: bool) -> list[str]:
        """Return what does not help: a visitor sees public things only, and a month is its own period."""
        for_visitors = [] if membership else ["public", "miens"]
        return for_visitors + ([] if has_period else ["du", "au"])

    def narrowing(self) -> dict[str, object]:
        """Return what was validly asked, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def shown(self) -> "AgendaForm":
        """Return the form as it is drawn: what narrows stands in it, and nothing is an error."""
        drawn = forms.Form(initial={name: _written(value) for name, value in self.narrowing().items()})
        drawn.fields = self.fields
        return drawn


def _written(value):
    return value.isoformat() if isinstance(value, datetime.date) else value
