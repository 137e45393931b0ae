"""What is typed on the page of a solicitation: words of the thread, answers, guests, study meetings.

Each free text warns, and refuses what says who it is about (``screening``).
"""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.staff.times import DayField, HourField
from extranet.committees.choosing import NamesPeople, PersonField
from extranet.solicitations.models import Message, Solicitation, StudyMeeting
from extranet.solicitations.models.lists import EndReason, RefusalReason
from extranet.solicitations.screening import screened
from extranet.solicitations.words import NO_NAMES
from portal.design.typography import french
from portal.territories.models import Platform
from portal.territories.services_offered import services_around

LONGEST = {"text": Message._meta.get_field("text").max_length} | {
    name: Solicitation._meta.get_field(name).max_length
    for name in ("answer_text", "destination", "destination_contact")
}


def words(label: str, *, longest: int, required: str = "", **kwargs) -> forms.CharField:
    """Return a screened text; ``required`` says what to do while nothing is written."""
    return forms.CharField(
        label=label, max_length=longest, required=bool(required), help_text=NO_NAMES, validators=[screened],
        widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": required}, **kwargs,
    )  # fmt: skip


class MessageForm(forms.Form):
    text = words("Votre message", longest=LONGEST["text"], required="Écrivez un message.")


class QuestionForm(forms.Form):
    text = words(
        "Ce qui manque", longest=LONGEST["text"], required=french("Dites ce qui manque : le partenaire le lira.")
    )


class StudyForm(forms.Form):
    """Nothing to fill in: one confirms."""


class RedirectForm(forms.Form):
    """A service that the portal knows, or one in so many words; and how it is reached, as it is said that day."""

    service = forms.ChoiceField(label="Un service du territoire", required=False)
    destination = forms.CharField(
        label="Ou un autre service", required=False, max_length=LONGEST["destination"], validators=[screened]
    )
    contact = forms.CharField(
        label="Comment le joindre", required=False, max_length=LONGEST["destination_contact"],
        help_text=french("Vide : ce que dit la fiche du service choisi. Jamais les coordonnées du ménage."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    text = words("Un mot pour le partenaire", longest=LONGEST["answer_text"])

    def __init__(self, *args, platform: Platform, **kwargs):
        super().__init__(*args, **kwargs)
        self.services = {each.key: each for each in services_around(platform)}
        self.fields["service"].choices = [
            ("", "Choisir"), *((key, each.name) for key, each in self.services.items()),
        ]  # fmt: skip
        if not self.services:
            del self.fields["service"]
            self.fields["destination"].label = "Vers quel service"

    def clean(self):
        cleaned = super().clean()
        chosen, typed = self.services.get(cleaned.get("service", "")), cleaned.get("destination", "").strip()
        if chosen and typed:
            self.add_error("destination", french("Choisissez un service, ou écrivez-en un : pas les deux."))
        elif chosen:
            cleaned["destination"] = chosen.name[: LONGEST["destination"]]
            self._fill_contact(cleaned, " ".join(chosen.contact.split()))
        elif not typed and "destination" not in self.errors:
            self.add_error("destination", "Dites vers quel service.")
        if not chosen and "contact" not in self.errors and not cleaned.get("contact", "").strip():
            self.add_error("contact", "Dites comment joindre ce service.")
        return cleaned

    def _fill_contact(self, cleaned: dict, known: str) -> None:
        if "contact" in self.errors or cleaned["contact"].strip():
            return
        if not known:
            self.add_error("contact", french("La fiche de ce service ne dit pas comment le joindre : dites-le."))
        elif len(known) > LONGEST["destination_contact"]:
            self.add_error("contact", french("La fiche de ce service en dit trop long : résumez comment le joindre."))
        else:
            cleaned["contact"] = known


def _reasons(label: str, choices, required: str) -> forms.ChoiceField:
    choices = [(value, label.capitalize()) for value, label in choices]
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required}
    )


class RefuseForm(forms.Form):
    reason = _reasons("Le motif", RefusalReason.choices, "Choisissez le motif.")
    text = words("Un mot pour le partenaire", longest=LONGEST["answer_text"])

    def clean(self):
        cleaned = super().clean()
        is_mute = "text" in cleaned and not cleaned["text"].strip()
        if cleaned.get("reason") == RefusalReason.OTHER and is_mute:
            self.add_error("text", french("Dites le motif : le partenaire le lira."))
        return cleaned


class EndForm(forms.Form):
    """The platform's reasons; a partner withdraws their own request."""

    reason = _reasons(
        "Pourquoi", [each for each in EndReason.choices if each[0] != EndReason.WITHDRAWN], "Choisissez pourquoi."
    )
    text = words("Un mot pour le partenaire", longest=LONGEST["answer_text"])


class GuestForm(NamesPeople, forms.Form):
    person = PersonField(
        label="Qui inviter",
        help_text="Un membre de cet espace, par son nom ou son organisation.",
        error_messages={"required": "Dites qui inviter."},
    )

    def __init__(self, *args, people, suggest_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.name_people(people, suggest_url)


HOURS_ASKED = {"starts": "Dites à quelle heure elle commence.", "ends": "Dites à quelle heure elle finit."}


class StudyMeetingForm(forms.ModelForm):
    day = DayField(label="Jour", error_messages={"required": "Donnez le jour."})
    starts = HourField(label="Heure de début")
    ends = HourField(label="Heure de fin")
    field_order = ["day", "starts", "ends", "place", "remote_link"]

    class Meta:
        model = StudyMeeting
        fields = ["place", "remote_link"]
        help_texts = {
            "place": french("Le nom du lieu : jamais le domicile du ménage, ni une rue."),
            "remote_link": french("Lu sur la page seulement : il n’est ni dans les courriels, ni dans les agendas."),
        }
        error_messages = {"remote_link": {"invalid": french("Une adresse complète : https://…")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].validators.append(screened)
        for name, said in HOURS_ASKED.items():
            self.fields[name].required, self.fields[name].error_messages["required"] = True, said
        if self.instance.pk:
            start, end = timezone.localtime(self.instance.starts_at), timezone.localtime(self.instance.ends_at)
            self.initial |= {"day": start.date(), "starts": start.time(), "ends": end.time()}

    def clean(self):
        cleaned = super().clean()
        if not self.errors.keys() & {"place", "remote_link"} and not (cleaned["place"] or cleaned["remote_link"]):
            self.add_error("place", "Donnez un lieu, ou un lien de visioconférence.")
        if not self.errors.keys() & {"day", "starts", "ends"}:
            self._settle(cleaned)
        return cleaned

    def _settle(self, cleaned: dict) -> None:
        start, end = (_moment(cleaned["day"], cleaned[name]) for name in ("starts", "ends"))
        if end <= start:
            self.add_error("ends", "La fin doit venir après le début.")
        elif start < timezone.now() and start != self.instance.starts_at:
            self.add_error("day", "Ce moment est déjà passé.")
        self.instance.starts_at, self.instance.ends_at = start, end

    def validate_constraints(self):
        """The rules of the row are said above, field by field."""


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour)).astimezone(datetime.UTC)


def take(form: forms.Form, error: ValidationError) -> None:
    """Say in a form why a verb refused: what was typed stays."""
    form.add_error(None, error.messages)
