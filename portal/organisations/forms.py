"""What people fill in to say who may see a thing."""

from django import forms
from django.db.models import Q
from django.db.models.functions import Lower

from portal.database import context
from portal.design.typography import french
from portal.organisations.models import Audience, Circle, Organisation
from portal.tenancy.models import Membership


class AudienceForm(forms.ModelForm):
    """Who may see a thing: shown by ``components/audience.html``, saved before the thing itself.

    ``reaches`` are those that make sense for it. ``initial_of`` begins with what another audience says.
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

    class Meta:
        model = Audience
        fields = ["reach", "kinds", "circles", "people"]
        widgets = {"reach": forms.RadioSelect}

    def __init__(self, *args, reaches=tuple(Audience.Reach), prefix="audience", **kwargs):
        super().__init__(*args, prefix=prefix, **kwargs)
        self.fields["reach"].choices = [(reach.value, reach.label) for reach in reaches]
        # A thing may be for somebody who has left: kept as it is, and not offered anew.
        offered = Q(ended_at=None, user__is_active=True)
        if self.instance.pk:
            offered |= Q(pk__in=self.instance.people.all())
        people = Membership.objects.of(context.current_tenant_id()).filter(offered).select_related("user")
        people = people.order_by(Lower("user__first_name"), Lower("user__last_name"), "pk")
        self.fields["people"].queryset = people
        self.fields["people"].label_from_instance = lambda membership: str(membership.user)

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
        elif not any(cleaned.get(name) for name in chosen) and not any(name in self.errors for name in chosen):
            self.add_error("reach", french("Choisissez au moins une nature d’organisation, un cercle ou une personne."))
        return cleaned
