"""What those who keep the calendar fill in. When and how it repeats: see ``events.staff.times``."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminAutoHeightTextInput

from events.models import Event, Occurrence, SchoolBreak
from events.services import Scope
from portal.accounts.models import User
from portal.design.typography import french
from portal.documents import perms as documents_perms
from portal.documents.models import Document
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership


def readable_by(user: User, membership: Membership | None) -> Iterable[Document]:
    """Return the published documents that this person may read, as ``documents.perms.may_read`` says of each."""
    readable = Q(pk__in=Document.objects.visible_to(membership).values("pk"))
    if documents_perms.may_keep(user):
        readable |= Q(folder__isnull=False)
    return Document.objects.filter(readable, state=Document.State.PUBLISHED).select_related("folder")


class DocumentsField(forms.ModelMultipleChoiceField):
    """Boxes, folder by folder: those that the writer may read."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, documents) -> None:
        self.queryset = documents
        groups: dict[str, list] = {}
        for each in documents.order_by("folder__position", "folder__name", "title", "pk"):
            groups.setdefault(each.folder.name if each.folder else "Sans dossier", []).append((each.pk, each.title))
        self.widget.choices = list(groups.items())


class HasDocuments(forms.Form):
    """A form in which documents are chosen; those that the writer may not read stay where they are, unseen."""

    def offer_documents(self, user: User, membership: Membership | None) -> None:
        documents = readable_by(user, membership)
        self.fields["documents"].offer(documents)
        attached = self.instance.documents.all() if self.instance.pk else Document.objects.none()
        self.unseen = attached.exclude(pk__in=documents.values("pk"))

    @property
    def chosen_documents(self) -> list[Document]:
        return [*self.cleaned_data["documents"], *self.unseen]


DOCUMENTS = {
    "label": "Documents de la bibliothèque", "required": False, "queryset": Document.objects.none(),
    "help_text": french("Chaque personne n’y voit que ceux qu’elle peut lire dans la bibliothèque."),
}  # fmt: skip


class EventForm(HasDocuments, WagtailAdminModelForm):
    """The words of an event."""

    documents = DocumentsField(**DOCUMENTS)

    class Meta:
        model = Event
        fields = [
            "kind", "title", "text", "platforms", "organiser", "contact_name", "phone", "email", "documents",
            "takes_signups",
        ]  # fmt: skip
        widgets = {"platforms": forms.CheckboxSelectMultiple, "text": AdminAutoHeightTextInput(attrs={"rows": 4})}
        error_messages = {"title": {"required": french("Donnez un titre à l’événement.")}}

    def __init__(self, *args, membership: Membership | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.adopt_tenant()
        open_or_its_own = Q(ended_on=None) | Q(pk=self.instance.organiser_id)
        self.fields["organiser"].queryset = Organisation.objects.filter(open_or_its_own).order_by("name")
        self.fields["organiser"].empty_label = french("L’équipe de l’espace")
        self.offer_documents(self.for_user, membership)

    def clean_takes_signups(self):
        """The link of a meeting at a distance is shown to those who signed up: without them, to nobody."""
        takes = self.cleaned_data["takes_signups"]
        if not takes and self.instance.pk and self.instance.occurrences.upcoming().exclude(remote_link="").exists():
            raise forms.ValidationError("Une date à venir a un lien de visioconférence : il faut pouvoir s’y inscrire.")
        return takes


WHERE = ["place", "address", "commune", "remote_link", "capacity"]


class PlaceForm(WagtailAdminModelForm):
    """Where a date is held, and how many may come."""

    class Meta:
        model = Occurrence
        fields = [*WHERE, "note"]

    def __init__(self, *args, takes_signups: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.takes_signups = takes_signups
        # The commune's chooser is registered once all screens are: after this class was made.
        self.fields["commune"] = formfield_for_dbfield(Occurrence._meta.get_field("commune"))

    def clean_remote_link(self):
        link = self.cleaned_data["remote_link"]
        if link and not self.takes_signups:
            raise forms.ValidationError("Ce lien n’est montré qu’aux personnes inscrites : ouvrez les inscriptions.")
        return link

    def details(self, *, without: Iterable[str] = ()) -> dict:
        """Return what was said, as events.services takes it."""
        said = {name: self.cleaned_data[name] for name in (*WHERE, "note") if name not in without}
        commune = said.pop("commune", None)
        return said | {"commune_id": commune.pk if commune else None}


class DateForm(HasDocuments, PlaceForm):
    """All that is said of one date, apart from its day and hours."""

    documents = DocumentsField(**DOCUMENTS | {"label": "Documents de cette date"})
    scope = forms.ChoiceField(
        label="Pour quelles dates ?", choices=Scope.choices, initial=Scope.THIS, widget=forms.RadioSelect,
        help_text=french(
            "Le jour se décale d’autant pour les autres dates ; la précision et les documents restent à celle-ci."
        ),
    )  # fmt: skip

    def __init__(self, *args, membership: Membership | None, has_sisters: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_documents(self.for_user, membership)
        if not has_sisters:
            del self.fields["scope"]

    @property
    def chosen_scope(self) -> Scope:
        return Scope(self.cleaned_data.get("scope", Scope.THIS))


class CallOffForm(forms.Form):
    """Cancel or put off, and why."""

    state = forms.ChoiceField(
        label="Que se passe-t-il ?", widget=forms.RadioSelect,
        choices=[
            (Occurrence.State.CANCELLED, "annulé : cela n’aura pas lieu"),
            (Occurrence.State.POSTPONED, "reporté : une autre date sera donnée"),
        ],
        error_messages={"required": "Dites si c’est annulé ou reporté."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Pourquoi", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=french("Les personnes inscrites le liront, et l’agenda le montrera."),
        error_messages={"required": french("Dites pourquoi : les personnes inscrites le liront.")},
    )  # fmt: skip
    scope = forms.ChoiceField(
        label="Pour quelles dates ?", choices=Scope.choices, initial=Scope.THIS, widget=forms.RadioSelect
    )

    def __init__(self, *args, has_sisters: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_sisters:
            del self.fields["scope"]

    @property
    def chosen_scope(self) -> Scope:
        return Scope(self.cleaned_data.get("scope", Scope.THIS))


class SchoolBreakForm(WagtailAdminModelForm):
    class Meta:
        model = SchoolBreak
        fields = ["name", "first_day", "last_day"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Le dernier jour vient avant le premier.")
        return cleaned
