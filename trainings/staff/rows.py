"""The half-days of a session and its kept seats, as rows: an empty one is left out, and no JavaScript is needed."""

import datetime
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory
from django.utils import timezone

from events.staff.times import DayField, HourField
from portal.database import context
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.organisations.people import employers, members_to_choose
from portal.tenancy.models import Membership, Role
from portal.territories.names import normalise
from trainings.models import HalfDay, KeptSeats, Session
from trainings.models.sessions import LONGEST_HALF_DAY, OVERLAP
from trainings.services import HalfDayPlan, Kept

MOST_HALF_DAYS, MOST_KINDS = 40, len(Organisation.Kind)
OPTIONS = {"extra": 2, "can_delete": True, "can_delete_extra": False}
"""Two empty rows wait at the end: left as they are, they do not count."""
MORNING = (datetime.time(9), datetime.time(12, 30))
AFTERNOON = (datetime.time(14), datetime.time(17, 30))
LONGEST_NAME = HalfDay._meta.get_field("trainer_name").max_length
NONE = french("Une session a au moins une demi-journée.")
COUNTS = {1: "une demi-journée", 2: "une journée", 4: "deux journées"}


class Trainers:
    """Who may be typed as a trainer: any member, by name; those who train are proposed."""

    def __init__(self, known: Iterable[Membership] = ()):
        self.known = list(known)

    @cached_property
    def members(self) -> list[Membership]:
        members = list(members_to_choose(context.current_tenant_id()))
        there = {each.pk for each in members}
        left = [each.pk for each in self.known if each.pk not in there]
        return members + list(Membership.objects.filter(pk__in=left).select_related("user"))

    @cached_property
    def proposed(self) -> list[str]:
        trains = Organisation.Kind.INSTITUTE
        return [
            self.label(each)
            for each in self.members
            if Role.TRAINER in each.roles
            or any(work.organisation.kind == trains for work in getattr(each, "works_for", ()))
        ]

    @cached_property
    def labels(self) -> dict[int, str]:
        """Return how each is called, by key: the name, and what tells them apart those who have the same one."""
        alike = Counter(str(each.user) for each in self.members)
        where = {each.pk: ", ".join(employers(each)) if hasattr(each, "works_for") else "" for each in self.members}
        same_place = Counter((str(each.user), where[each.pk]) for each in self.members)
        found = {}
        for each in self.members:
            name, place = str(each.user), where[each.pk]
            apart = place if place and same_place[name, place] == 1 else each.user.email
            found[each.pk] = f"{name} ({apart})" if alike[name] > 1 else name
        return found

    def label(self, member: Membership) -> str:
        return self.labels[member.pk]

    def find(self, typed: str) -> list[Membership]:
        """Return the members whose very name, or label, was typed; never on a likeness."""
        wanted = normalise(typed)
        exact = [each for each in self.members if normalise(self.label(each)) == wanted]
        return exact or [each for each in self.members if normalise(str(each.user)) == wanted]


class HalfDayForm(forms.Form):
    """From when to when, where, with whom. ``plan`` says it as trainings.services takes it."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = DayField(label="Jour", required=False)
    starts = HourField(label="Début")
    ends = HourField(label="Fin")
    place = forms.CharField(label="Lieu", max_length=160, required=False)
    who = forms.CharField(
        label="Formateur ou formatrice", max_length=200, required=False, widget=forms.TextInput({"list": "formateurs"})
    )

    def __init__(self, *args, trainers: Trainers, **kwargs):
        super().__init__(*args, **kwargs)
        self.trainers = trainers

    @staticmethod
    def initial_of(half_day: HalfDay, trainers: Trainers) -> dict:
        start, end = timezone.localtime(half_day.starts_at), timezone.localtime(half_day.ends_at)
        who = trainers.label(half_day.trainer) if half_day.trainer else half_day.trainer_name
        return {
            "pk": half_day.pk, "day": start.date(), "starts": start.time(), "ends": end.time(),
            "place": half_day.place, "who": who,
        }  # fmt: skip

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        names = ("day", "starts", "ends", "place", "who")
        return not any(self.cleaned_data.get(name) for name in names) and self.errors.keys().isdisjoint(names)

    def clean_who(self):
        typed = self.cleaned_data["who"].strip()
        found = self.trainers.find(typed) if typed else []
        if len(found) > 1:
            labels = ", ".join(f"« {self.trainers.label(each)} »" for each in found)
            raise forms.ValidationError(french(f"Plusieurs membres portent ce nom, écrivez lequel : {labels}."))
        if not found and len(typed) > LONGEST_NAME:
            raise forms.ValidationError(french(f"Un nom de {LONGEST_NAME} signes au plus."))
        self.trainer = found[0] if found else None
        return typed

    def settle(self, day: datetime.date | None) -> None:
        """Work out from when to when, ``day`` being that of the row above; what is missing is asked for."""
        said = self.cleaned_data
        said["day"] = said.get("day") or day
        words = {
            "day": "Donnez le jour.",
            "starts": "Dites à quelle heure elle commence.",
            "ends": "Dites à quelle heure elle finit.",
        }
        for name, asked in words.items():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, asked)
        if self.errors:
            return
        self.start, self.end = (_moment(said["day"], said[name]) for name in ("starts", "ends"))
        if self.end <= self.start:
            self.add_error("ends", french("La fin doit venir après le début."))
        elif self.end - self.start > LONGEST_HALF_DAY:
            self.add_error("ends", french("Une demi-journée dure huit heures au plus : faites-en deux lignes."))

    @property
    def plan(self) -> HalfDayPlan:
        said = self.cleaned_data
        name = "" if self.trainer else said["who"]
        return HalfDayPlan(self.start, self.end, said["place"], self.trainer, name, said["pk"])


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour)).astimezone(datetime.UTC)


class Rows(BaseFormSet):
    """Rows that may be taken away, or left empty; ``row_label`` tells them apart where they are corrected."""

    row_name = ""

    @cached_property
    def management_form(self):
        """Say of its fields what Wagtail’s « w-formset » needs to add rows."""
        form = super().management_form
        for name, target in (("TOTAL_FORMS", "total"), ("MIN_NUM_FORMS", "min"), ("MAX_NUM_FORMS", "max")):
            form.fields[name].widget.attrs["data-w-formset-target"] = f"{target}FormsInput"
        return form

    @property
    def filled(self) -> list:
        return [form for form in self.forms if not self._should_delete_form(form) and not form.is_empty]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = "Retirer"
        form.row_label = self.row_name if index is None else f"{self.row_name} {index + 1}"


class HalfDays(Rows):
    """The half-days, in the order in which they are typed; a row without a day is of the same day as the one above."""

    row_name = "Demi-journée"

    def clean(self):
        day = None
        for form in self.filled:
            form.settle(day)
            day = form.cleaned_data.get("day")
        if not self.filled:
            [*_, last] = self.forms or [None]
            if last is None or self._should_delete_form(last):
                raise forms.ValidationError(NONE)
            last.add_error("day", NONE)
        self._check_overlaps([form for form in self.filled if not form.errors])

    def _check_overlaps(self, forms_: list[HalfDayForm]) -> None:
        in_order = sorted(forms_, key=lambda form: form.start)
        for before, after in pairwise(in_order):
            if after.start < before.end:
                after.add_error("starts", french(OVERLAP))

    @property
    def plans(self) -> list[HalfDayPlan]:
        return [form.plan for form in self.filled]

    @property
    def without_account(self) -> list[str]:
        """Return the names of those who train and whom no account was found for."""
        return list(dict.fromkeys(plan.trainer_name for plan in self.plans if plan.trainer_name))


class KeptForm(forms.Form):
    kind = forms.ChoiceField(
        label="Gardées pour", required=False, choices=[("", "Personne"), *Organisation.Kind.choices]
    )
    count = forms.IntegerField(label="Places", required=False, min_value=1, max_value=2000)
    until = DayField(label="Jusqu’au (inclus)", required=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.cleaned_data.get(name) for name in self._names) and not self.errors

    _names = ("kind", "count", "until")

    def clean(self):
        cleaned = super().clean()
        words = {
            "kind": "Dites pour quelle nature d’organisation.",
            "count": "Dites combien de places.",
            "until": "Dites jusqu’à quel jour.",
        }
        if any(cleaned.get(name) for name in self._names) and not cleaned.get(DELETION_FIELD_NAME):
            for name, asked in words.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, asked)
        return cleaned

    @property
    def kept(self) -> Kept:
        return Kept(*(self.cleaned_data[name] for name in self._names))


class KeptRows(Rows):
    """The seats kept, one row a kind."""

    row_name = "Places gardées, ligne"

    def clean(self):
        seen = set()
        for form in self.filled:
            kind = form.cleaned_data.get("kind")
            if kind in seen:
                form.add_error("kind", french("Cette nature d’organisation a déjà une ligne."))
            seen.add(kind)

    @property
    def kept(self) -> list[Kept]:
        return [form.kept for form in self.filled]


def half_days(posted, trainers: Trainers, *, session: Session | None = None, count: int = 2) -> HalfDays:
    """Return the rows of a session; those of a new one have the hours of ``count`` half-days, without their days."""
    if session is None:
        hours = [(MORNING, AFTERNOON)[n % 2] for n in range(count)]
        initial = [{"starts": start, "ends": end} for start, end in hours]
    else:
        rows = session.half_days.select_related("trainer__user")
        initial = [HalfDayForm.initial_of(each, trainers) for each in rows]
    made = formset_factory(HalfDayForm, HalfDays, max_num=MOST_HALF_DAYS, **OPTIONS)
    return made(posted, initial=initial, prefix="demi-journees", form_kwargs={"trainers": trainers})


def kept_rows(posted, *, session: Session | None = None) -> KeptRows:
    known: Iterable[KeptSeats] = session.kept_seats.all() if session else ()
    initial = [{"kind": each.kind, "count": each.count, "until": each.until} for each in known]
    made = formset_factory(KeptForm, KeptRows, max_num=MOST_KINDS, **OPTIONS)
    return made(posted, initial=initial, prefix="gardees")
