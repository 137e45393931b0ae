"""What a partner types: the situation, what is asked of the platform, what was to be completed."""

import datetime

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone

from events.staff.times import DayField
from extranet.solicitations import asking
from extranet.solicitations.models import Solicitation
from extranet.solicitations.models.lists import Age, Difficulty, EvictionStage, Household, Tried
from extranet.solicitations.screening import screened
from extranet.solicitations.words import NO_NAMES
from portal.design.templatetags.design import capital
from portal.design.typography import french

CHOOSE = french("Choisissez dans la liste.")
INFORMED_WITHIN = datetime.timedelta(days=365)
MINORS = {Age.UNDER_3, Age.CHILD}
CASE = ["organisation", "household", "ages", "situation", "difficulties", "eviction_stage"]
NEED = ["tried", "tried_text", "hoped", "hoped_text", "urgency", "informed_on", "informed_how"]
LABELS = {
    "organisation": "Au nom de quelle organisation", "household": "Le ménage",
    "situation": "Où vit le ménage aujourd’hui", "eviction_stage": "Où en est la procédure d’expulsion",
    "tried_text": "En quelques mots : ce qui a été tenté, ce qui bloque",
    "hoped": "Ce que vous attendez de la plateforme", "hoped_text": "En quelques mots : ce qui aiderait",
    "urgency": "Quand faut-il une réponse", "informed_how": "Comment elle l’a été",
}  # fmt: skip
HELP = {
    "eviction_stage": french("À dire quand « procédure d’expulsion » est coché."),
    "tried_text": NO_NAMES, "hoped_text": NO_NAMES,
    "urgency": french("La plateforme n’est pas un service d’urgence : le 115 et le 112 répondent jour et nuit."),
}  # fmt: skip
WIDGETS = {
    "household": forms.RadioSelect, "situation": forms.RadioSelect, "hoped": forms.RadioSelect,
    "urgency": forms.RadioSelect, "informed_how": forms.RadioSelect,
    "tried_text": forms.Textarea(attrs={"rows": 4}), "hoped_text": forms.Textarea(attrs={"rows": 4}),
}  # fmt: skip
ERRORS = {
    "household": {"required": "Dites de qui se compose le ménage."},
    "situation": {"required": "Dites où vit le ménage."},
    "hoped": {"required": "Dites ce que vous attendez."},
    "urgency": {"required": "Dites quand il faut une réponse."},
    "informed_how": {"required": "Dites comment la personne a été informée."},
}  # fmt: skip


def _several(label: str, choices, *, required: str = "", hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=bool(required), help_text=hint,
        error_messages={"required": required, "invalid_choice": CHOOSE},
    )  # fmt: skip


class SaysWell(forms.ModelForm):
    """Closed lists as they are read: a capital, no empty line among the buttons."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
                field.choices = [(value, french(capital(label))) for value, label in field.choices if value]


class SaysTheCase(SaysWell):
    """Who, by kind and age; where they live; what makes it difficult."""

    ages = _several("Les âges dans le ménage", Age.choices, required="Cochez au moins un âge.")
    difficulties = _several(
        "Ce qui fait difficulté", Difficulty.choices, required="Cochez au moins une difficulté.",
        hint=french("Plusieurs réponses sont possibles."),
    )  # fmt: skip
    eviction_stage = forms.ChoiceField(
        label=LABELS["eviction_stage"], help_text=HELP["eviction_stage"], required=False,
        choices=[("", "Pas de procédure"), *[(value, capital(label)) for value, label in EvictionStage.choices]],
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        self._clean_stage(cleaned.get("difficulties"), cleaned.get("eviction_stage"))
        ages = set(cleaned.get("ages", []))
        if ages and ages <= MINORS:
            self.add_error("ages", french("Un mineur sans adulte relève de la protection de l’enfance : le 119."))
        elif cleaned.get("household") == Household.ALONE and len(ages) > 1:
            self.add_error("ages", french("Une personne seule n’a qu’un âge : cochez-en un, ou changez le ménage."))
        return cleaned

    def _clean_stage(self, difficulties, stage) -> None:
        if difficulties is None or "eviction_stage" in self.errors:
            return
        if Difficulty.EVICTION in difficulties and not stage:
            self.add_error("eviction_stage", french("Dites où en est la procédure d’expulsion."))
        elif stage and Difficulty.EVICTION not in difficulties:
            said = "Cochez aussi « procédure d’expulsion » dans les difficultés, ou choisissez « Pas de procédure »."
            self.add_error("eviction_stage", french(said))


class SaysTheNeed(SaysWell):
    """What was tried, what is hoped, how soon, and that the person knows of it."""

    tried = _several("Ce qui a déjà été tenté", Tried.choices, hint=french("Rien à cocher : passez à la suite."))
    informed_on = DayField(
        label="La personne a été informée le",
        error_messages={"required": "Donnez le jour où la personne a été informée."},
    )  # fmt: skip

    def clean_tried_text(self):
        return _screened(self.cleaned_data["tried_text"])

    def clean_hoped_text(self):
        return _screened(self.cleaned_data["hoped_text"])

    def clean_informed_on(self):
        day, today = self.cleaned_data["informed_on"], timezone.localdate()
        if day and day > today:
            raise forms.ValidationError(french("Ce jour n’est pas encore venu : informez la personne d’abord."))
        if day and day < today - INFORMED_WITHIN:
            raise forms.ValidationError(french("C’était il y a plus d’un an : informez-la de nouveau."))
        return day


def _screened(text: str) -> str:
    screened(text)
    return text


class CaseForm(SaysTheCase):
    """The first screen. The commune gives the platform; a name that may be several asks which, by buttons."""

    commune_name = forms.CharField(
        label="Commune où vit le ménage", max_length=100,
        help_text=french("Ou son code postal. La plateforme qui étudiera la demande s’en déduit."),
        error_messages={"required": "Écrivez la commune."},
    )  # fmt: skip

    class Meta:
        model = Solicitation
        fields = CASE
        labels, help_texts, widgets, error_messages = LABELS, HELP, WIDGETS, ERRORS

    field_order = ["commune_name", "place", *CASE]

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.where = None
        attrs = {"data-suggest-url": reverse_lazy("finder_suggestions"), "data-suggest-fills": "commune"}
        self.fields["commune_name"].widget = forms.TextInput(attrs=attrs | {"autocomplete": "off"})
        self._settle_organisation(membership)
        commune = self.instance.commune
        if commune:
            self.initial["commune_name"] = f"{commune.name} ({commune.departement_id})"
        if typed := self.data.get(self.add_prefix("commune_name"), "").strip():
            is_same = bool(commune) and typed == self.initial["commune_name"]
            self._find(typed, commune if is_same else None)

    def _settle_organisation(self, membership) -> None:
        """Ask for the organisation of who works for several; the only one needs no question."""
        mine = asking.organisations_of(membership)
        if len(mine) > 1:
            field = self.fields["organisation"]
            field.queryset = field.queryset.filter(pk__in=[each.pk for each in mine]).order_by("name")
            field.required, field.empty_label = True, "Choisir"
            field.error_messages["required"] = CHOOSE
        else:
            del self.fields["organisation"]
            self.instance.organisation = next(iter(mine), None)

    def _find(self, typed: str, same) -> None:
        tenant_id = self.instance.tenant_id
        if same:
            self.where = asking.where_is(same, tenant_id=tenant_id)
            return
        chosen = self.data.get(self.add_prefix("place"), "")
        self.where = asking.where(typed[:100], chosen=chosen, tenant_id=tenant_id)
        if self.where.choices:
            self.fields["place"] = forms.ChoiceField(
                label=french("De quelle commune s’agit-il ?"), widget=forms.RadioSelect, required=False,
                choices=[(place.commune.pk, _named(place)) for place in self.where.choices],
                error_messages={"invalid_choice": CHOOSE},
            )  # fmt: skip
            self.order_fields(self.field_order)

    def clean(self):
        cleaned = super().clean()
        if self.where is None or "commune_name" in self.errors:
            return cleaned
        self.instance.commune, self.instance.platform = self.where.commune, self.where.platform
        if self.where.problem:
            is_choice = self.where.choices and not cleaned.get("place")
            self.add_error("place" if is_choice else "commune_name", self.where.problem)
        return cleaned


def _named(place) -> str:
    commune, target = place.commune, place.platform or place.other_body
    who = getattr(target, "title", None) or getattr(target, "name", "hors du territoire")
    return french(f"{commune.name} ({commune.departement_id}) : {who}")


class NeedForm(SaysTheNeed):
    """The second screen. ``is_kept``: it is only put by for later, and may be incomplete."""

    class Meta:
        model = Solicitation
        fields = NEED
        labels, help_texts, widgets, error_messages = LABELS, HELP, WIDGETS, ERRORS

    def __init__(self, *args, is_kept: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        for name in asking.MISSING:
            self.fields[name].required = not is_kept


class CompleteForm(SaysTheCase, SaysTheNeed):
    """All that was said, to be corrected, and the answer to what the platform asked."""

    text = forms.CharField(
        label="Votre réponse à la plateforme", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_NAMES, error_messages={"required": "Répondez à ce qui est demandé."},
    )  # fmt: skip

    class Meta:
        model = Solicitation
        fields = [name for name in CASE if name != "organisation"] + NEED
        labels, help_texts, widgets, error_messages = LABELS, HELP, WIDGETS, ERRORS

    field_order = ["text", *CASE, *NEED]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in asking.MISSING:
            self.fields[name].required = True

    def clean_text(self):
        return _screened(self.cleaned_data["text"])


class SendForm(forms.Form):
    is_read = forms.BooleanField(
        label=french("J’ai tout relu : rien ne permet de reconnaître la personne."),
        error_messages={"required": french("Relisez, puis cochez cette case.")},
    )  # fmt: skip


class WithdrawForm(forms.Form):
    text = forms.CharField(
        label="Pourquoi", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=french(f"La plateforme le lira. {NO_NAMES}"),
    )  # fmt: skip

    def clean_text(self):
        return _screened(self.cleaned_data["text"])
