"""What staff type about organisations, those who work for them, and circles."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.organisations.services import withdraw_invitations
from portal.tenancy.models import Membership


class MemberChoiceForm(WagtailAdminModelForm):
    """A form in which one member is chosen among those of the tenant that asks: with an open access, or as it is."""

    member_field: str

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.adopt_tenant()
        field = self.fields[self.member_field]
        members = Membership.objects.of(self.instance.tenant_id)
        chosen = members.filter(pk=getattr(self.instance, f"{self.member_field}_id"))
        field.queryset = (members.active() | chosen).select_related("user")


class AffiliationForm(MemberChoiceForm):
    member_field = "membership"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(ended_on=None)
        if self.instance.pk:  # whose it is does not change: what was done under it would change hands
            self._keep("membership", Membership.objects.of(self.instance.tenant_id).select_related("user"))
            self._keep("organisation", Organisation.objects.all())

    def _keep(self, name: str, rows):
        field = self.fields[name]
        field.widget, field.disabled = forms.Select(), True
        field.label_from_instance = lambda row: str(getattr(row, "user", row))
        field.queryset = rows.filter(pk=getattr(self.instance, f"{name}_id"))

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
