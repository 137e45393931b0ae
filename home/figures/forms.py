from django import forms
from django.core.exceptions import ValidationError
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

NUMBERS = ("value", "comparison")


class ValueForm(WagtailAdminModelForm):
    """One value; « 19,3 » is a number here, as people write it, and « 19.3 » too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NUMBERS:
            field = self.fields[name]
            field.localize, field.widget = True, forms.TextInput(attrs={"inputmode": "decimal"})
            field.widget.is_localized, field.widget.is_required = True, field.required


class SeriesFormSet(BaseChildFormSet):
    def clean(self, *args, **kwargs):
        """Refuse two values without a date: which is the latest would be anybody's guess."""
        super().clean(*args, **kwargs)
        kept = [form for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        undated = [form for form in kept if form.has_changed() or form.instance.pk if not form.cleaned_data["as_of"]]
        if len(undated) > 1:
            raise ValidationError("Une seule valeur peut rester sans date : donnez la date des autres.")


class SeriesPanel(InlinePanel):
    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": ValueForm, "formset": SeriesFormSet}
        return options
