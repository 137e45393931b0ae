import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from home.legal.conformity import VALID_YEARS, anniversary
from portal.tenancy.facts import declare
from portal.tenancy.scoping import TenantManager, TenantModel

AUDITS = "audits"
SCHEME_YEARS = 3
LONGEST_SCHEME = datetime.timedelta(days=3 * 365 + 1)
"""Three years hold one 29 February at most: the exact day is checked by ``clean``."""


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something: they are shown as a list."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class AccessibilityAudit(TenantModel):
    """An audit of this portal against the RGAA. It counts from its day, for three years or until it is withdrawn."""

    date = models.DateField("date de l’audit")
    rate = models.DecimalField(
        "critères respectés, en %", max_digits=5, decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Le taux du rapport d’audit : de 0 à 100.",
    )  # fmt: skip
    auditor = models.CharField("réalisé par", max_length=200)
    rgaa_version = models.CharField("version du RGAA", max_length=20, default="4.1.2")
    sample = models.TextField("pages vérifiées", help_text="Une page par ligne : son nom et son adresse.")
    tools = models.TextField("outils", blank=True, help_text="Un par ligne.")
    environments = models.TextField(
        "environnements de test", blank=True, help_text="Navigateur et technologie d’assistance, un couple par ligne."
    )
    defects = models.TextField("non-conformités", blank=True, help_text="Une par ligne.")
    derogations = models.TextField(
        "dérogations pour charge disproportionnée", blank=True, help_text="Une par ligne, avec sa raison."
    )
    exempt_contents = models.TextField("contenus non soumis à l’obligation", blank=True, help_text="Un par ligne.")
    withdrawn_on = models.DateField(
        "ne vaut plus depuis le", null=True, blank=True,
        help_text="Après une refonte du portail, ou dix-huit mois après une nouvelle version du RGAA.",
    )  # fmt: skip

    class Meta:
        verbose_name = "audit d’accessibilité"
        verbose_name_plural = "audits d’accessibilité"
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lte=100), name="audit_rate_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("date")),
                name="audit_is_withdrawn_after_it_was_made",
                violation_error_message="Un audit ne cesse pas de valoir avant d’avoir eu lieu.",
            ),
        ]

    def __str__(self):
        return f"audit du {self.date:%d/%m/%Y}"

    def clean(self):
        super().clean()
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": "Cet audit n’a pas encore eu lieu."})

    @property
    def last_day(self) -> datetime.date:
        """The last day on which it counts, unless it was withdrawn."""
        return anniversary(self.date, VALID_YEARS)

    def lines(self) -> dict[str, list[str]]:
        """Return the texts that are lists, by name."""
        names = ("sample", "tools", "environments", "defects", "derogations", "exempt_contents")
        return {name: lines(getattr(self, name)) for name in names}


class AccessibilitySchemeQuerySet(models.QuerySet):
    def current(self, day: datetime.date | None = None):
        """Keep those that cover a day (today)."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class AccessibilityScheme(TenantModel, ClusterableModel):
    """The « schéma pluriannuel »: what the tenant commits itself to, for three years at most, and its yearly plans."""

    starts_on = models.DateField("du")
    ends_on = models.DateField("au", help_text="Trois ans au plus.")
    commitments = models.TextField(
        "engagements", help_text="Politique, moyens, formation, achats, tests : un paragraphe par engagement."
    )

    objects = TenantManager.from_queryset(AccessibilitySchemeQuerySet)()

    class Meta:
        verbose_name = "schéma pluriannuel d’accessibilité"
        verbose_name_plural = "schémas pluriannuels d’accessibilité"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(ends_on__lte=F("starts_on") + LONGEST_SCHEME),
                name="scheme_lasts_three_years_at_most",
                violation_error_message="Un schéma finit après avoir commencé, et dure trois ans au plus.",
            ),
        ]

    def __str__(self):
        return f"schéma du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on > anniversary(self.starts_on, SCHEME_YEARS):
            raise ValidationError({"ends_on": "Un schéma pluriannuel dure trois ans au plus."})


class AccessibilityAction(TenantModel):
    """A line of the plan of one year."""

    class State(models.TextChoices):
        TO_DO = "a_faire", "à faire"
        UNDER_WAY = "en_cours", "en cours"
        DONE = "faite", "faite"

    scheme = ParentalKey(AccessibilityScheme, on_delete=models.CASCADE, related_name="actions", verbose_name="schéma")
    year = models.PositiveSmallIntegerField("année", validators=[MinValueValidator(2019), MaxValueValidator(2100)])
    action = models.CharField("action", max_length=300)
    state = models.CharField("état", max_length=20, choices=State, default=State.TO_DO)

    class Meta:
        verbose_name = "action d’accessibilité"
        verbose_name_plural = "actions d’accessibilité"
        ordering = ["year", "pk"]

    def __str__(self):
        return self.action


declare(
    AUDITS, lambda tenant: AccessibilityAudit.objects.filter(tenant=tenant), "pk", "date", "rate", "withdrawn_on"
)  # fmt: skip
