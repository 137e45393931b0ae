"""What is filled in about a support. Each text is screened here, so that its field says what is wrong."""

from django import forms
from django.utils import timezone

from events.staff.times import DayField
from extranet.committees.choosing import NamesPeople, PersonField
from extranet.solicitations.leases import ahead
from extranet.solicitations.models import Charge, LeaseStage, Step, Support
from extranet.solicitations.screening import screened
from extranet.solicitations.words import NO_NAMES
from portal.design.typography import french
from portal.organisations.models import Organisation

GIVE_THE_DAY = {"required": "Donnez le jour."}
OF_MEMBERS = french("Parmi les membres de l’espace : son nom, ou celui de son organisme.")


class ScreenedField(forms.CharField):
    """A text that names nobody. ``rows``: how high its field is, one line when 1."""

    def __init__(self, *, rows: int = 1, **kwargs):
        kwargs.setdefault("help_text", NO_NAMES)
        if rows > 1:
            kwargs["widget"] = forms.Textarea({"rows": rows})
        super().__init__(validators=[screened], **kwargs)


def _choices(of) -> list[tuple[str, str]]:
    return [(each.value, each.label[:1].upper() + each.label[1:]) for each in of]


def _days_begin(form: forms.Form, name: str = "on") -> None:
    form.fields[name].initial = timezone.localdate


class BeginForm(NamesPeople, forms.Form):
    """The support that answers a solicitation: who carries it, of which kind, with whom, until when."""

    organisation = forms.ModelChoiceField(
        label="Organisme qui accompagne", queryset=Organisation.objects.none(), empty_label="Choisissez",
        error_messages={"required": "Choisissez l’organisme."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Nature", choices=_choices(Support.Kind), widget=forms.RadioSelect,
        error_messages={"required": "Dites la nature de l’accompagnement."},
    )  # fmt: skip
    has_sliding_lease = forms.BooleanField(
        label="Avec un bail glissant", required=False,
        help_text=french("Le ménage est d’abord sous-locataire, puis le bail glisse à son nom. Cela peut changer."),
    )  # fmt: skip
    referent = PersonField(
        label="Référent ou référente", help_text=OF_MEMBERS,
        error_messages={"required": "Écrivez le nom de la personne référente."},
    )  # fmt: skip
    deputy = PersonField(
        label="Suppléance", required=False, help_text=french("Qui répond en son absence. Lit la même chose.")
    )
    starts_on = DayField(label="Début", error_messages=GIVE_THE_DAY)
    due_on = DayField(label="Fin prévue", required=False, help_text=french("Elle peut changer en cours de route."))
    text = ScreenedField(label="Réponse au partenaire", required=False, max_length=1000, rows=5)

    def __init__(self, *args, people, suggest_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current()
        _days_begin(self, "starts_on")
        self.name_people(people, suggest_url)

    def support(self) -> Support:
        """Return what is said, not saved."""
        names = ("organisation", "kind", "has_sliding_lease", "starts_on", "due_on")
        return Support(**{name: self.cleaned_data[name] for name in names})


class HandOverForm(NamesPeople, forms.Form):
    """Who takes a role, from which day. ``holder``: who has it today, if anybody."""

    person = PersonField(
        label="Qui prend le relais", help_text=OF_MEMBERS, error_messages={"required": "Écrivez le nom de la personne."}
    )
    nobody = forms.BooleanField(label="Personne pour l’instant", required=False)
    on = DayField(
        label="À partir du", help_text=french("Ce jour-là, la personne relevée n’a plus accès à la situation."),
        error_messages=GIVE_THE_DAY,
    )  # fmt: skip
    reason = ScreenedField(
        label="Motif", max_length=160,
        help_text=french("Changement de poste, réorganisation… L’historique le garde ; rien de personnel, ni santé."),
        error_messages={"required": "Dites pourquoi : l’historique le garde."},
    )  # fmt: skip

    def __init__(self, *args, holder: Charge | None, people, suggest_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        _days_begin(self)
        self.fields["person"].required = holder is None
        if holder is None:
            del self.fields["nobody"], self.fields["reason"]
            self.fields["on"].help_text = ""
            self.fields["person"].label = "Personne"
        self.name_people(people, suggest_url)

    def clean(self):
        cleaned = super().clean()
        is_unclear = bool(cleaned.get("person")) == bool(cleaned.get("nobody"))
        if "nobody" in self.fields and "person" not in self.errors and is_unclear:
            both = "Une personne, ou « personne pour l’instant » : pas les deux."
            self.add_error("person", french(both if cleaned.get("person") else "Écrivez le nom de la personne."))
        return cleaned


class ChangeForm(forms.Form):
    due_on = DayField(label="Fin prévue", required=False)
    has_sliding_lease = forms.BooleanField(label="Avec un bail glissant", required=False)


class StepForm(forms.Form):
    kind = forms.ChoiceField(
        label="Ce qui a été fait", choices=_choices(Step.Kind), widget=forms.RadioSelect,
        error_messages={"required": "Choisissez dans la liste."},
    )  # fmt: skip
    on = DayField(label="Le", error_messages=GIVE_THE_DAY)
    text = ScreenedField(label="Précision", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _days_begin(self)


class StageForm(forms.Form):
    """A stage of a sliding lease: those that may come, then those that are noted, to correct their day."""

    stage = forms.ChoiceField(
        label="Étape", widget=forms.RadioSelect, error_messages={"required": "Choisissez une étape."}
    )
    on = DayField(label="Le", error_messages=GIVE_THE_DAY)

    def __init__(self, *args, reached: dict, **kwargs):
        super().__init__(*args, **kwargs)
        _days_begin(self)
        coming = ahead(reached)
        others = [stage for stage in LeaseStage.Stage if stage not in coming and self._is_open(stage, reached)]
        self.fields["stage"].choices = _choices([*coming, *others])

    @staticmethod
    def _is_open(stage: LeaseStage.Stage, reached: dict) -> bool:
        """Whether a stage may be noted late, or its day be corrected."""
        return stage in reached or (bool(reached) and stage in (LeaseStage.Stage.FOUND, LeaseStage.Stage.AGREED))


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Issue",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites l’issue : les chiffres en viennent."},
    )
    on = DayField(label="Dernier jour", help_text="Compris.", error_messages=GIVE_THE_DAY)
    text = ScreenedField(label="Un mot pour le partenaire", required=False, max_length=1000, rows=4)

    def __init__(self, *args, support: Support, **kwargs):
        super().__init__(*args, **kwargs)
        _days_begin(self)
        outcomes = [each for each in Support.Outcome if support.has_sliding_lease or each != Support.Outcome.LEASE_SLID]
        self.fields["outcome"].choices = _choices(outcomes)


class ListForm(forms.Form):
    """What narrows the list of supports. A value that is none of the choices narrows nothing."""

    which = forms.ChoiceField(label="Lesquels", required=False)
    state = forms.ChoiceField(
        label="État", required=False,
        choices=[("", "En cours"), ("retard", "Fin prévue dépassée"), ("seuls", "Sans personne référente"),
                 ("termines", "Terminés")],
    )  # fmt: skip

    def __init__(self, *args, coordinates: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.coordinates = coordinates
        self.fields["which"].choices = [("", "Tous"), ("miens", "Dont je suis référent ou suppléant")]
        if not coordinates:
            del self.fields["which"]
            self.fields["state"].choices = self.fields["state"].choices[:2]
        for field in self.fields.values():
            field.widget.attrs["class"] = "field__input"

    def narrowing(self) -> dict[str, str]:
        """Return what was validly asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def shown(self) -> "ListForm":
        """Return the form as it is drawn: what narrows stands in it, and nothing is an error."""
        return type(self)(initial=self.narrowing(), coordinates=self.coordinates)
