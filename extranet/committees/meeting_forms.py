"""What the secretary fills in about a meeting: when and where, its agenda, its papers."""

import datetime

from django import forms
from django.utils import timezone

from events.staff.times import DayField, HourField
from extranet.committees.models import Committee, Item, Meeting, Proposal, Section
from extranet.library.forms import CHOOSE, AsksForFilesAgain, about_files
from portal.design.typography import french
from portal.documents.models import Document
from portal.organisations.models import Audience

END_OF_DAY = datetime.time(23, 59)


class MeetingForm(forms.ModelForm):
    day = DayField(label="Jour", error_messages={"required": "Donnez le jour."})
    starts = HourField(label="Heure de début")
    ends = HourField(label="Heure de fin")
    proposals_day = DayField(
        label="On propose des points jusqu’au", required=False,
        help_text=french("Ce jour compris. Vide : selon le délai du comité."),
    )  # fmt: skip

    class Meta:
        model = Meeting
        fields = ["title", "place", "remote_link", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"title": french("Vide : « Réunion du » et la date.")}
        error_messages = {"remote_link": {"invalid": french("Une adresse complète : https://…")}}

    field_order = ["day", "starts", "ends", "place", "remote_link", "title", "note", "proposals_day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meeting: Meeting = self.instance
        self.starts_before, self.closed_before = meeting.starts_at, meeting.proposals_until
        if meeting.pk:
            start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
            self.initial |= {"day": start.date(), "starts": start.time(), "ends": end.time()}
            if meeting.proposals_until:
                self.initial["proposals_day"] = timezone.localdate(meeting.proposals_until)

    def clean(self):
        cleaned = super().clean()
        words = {"starts": "Dites à quelle heure elle commence.", "ends": "Dites à quelle heure elle finit."}
        for name, said in words.items():
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, said)
        if not self.errors.keys() & {"day", "starts", "ends"}:
            self._settle(cleaned)
        return cleaned

    def _settle(self, cleaned: dict) -> None:
        """Write into the meeting from when to when it is, and until when items are proposed."""
        start, end = _moment(cleaned["day"], cleaned["starts"]), _moment(cleaned["day"], cleaned["ends"])
        meeting: Meeting = self.instance
        if end <= start:
            self.add_error("ends", french("La fin doit venir après le début."))
        elif start < timezone.now() and start != self.starts_before and meeting.state != Meeting.State.RUNNING:
            self.add_error("day", french("Ce moment est déjà passé."))
        meeting.starts_at, meeting.ends_at = start, end
        last = cleaned.get("proposals_day")
        if last is None:
            meeting.proposals_until = None
        elif last > cleaned["day"]:
            self.add_error("proposals_day", french("Au plus tard le jour de la réunion."))
        elif not (self.closed_before and timezone.localdate(self.closed_before) == last):
            meeting.proposals_until = min(_moment(last, END_OF_DAY), start)
        else:
            meeting.proposals_until = min(self.closed_before, start)


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour)).astimezone(datetime.UTC)


class ItemForm(forms.ModelForm):
    class Meta:
        model = Item
        fields = ["title", "aim", "text", "presenter", "minutes", "section"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "aim": forms.RadioSelect}
        error_messages = {
            "title": {"required": "Donnez un intitulé au point."},
            "minutes": {"min_value": "De 1 à 600 minutes.", "max_value": "De 1 à 600 minutes."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sections = Section.objects.filter(meeting=self.instance.meeting)
        self.fields["section"].queryset = sections
        self.fields["section"].empty_label = "Hors partie"
        self.fields["aim"].choices = [(value, label.capitalize()) for value, label in Item.Aim.choices]
        if not sections.exists():
            del self.fields["section"]

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes == 0:
            raise forms.ValidationError("De 1 à 600 minutes.")
        return minutes


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ["title"]
        error_messages = {"title": {"required": "Donnez un titre à la partie."}}


class ProposalForm(forms.Form):
    reason = forms.CharField(
        label="Votre réponse", required=False, max_length=Proposal._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=french("Nécessaire si le point n’est pas retenu : la personne la lira."),
    )  # fmt: skip


class PaperForm(AsksForFilesAgain, forms.Form):
    """A file, and for whom. ``audience()`` is one that papers copy, and that goes afterwards."""

    files_field = "file"
    file = forms.FileField(label="Fichier", error_messages=CHOOSE, allow_empty_file=True)
    title = forms.CharField(
        label="Titre", required=False, max_length=160, help_text=french("Vide : le nom du fichier.")
    )
    item = forms.ModelChoiceField(
        label="Point de l’ordre du jour", required=False, queryset=Item.objects.none(), empty_label="Toute la réunion"
    )
    reach = forms.ChoiceField(label="Pour qui", initial="comite", widget=forms.RadioSelect)

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee: Committee = meeting.committee
        self.fields["file"].help_text = about_files()
        self.fields["item"].queryset = meeting.items.all()
        self.fields["reach"].choices = [
            ("comite", french(f"Les membres de « {self.committee} »")),
            ("professionnels", "Tous les professionnels de l’espace"),
            ("public", "Tout le monde : la pièce paraît avec l’extrait public du compte rendu"),
        ]

    def clean(self):
        if self.errors:
            self.ask_for_files_again()
        return super().clean()

    def audience(self) -> Audience:
        if self.cleaned_data["reach"] != "comite":
            return Audience.objects.create(reach=self.cleaned_data["reach"])
        audience = Audience.objects.create(reach=Audience.Reach.CHOSEN)
        audience.circles.add(self.committee.circle)
        return audience


class AttachForm(forms.Form):
    document = forms.ModelChoiceField(
        label="Document", queryset=Document.objects.none(), empty_label="Choisissez",
        error_messages={"required": "Choisissez le document."},
    )  # fmt: skip
    item = forms.ModelChoiceField(
        label="Point de l’ordre du jour", required=False, queryset=Item.objects.none(), empty_label="Toute la réunion"
    )

    def __init__(self, *args, meeting: Meeting, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents
        self.fields["item"].queryset = meeting.items.all()


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Motif", max_length=Meeting._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": french("Dites pourquoi : chaque membre le lira.")},
    )  # fmt: skip
