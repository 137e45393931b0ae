"""What those who keep the catalogue write of a training, and of a session. Its half-days: ``trainings.staff.rows``."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.slug import SlugInput

from events.staff.forms import DOCUMENTS, DocumentsField, HasDocuments
from events.staff.times import OUT_OF_CENTURY, DayField
from portal.design.typography import french
from portal.organisations.models import Audience, Organisation
from portal.tenancy.models import Membership
from trainings import keeping
from trainings.models import Session, Training
from trainings.models.sessions import FIRST_DAY, LAST_DAY

REACHES = (Audience.Reach.PROFESSIONALS, Audience.Reach.CHOSEN)
"""Only members sign up: « tout le monde » would promise what nobody could keep."""
AS_IN_ADDRESSES = [("œ", "oe"), ("Œ", "Oe"), ("[’']", " ")]
"""As keeping.as_slug does, while the title is typed."""
LONG_TEXTS = {"aims": 4, "programme": 6, "method": 3, "prerequisites": 2, "for_whom": 2, "accessibility": 3}
SYNC = {
    "data-controller": "w-sync", "data-w-sync-target-value": "#id_slug",
    "data-action": "focus->w-sync#check blur->w-sync#apply change->w-sync#apply keyup->w-sync#apply",
}  # fmt: skip


def _write_in_french(form: forms.BaseForm) -> None:
    """Keep French signs with their words in what helps to fill a form in."""
    for field in form.fields.values():
        field.help_text = french(field.help_text)


class TrainingForm(HasDocuments, WagtailAdminModelForm):
    """The words of a training. Its identifier is chosen once, when it is made."""

    # What is typed is made an identifier, so it is none yet.
    slug = forms.CharField(
        label="Identifiant", required=False, max_length=keeping.LONGEST_SLUG,
        widget=SlugInput(attrs={"data-w-slug-allow-unicode-value": "false"}, formatters=AS_IN_ADDRESSES),
        help_text="Dans l’adresse de sa page. Vide : d’après le titre. Ne change plus.",
    )  # fmt: skip
    documents = DocumentsField(**DOCUMENTS)

    class Meta:
        model = Training
        fields = [
            "title", "slug", "summary", "aims", "programme", "method", "prerequisites", "for_whom", "hours",
            "institute", "contact_name", "phone", "email", "accessibility", "is_public", "documents",
        ]  # fmt: skip
        widgets = {name: AdminAutoHeightTextInput(attrs={"rows": rows}) for name, rows in LONG_TEXTS.items()}
        error_messages = {
            "title": {"required": french("Donnez un titre à la formation.")},
            "hours": {"required": french("Dites combien d’heures elle dure : 7 pour une journée.")},
            "institute": {"required": french("Dites quel organisme assure la formation.")},
        }

    def __init__(self, *args, membership: Membership | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.adopt_tenant()
        if self.instance.pk:
            del self.fields["slug"]
        else:
            self.fields["title"].widget.attrs |= SYNC
        self._offer_institutes()
        self.offer_documents(self.for_user, membership)
        _write_in_french(self)

    def _offer_institutes(self) -> None:
        """The bodies that train first, then the others: an authority may train its partners itself."""
        field = self.fields["institute"]
        open_or_its_own = Q(ended_on=None) | Q(pk=self.instance.institute_id)
        field.queryset = Organisation.objects.filter(open_or_its_own)
        trains, others = [], []
        for each in field.queryset.order_by("name__unaccent", "pk"):
            (trains if each.kind == Organisation.Kind.INSTITUTE else others).append((each.pk, each.name))
        groups = [("Organismes de formation", trains), ("Autres organisations", others)]
        field.widget.choices = [("", "Choisir…"), *(group for group in groups if group[1])]

    def clean_slug(self):
        slug = keeping.as_slug(self.cleaned_data["slug"])
        if slug in keeping.RESERVED or (slug and Training.objects.filter(slug=slug).exists()):
            proposed = keeping.slug_for(slug)
            raise forms.ValidationError(french(f"Cet identifiant est déjà pris ; « {proposed} » est libre."))
        return slug


class TitleForm(forms.Form):
    """How the copy of a training is called."""

    title = forms.CharField(
        label="Titre", max_length=Training._meta.get_field("title").max_length,
        error_messages={"required": french("Donnez un titre à la copie.")},
    )  # fmt: skip


class MomentField(forms.DateTimeField):
    """A day and an hour of this century, chosen in the browser’s own field, or typed « 02/03/2027 9:00 »."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"), **kwargs)

    def clean(self, value):
        moment = super().clean(value)
        if moment and not FIRST_DAY <= moment < LAST_DAY:
            raise forms.ValidationError(OUT_OF_CENTURY)
        return moment


def _moment(name: str) -> MomentField:
    field = Session._meta.get_field(name)
    return MomentField(label=field.verbose_name, help_text=french(field.help_text), required=False)


class SessionForm(WagtailAdminModelForm):
    """Where a session is held, how many may come, and when they may sign up."""

    opens_at, closes_at = _moment("opens_at"), _moment("closes_at")

    class Meta:
        model = Session
        fields = [
            "place", "address", "commune", "remote_link", "note", "capacity", "least", "most_per_organisation",
            "opens_at", "closes_at", "needs_approval",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The commune's chooser is registered once all screens are: after this class was made.
        self.fields["commune"] = formfield_for_dbfield(Session._meta.get_field("commune"))
        capacity = self.fields["capacity"]
        capacity.required, capacity.help_text = True, ""
        capacity.error_messages["required"] = french("Dites combien de places il y a.")
        _write_in_french(self)

    def clean(self):
        cleaned = super().clean()
        capacity, least = cleaned.get("capacity"), cleaned.get("least")
        if capacity and least and least > capacity:
            self.add_error("least", french("Le nombre minimal ne dépasse pas le nombre de places."))
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("opens_at", french("Les inscriptions ouvrent avant de fermer."))
        return cleaned

    def details(self) -> dict:
        """Return what was said, as trainings.services takes it."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        commune = said.pop("commune")
        return said | {"commune_id": commune.pk if commune else None}

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Put what the model refuses beside its field, or before the form."""
        for name, words in errors.items():
            self.add_error(name if name in self.fields else None, [french(capfirst(each)) for each in words])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=french("Les personnes inscrites le liront, et le catalogue le montrera."),
        error_messages={"required": french("Dites pourquoi : les personnes inscrites le liront.")},
    )  # fmt: skip


class FirstDayForm(forms.Form):
    first_day = DayField(
        label="Premier jour", error_messages={"required": "Donnez le jour où la session commence."},
        help_text=french("Les autres demi-journées se décalent d’autant, aux mêmes heures."),
    )  # fmt: skip
