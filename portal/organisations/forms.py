"""What staff type about organisations, those who work for them, and circles."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.organisations.services import withdraw_invitations
from portal.tenancy.models import Membership


def members_to_choose(tenant_id: int, chosen: int | None = None):
    """Return the members with an open access, by name, and the one who is chosen already."""
    members = Membership.objects.of(tenant_id)
    kept = members.active() | members.filter(pk=chosen) if chosen else members.active()
    return kept.select_related("user").order_by("user__last_name", "user__first_name", "pk")


class MemberChoiceForm(WagtailAdminModelForm):
    """A form in which one member is chosen among those of the tenant that asks."""

    member_field: str

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.adopt_tenant()
        field = self.fields[self.member_field]
        field.queryset = members_to_choose(self.instance.tenant_id, getattr(self.instance, f"{self.member_field}_id"))
        field.label_from_instance = lambda membership: str(membership.user)


class AffiliationForm(MemberChoiceForm):
    member_field = "membership"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(ended_on=None)
        if self.instance.pk:  # whose it is does not change: what was done under it would change hands
            self.fields["membership"].disabled = self.fields["organisation"].disabled = True
            self.fields["organisation"].queryset = Organisation.objects.filter(pk=self.instance.organisation_id)

    def save(self, commit=True):
        """Save, and withdraw what waits of somebody who is referent no more."""
        was_referent = self.initial.get("is_referent") and not self.initial.get("ended_on")
        affiliation = super().save(commit)
        if was_referent and (affiliation.ended_on or not affiliation.is_referent):
            withdraw_invitations(affiliation, by=self.for_user)
        return affiliation


class CircleForm(MemberChoiceForm):
    member_field = "owner"

    def _save_m2m(self):
        """Who runs a circle is in it."""
        super()._save_m2m()
        if self.instance.owner_id:
            self.instance.members.add(self.instance.owner_id)


class MergeForm(forms.Form):
    duplicate = forms.ModelChoiceField(
        Organisation.objects.none(), label="Le doublon qui disparaît", empty_label="Choisissez",
        error_messages={"required": "Choisissez le doublon."},
    )  # fmt: skip

    def __init__(self, *args, into: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duplicate"].queryset = Organisation.objects.exclude(pk=into.pk)


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Fichier CSV ou XLSX",
        help_text=french("Au plus 2 000 lignes et 2 Mo. Rien n’est écrit avant que vous ayez relu le sort de chacune."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )  # fmt: skip
