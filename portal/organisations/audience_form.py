"""What people fill in to say who may see a thing."""

from django import forms
from django.db.models import Q

from portal.database import context
from portal.design.typography import french
from portal.organisations.models import Audience, Circle, Organisation
from portal.organisations.people import employers, members_to_choose, whose_name_is_like, with_employers
from portal.tenancy.models import Membership
from portal.territories.names import normalise

MOST_ALIKE = 8
"""Of those whose name is like what was typed, how many are proposed."""


class AudienceForm(forms.ModelForm):
    """Who may see a thing: shown by ``components/audience.html``, saved before the thing itself.

    ``reaches`` are those that make sense for it. ``initial_of`` begins with what another audience says. People are
    boxes: those who are chosen, and those whose name was typed and is not quite theirs, to be ticked or not.
    ``suggest_url`` answers with members while a name is typed.
    """

    kinds = forms.MultipleChoiceField(
        label="Natures d’organisation", required=False, widget=forms.CheckboxSelectMultiple,
        choices=sorted(Organisation.Kind.choices, key=lambda choice: choice[0] == Organisation.Kind.OTHER),
    )  # fmt: skip
    circles = forms.ModelMultipleChoiceField(
        label="Cercles", required=False, queryset=Circle.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    people = forms.ModelMultipleChoiceField(
        label="Personnes", required=False, queryset=Membership.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label="Ajouter des personnes", required=False, max_length=500,
        help_text="Un nom, ou plusieurs séparés par des virgules.",
    )  # fmt: skip

    class Meta:
        model = Audience
        fields = ["reach", "kinds", "circles", "people"]
        widgets = {"reach": forms.RadioSelect}

    def __init__(self, *args, reaches=tuple(Audience.Reach), prefix="audience", suggest_url="", **kwargs):
        super().__init__(*args, prefix=prefix, **kwargs)
        self.fields["reach"].choices = [(reach.value, reach.label) for reach in reaches]
        # A thing may be for somebody who has left: kept as it is, and not offered anew.
        offered = Q(ended_at=None, user__is_active=True)
        if self.instance.pk:
            offered |= Q(pk__in=self.instance.people.all())
        self.fields["people"].queryset = Membership.objects.of(context.current_tenant_id()).filter(offered)
        self._show(self["people"].value() or [])
        if suggest_url:
            attrs = {
                "suggest-url": suggest_url,
                "suggest-fills": "personne",
                "suggest-box": f"{self['people'].auto_id}_box",
            }
            self.fields["names"].widget.attrs |= {f"data-{name}": value for name, value in attrs.items()}

    def _show(self, keys) -> None:
        """Make a box for each of these members, with what tells two of one name apart."""
        keys = [key for key in map(str, keys) if key.isdecimal() and len(key) < 19]
        people = with_employers(self.fields["people"].queryset.filter(pk__in=keys)) if keys else []
        self.fields["people"].widget.choices = [(m.pk, ", ".join([str(m.user), *employers(m)])) for m in people]

    @staticmethod
    def initial_of(audience: Audience) -> dict:
        """Return what another audience says, for a form that will make a new one."""
        return {
            "reach": audience.reach,
            "kinds": audience.kinds,
            "circles": audience.circles.all(),
            "people": audience.people.all(),
        }

    def clean(self):
        cleaned = super().clean()
        chosen = ("kinds", "circles", "people")
        if cleaned.get("reach") != Audience.Reach.CHOSEN:
            cleaned.update(kinds=[], circles=Circle.objects.none(), people=Membership.objects.none())
            return cleaned
        self._add_named(cleaned)
        if not any(cleaned.get(name) for name in chosen) and not any(name in self.errors for name in self.fields):
            self.add_error("reach", french("Choisissez au moins une nature d’organisation, un cercle ou une personne."))
        return cleaned

    def _add_named(self, cleaned: dict) -> None:
        """Choose those whose very name was typed; never on a likeness, which is proposed beside an error."""
        names = [name.strip() for name in cleaned.get("names", "").split(",") if name.strip()]
        if not names or "people" not in cleaned:
            return
        ticked = list(with_employers(cleaned["people"]))
        members, alike, unknown = list(members_to_choose(context.current_tenant_id())), [], []
        for name in names:
            if whose_name_is_like(name, ticked):
                continue  # proposed before, and ticked since
            same = [each for each in members if normalise(str(each.user)) == normalise(name)]
            if len(same) == 1:
                ticked += same
            else:
                unknown.append(name)
                alike += same or whose_name_is_like(name, members)[:MOST_ALIKE]
        cleaned["people"] = self.fields["people"].queryset.filter(pk__in=[each.pk for each in ticked])
        self._show(each.pk for each in (*ticked, *alike))
        if unknown:
            said = ", ".join(f"« {name} »" for name in unknown)
            end = "cochez qui vous voulez parmi ces personnes." if alike else "aucun membre ne répond à ce nom."
            self.add_error("names", french(f"{said} : {end}"))
