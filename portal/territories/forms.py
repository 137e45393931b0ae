"""What staff type about the territories, narrowed to what is theirs."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from portal.design.typography import french
from portal.territories.coverage import target_of, with_covers
from portal.territories.models import Commune, Coordination, Platform, people_who_may_answer
from portal.territories.permissions import APPOINT, EVERY_PLATFORM


class CoverForm(WagtailAdminModelForm):
    """A rule or an exception; somebody who keeps their own platforms alone gives territory to those only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.adopt_tenant()
        self.keeps_all = self.for_user.has_perm(EVERY_PLATFORM)
        if not self.keeps_all:
            own = Coordination.objects.kept_by(self.for_user, timezone.localdate())
            self.fields["platform"].queryset = Platform.objects.filter(pk__in=own.values("platform"))
            self.fields["platform"].required = True


class CoverageExceptionForm(CoverForm):
    def clean_commune(self):
        """Refuse to take a commune from a colleague: the administration decides between two platforms."""
        commune = self.cleaned_data["commune"]
        if self.keeps_all or "commune" not in self.changed_data:
            return commune
        decides = target_of(with_covers(Commune.objects.filter(pk=commune.pk), self.instance.tenant_id).get())
        if decides and decides.platform not in self.fields["platform"].queryset:
            words = f"« {decides.target} » répond ici : demandez à l’administration de l’espace."
            raise ValidationError(french(words))
        return commune


class AbsenceForm(WagtailAdminModelForm):
    """An absence: one's own, or anybody's for who appoints coordinators."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.adopt_tenant()
        may_answer = people_who_may_answer(self.instance.tenant_id)
        self.fields["deputy"].queryset = may_answer
        if self.for_user.has_perm(APPOINT):
            self.fields["coordinator"].queryset = may_answer
        elif self.instance.coordinator_id is None:
            self.instance.coordinator = self.for_user
        if "coordinator" not in self.fields:
            self.fields["deputy"].queryset = may_answer.exclude(pk=self.instance.coordinator_id)


class AppointmentForm(forms.Form):
    """Who coordinates a platform, from which day."""

    user = forms.ModelChoiceField(
        get_user_model().objects.none(), label="Qui coordonne", required=False, empty_label="Personne",
        help_text="Parmi les membres qui ont le rôle coordination ou administration.",
    )  # fmt: skip
    on = forms.DateField(label="À partir du", initial=timezone.localdate, widget=AdminDateInput)

    def __init__(self, *args, platform: Platform, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_who_may_answer(platform.tenant_id)
