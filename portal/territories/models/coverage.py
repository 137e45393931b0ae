from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from portal.tenancy.facts import declare, facts_of
from portal.tenancy.models import Tenant
from portal.tenancy.scoping import TenantModel
from portal.territories.models.geography import Commune, Departement, Intercommunality
from portal.territories.models.platforms import AT_MOST_ONE, EXACTLY_ONE, Platform, Target

INDICATIVE = "indicative"


class CoverageRule(Target, TenantModel):
    """A whole intercommunality is answered for by a platform, or by another body."""

    class State(models.TextChoices):
        ASSUMED = "a_confirmer", "à confirmer"
        CONFIRMED = "confirme", "confirmé"

    intercommunality = models.ForeignKey(
        Intercommunality, models.PROTECT, verbose_name="intercommunalité", related_name="coverage_rules"
    )
    departement = models.ForeignKey(
        Departement, models.PROTECT, verbose_name="limité au département", null=True, blank=True,
        help_text="Pour une intercommunalité à cheval : ses communes de ce département seulement.",
    )  # fmt: skip
    state = models.CharField("état", max_length=12, choices=State, default=State.ASSUMED)
    reason = models.TextField(
        "raison ou source", blank=True, help_text="Pourquoi ce périmètre ; lu par l’équipe seule."
    )

    class Meta:
        verbose_name = "règle de couverture"
        verbose_name_plural = "règles de couverture"
        ordering = ["intercommunality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "intercommunality"], name="one_coverage_rule_per_intercommunality",
                violation_error_message="Cette intercommunalité a déjà une règle.",
            ),
            models.CheckConstraint(
                condition=EXACTLY_ONE, name="coverage_rule_has_one_target",
                violation_error_message="Choisissez une plateforme ou un autre organisme.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.intercommunality} → {self.target}"

    def clean(self):
        super().clean()
        if self.state == self.State.ASSUMED and not self.reason.strip():
            raise ValidationError({"reason": "Dites pourquoi ce périmètre est supposé : d’autres devront le vérifier."})


class CoverageException(Target, TenantModel):
    """One commune that does not follow its intercommunality. Without a target: covered by nobody here."""

    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="coverage_exceptions")
    reason = models.TextField("raison", blank=True)

    class Meta:
        verbose_name = "exception de couverture"
        verbose_name_plural = "exceptions de couverture"
        ordering = ["commune__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "commune"], name="one_coverage_exception_per_commune",
                violation_error_message="Cette commune a déjà une exception.",
            ),
            models.CheckConstraint(condition=AT_MOST_ONE, name="coverage_exception_has_at_most_one_target"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.commune} → {self.target or 'non couverte'}"


def covered_by(platform: Platform) -> models.QuerySet[Commune]:
    """Return the communes of a platform, by name: its rules, less and plus the exceptions."""
    ruled = Commune.objects.filter(
        Q(intercommunality__coverage_rules__platform=platform)
        & (
            Q(intercommunality__coverage_rules__departement=None)
            | Q(intercommunality__coverage_rules__departement=F("departement"))
        )
    ).exclude(coverage_exceptions__tenant=platform.tenant_id)
    added = Commune.objects.filter(coverage_exceptions__platform=platform)
    return Commune.objects.filter(Q(pk__in=ruled.values("pk")) | Q(pk__in=added.values("pk"))).order_by(
        "name__unaccent"
    )


declare(
    INDICATIVE, lambda tenant: CoverageRule.objects.filter(tenant=tenant, state=CoverageRule.State.ASSUMED), "platform"
)  # fmt: skip


def is_indicative(platform: Platform, tenant: Tenant) -> bool:
    """Say whether some of a platform's territory is assumed, and to be confirmed."""
    return any(row["platform"] == platform.pk for row in facts_of(tenant, INDICATIVE))
