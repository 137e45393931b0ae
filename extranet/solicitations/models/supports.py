import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from extranet.solicitations.models.solicitations import Solicitation
from extranet.solicitations.screening import screened
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class SupportQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_on=None)


class Support(TenantModel):
    """A reinforced support that followed a solicitation: who carries it, of which kind, until when, with what outcome.

    Who is referent, and since when, is in its charges; the stages of a sliding lease and the steps done are rows too.
    """

    is_shown_to_the_public = False

    class Kind(models.TextChoices):
        ACCESS = "acces", "accès au logement"
        KEEPING = "maintien", "maintien dans le logement"

    class Outcome(models.TextChoices):
        HOUSED = "logement", "entrée dans un logement, bail à son nom"
        LEASE_SLID = "bail_glisse", "bail glissé au nom du ménage"
        KEPT = "maintien", "maintien dans le logement"
        SHELTERED = "heberge", "entrée en logement accompagné ou en hébergement"
        RELAYED = "relais", "relais pris par un autre accompagnement"
        LEFT = "rupture", "accompagnement interrompu par le ménage"
        MOVED = "depart", "départ du territoire"
        OTHER = "autre", "autre issue"

    solicitation = models.OneToOneField(Solicitation, models.PROTECT, related_name="support")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisme qui accompagne", related_name="+"
    )
    kind = models.CharField("nature", max_length=8, choices=Kind)
    has_sliding_lease = models.BooleanField("bail glissant", default=False)
    starts_on = models.DateField("début", default=timezone.localdate)
    due_on = models.DateField("fin prévue", null=True, blank=True)
    ended_on = models.DateField("fin", null=True, editable=False)
    outcome = models.CharField("issue", max_length=12, choices=Outcome, blank=True, editable=False)
    created_at = models.DateTimeField("mis en place le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(SupportQuerySet)()

    class Meta:
        verbose_name = "accompagnement renforcé"
        verbose_name_plural = "accompagnements renforcés"
        ordering = ["-starts_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("starts_on")), name="support_is_due_after_it_starts",
                violation_error_message="La fin prévue vient après le début.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="")
                | Q(ended_on__gte=F("starts_on"), outcome__in=["logement", "bail_glisse", "maintien", "heberge",
                                                               "relais", "rupture", "depart", "autre"]),
                name="support_ends_with_its_outcome",
                violation_error_message="Une fin a sa date, après le début, et son issue.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="bail_glisse") | Q(has_sliding_lease=True), name="only_a_sliding_lease_slides",
                violation_error_message="Cet accompagnement n’a pas de bail glissant.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Accompagnement {self.solicitation_id}"

    @property
    def is_running(self) -> bool:
        return self.ended_on is None


class ChargeQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Keep who is in charge on ``day``; the day one ends, the next one has it."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


class Charge(TenantModel):
    """Who is the referent of a support, or their deputy, from when to when: its rows are the hand-over history.

    ``ends_on`` is the first day on which the person has it no more. A support that has ended is in nobody's charge
    (migration 0007): what it gave to read ends with it.
    """

    is_shown_to_the_public = False

    class Role(models.TextChoices):
        REFERENT = "referent", "référent ou référente"
        DEPUTY = "suppleant", "suppléant ou suppléante"

    support = models.ForeignKey(Support, models.CASCADE, related_name="charges")
    role = models.CharField("rôle", max_length=10, choices=Role)
    membership = models.ForeignKey(Membership, models.SET_NULL, verbose_name="personne", null=True, related_name="+")
    starts_on = models.DateField("depuis le", default=timezone.localdate)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    reason = models.CharField("motif du relais", max_length=160, blank=True, validators=[screened])

    objects = TenantManager.from_queryset(ChargeQuerySet)()

    class Meta:
        verbose_name = "référence d’un accompagnement"
        verbose_name_plural = "références d’un accompagnement"
        ordering = ["starts_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="charge_ends_after_it_starts",
                violation_error_message="Le relais vient après le début.",
            ),
            ExclusionConstraint(
                name="one_referent_and_one_deputy_at_a_time",
                expressions=[
                    ("support", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", RangeBoundary(), function="DATERANGE",
                             output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Une autre personne a déjà ce rôle pour une partie de ces jours.",
            ),
            ExclusionConstraint(
                name="nobody_is_referent_and_deputy_at_once",
                expressions=[
                    ("support", RangeOperators.EQUAL),
                    ("membership", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", RangeBoundary(), function="DATERANGE",
                             output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Cette personne a déjà un rôle pour une partie de ces jours.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_role_display()} depuis le {self.starts_on:%d/%m/%Y}"

    @property
    def last_on(self) -> datetime.date | None:
        """The last day on which the person has it, as one says it; None while no end is known."""
        return self.ends_on and max(self.starts_on, self.ends_on - datetime.timedelta(days=1))


class LeaseStage(TenantModel):
    """A stage that a sliding lease has reached: from the sub-lease to the lease in the household's own name."""

    is_shown_to_the_public = False

    class Stage(models.TextChoices):
        FOUND = "logement", "logement proposé par le bailleur"
        AGREED = "convention", "convention tripartite signée"
        SUBLET = "sous_location", "entrée en sous-location"
        REVIEWED = "bilan", "bilan à mi-parcours"
        ASKED = "demande", "glissement du bail demandé"
        SLID = "glisse", "bail glissé au nom du ménage"
        STOPPED = "arret", "glissement abandonné"

    support = models.ForeignKey(Support, models.CASCADE, related_name="lease_stages")
    stage = models.CharField("étape", max_length=15, choices=Stage)
    reached_on = models.DateField("le", default=timezone.localdate)

    class Meta:
        verbose_name = "étape d’un bail glissant"
        verbose_name_plural = "étapes d’un bail glissant"
        ordering = ["reached_on", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["support", "stage"], name="one_date_per_stage_of_a_lease",
                violation_error_message="Cette étape est déjà notée.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.get_stage_display()


class Step(TenantModel):
    """Something that was done in a support, from a closed list, with a date and at most one screened line."""

    is_shown_to_the_public = False

    class Kind(models.TextChoices):
        DIAGNOSIS = "diagnostic", "diagnostic partagé"
        VISIT = "visite", "visite à domicile"
        FILE = "dossier", "dossier administratif avancé"
        RIGHTS = "droits", "droits ouverts"
        REQUEST = "demande", "demande de logement mise à jour"
        OFFER = "proposition", "proposition de logement"
        ENTRY = "entree", "entrée dans les lieux"
        LANDLORD = "bailleur", "médiation avec le bailleur"
        DEBT = "dette", "plan d’apurement engagé"
        CARE = "soins", "relais de soins engagé"
        REVIEW = "bilan", "bilan avec le ménage"

    support = models.ForeignKey(Support, models.CASCADE, related_name="steps")
    kind = models.CharField("quoi", max_length=12, choices=Kind)
    done_on = models.DateField("le", default=timezone.localdate)
    text = models.CharField("précision", max_length=200, blank=True, validators=[screened])
    by = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="notée par", null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("notée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "étape d’un accompagnement"
        verbose_name_plural = "étapes d’un accompagnement"
        ordering = ["-done_on", "-pk"]
        default_permissions = ()

    def __str__(self):
        return self.get_kind_display()
