from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from events.models.events import Event
from events.series import LAST_OF_THE_MONTH, MOST, Frequency, Rule
from portal.tenancy.scoping import TenantModel


class Series(TenantModel):
    """The rule by which an event's occurrences were made, and by which the following ones are made again."""

    class Ordinal(models.IntegerChoices):
        FIRST = 1, "le premier"
        SECOND = 2, "le deuxième"
        THIRD = 3, "le troisième"
        FOURTH = 4, "le quatrième"
        LAST = LAST_OF_THE_MONTH, "le dernier"

    event = models.OneToOneField(Event, models.CASCADE, related_name="series")
    frequency = models.CharField("se répète", max_length=10, choices=Frequency)
    interval = models.PositiveSmallIntegerField(
        "toutes les … fois", default=1, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    ordinal = models.SmallIntegerField("quel jour du mois", choices=Ordinal, null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    count = models.PositiveSmallIntegerField(
        "combien de fois", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    skips_public_holidays = models.BooleanField("sauf les jours fériés", default=True)
    skips_school_holidays = models.BooleanField("sauf pendant les vacances scolaires", default=False)

    class Meta:
        verbose_name = "série"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None, count__isnull=False) | Q(until__isnull=False, count=None),
                name="series_ends_by_a_day_or_by_a_number",
                violation_error_message="Dites jusqu’à quand, ou combien de fois : l’un des deux.",
            ),
            models.CheckConstraint(
                condition=Q(frequency=Frequency.WEEKLY, ordinal=None)
                | Q(frequency=Frequency.MONTHLY, ordinal__isnull=False),
                name="monthly_series_say_which_weekday",
            ),
            models.CheckConstraint(condition=Q(interval__gte=1, interval__lte=52), name="series_interval_is_sensible"),
        ]

    def __str__(self):
        return str(self.event)

    @property
    def rule(self) -> Rule:
        return Rule(Frequency(self.frequency), self.interval, self.ordinal, self.until, self.count)


class SchoolBreak(TenantModel):
    """School holidays where the tenant is, as staff copy them from the official calendar of their zone."""

    name = models.CharField("nom", max_length=60, help_text="« Vacances d’hiver 2027 »")
    first_day = models.DateField("premier jour")
    last_day = models.DateField("dernier jour")

    class Meta:
        verbose_name = "vacances scolaires"
        verbose_name_plural = "vacances scolaires"
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="school_break_ends_after_it_starts",
                violation_error_message="Le dernier jour vient avant le premier.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name
