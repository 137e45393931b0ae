"""When an event is held, and how it repeats: days and hours as people type them."""

import datetime

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from events.holidays import skipper
from events.models import Occurrence, Series
from events.models.occurrences import LONGEST
from events.periods import FIRST, LAST
from events.series import Frequency, SeriesError, dates
from events.services import Slot
from portal.design.typography import french

HOURS = ["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H.%M"]
OUT_OF_CENTURY = french("Une date entre 2000 et 2099.")
MIDNIGHT = datetime.time()


class DayField(forms.DateField):
    """A day of this century.

    The browser's own field: Wagtail's calendar writes another day over what it does not understand.
    """

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST <= day <= LAST:
            raise forms.ValidationError(OUT_OF_CENTURY)
        return day


class HourField(forms.TimeField):
    """An hour, chosen, or typed « 14:30 » or « 14h30 » where the browser has no field of its own."""

    def __init__(self, **kwargs):
        widget = forms.TimeInput({"type": "time"}, "%H:%M")
        super().__init__(widget=widget, input_formats=HOURS, required=False, **kwargs)


class SlotForm(forms.Form):
    """From when to when. An end without a day is on the first one; whole days have no hours."""

    first_day = DayField(label="Jour", error_messages={"required": "Donnez le jour."})
    starts = HourField(label="Heure de début")
    ends = HourField(label="Heure de fin")
    is_whole_days = forms.BooleanField(
        label="Journée entière", required=False, help_text=french("Les heures ne comptent pas.")
    )
    last_day = DayField(label="Dernier jour", required=False, help_text=french("Si cela dure plus d’un jour."))

    @staticmethod
    def initial_of(occurrence: Occurrence) -> dict:
        """Return what is typed for this date."""
        start, end = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
        lasts = occurrence.last_day if occurrence.is_whole_days else end.date()
        hours = {} if occurrence.is_whole_days else {"starts": start.time(), "ends": end.time()}
        return hours | {
            "first_day": start.date(),
            "is_whole_days": occurrence.is_whole_days,
            "last_day": lasts if lasts != start.date() else None,
        }

    def clean(self):
        cleaned = super().clean()
        is_whole = cleaned.get("is_whole_days")
        if not is_whole:
            self._ask_for_hours(cleaned)
        if self.errors:
            return cleaned
        first = cleaned["first_day"]
        last = cleaned["last_day"] or first
        if is_whole:
            start, end = _moment(first, MIDNIGHT), _moment(last + datetime.timedelta(days=1), MIDNIGHT)
        else:
            start, end = _moment(first, cleaned["starts"]), _moment(last, cleaned["ends"])
        self._check(first, last, start, end)
        self.slot = Slot(start, end)
        return cleaned

    def _ask_for_hours(self, cleaned: dict) -> None:
        words = {"starts": "Dites à quelle heure cela commence.", "ends": "Dites à quelle heure cela finit."}
        for name, said in words.items():
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, said)

    def _check(self, first, last, start, end) -> None:
        if last < first:
            self.add_error("last_day", french("Le dernier jour vient avant le premier."))
        elif end <= start:  # both in universal time: on the night of a change of hour, 3 h may come before 2 h 30
            self.add_error("ends", french("La fin doit venir après le début."))
        elif end - start > LONGEST:
            self.add_error("last_day", french("Une date dure un mois au plus : faites-en plusieurs."))

    @property
    def lasts_whole_days(self) -> bool:
        return self.cleaned_data["is_whole_days"]

    def fields_of_slot(self) -> dict:
        """Return what was said, as events.services.change takes it."""
        return {
            "starts_at": self.slot.starts_at, "ends_at": self.slot.ends_at, "is_whole_days": self.lasts_whole_days,
        }  # fmt: skip


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour)).astimezone(datetime.UTC)


class SeriesForm(WagtailAdminModelForm):
    """How it repeats, or not at all."""

    until = DayField(label="Jusqu’au", required=False, help_text=french("Compris. Ou bien, combien de fois :"))

    class Meta:
        model = Series
        fields = [
            "frequency", "interval", "ordinal", "until", "count", "skips_public_holidays", "skips_school_holidays",
        ]  # fmt: skip
        labels = {"frequency": "Répétition", "interval": "Toutes les combien de semaines, ou combien de mois"}
        help_texts = {
            "interval": french("1 : chaque semaine ou chaque mois ; 2 : une fois sur deux."),
            "ordinal": french("Pour « un même jour du mois » ; le jour de la semaine est celui de la première date."),
            "skips_public_holidays": french("Une date qui tomberait ce jour-là n’a pas lieu ; elle ne se décale pas."),
            "skips_school_holidays": french("Celles que vous tenez dans « Vacances scolaires »."),
        }

    def __init__(self, *args, is_optional: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        frequency = self.fields["frequency"]
        first = [("", "une seule fois")] if is_optional else []
        frequency.choices = [*first, *Frequency.choices]
        frequency.required = not is_optional
        self.fields["interval"].required = False

    def full_clean(self):
        """Ask nothing of what happens once, whatever else was typed."""
        super().full_clean()
        if self.is_bound and not self.fields["frequency"].required and not self.data.get(self.add_prefix("frequency")):
            self._errors.clear()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("interval") is None:
            cleaned["interval"] = 1
        if cleaned.get("frequency") == Frequency.WEEKLY:
            cleaned["ordinal"] = None
        elif cleaned.get("frequency") and cleaned.get("ordinal") is None and "ordinal" not in self.errors:
            self.add_error("ordinal", "Dites quel jour du mois.")
        asked = [name for name in ("until", "count") if cleaned.get(name) or name in self.errors]
        if len(asked) != 1:
            self.add_error("until", french("Dites jusqu’à quand, ou combien de fois : l’un des deux."))
        return cleaned

    @property
    def series(self) -> Series | None:
        """Return the rule, not saved yet, or None for what happens once."""
        return self.instance if self.cleaned_data.get("frequency") else None

    def fits(self, day: datetime.date) -> bool:
        """Say whether the rule gives dates from this day on; what is wrong is put beside its field."""
        if self.series is None:
            return True
        try:
            dates(day, self.series.rule, is_skipped=skipper(self.series))
        except SeriesError as error:
            self.add_error(error.field or "frequency", french(error.args[0]))
        return not self.errors


class FromForm(forms.Form):
    """From which day a series is laid anew."""

    first_day = DayField(
        label="À partir du", error_messages={"required": "Donnez le jour."},
        help_text=french("Le premier jour de la nouvelle série. Les dates d’avant restent comme elles sont."),
    )  # fmt: skip

    def clean_first_day(self):
        day = self.cleaned_data["first_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(french("Ce qui est passé ne change plus : un jour à venir."))
        return day
