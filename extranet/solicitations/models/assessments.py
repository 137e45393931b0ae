import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.design.typography import french
from portal.tenancy.processing import Basis
from portal.tenancy.reviewed import months_after
from portal.tenancy.scoping import TenantModel

LONGEST_RETENTION = 24  # months
"""CNIL, référentiels 2021-028 and 2023-095: two years after the last contact, in what is used day by day."""
REVIEWED_AFTER = 36  # months
"""CNIL on impact assessments: to be read again every three years, or when the processing changes."""
SHARED_AS_NEEDED = french(
    "Seules les informations strictement nécessaires s’échangent entre les acteurs de l’hébergement et du logement "
    "(Code de l’action sociale et des familles, article L. 345-2-10)."
)
SAYS_SOMETHING = r"\S"


def in_three_years() -> datetime.date:
    return months_after(timezone.localdate(), REVIEWED_AFTER)


class ImpactAssessment(TenantModel):
    """What an authority decided before it takes solicitations in: the impact assessment (RGPD, article 35; social
    support is on the CNIL's mandatory list, délibération 2018-327), who answers, why it is lawful, how long texts stay.

    One row a tenant, whole or not there: the database opens the module with it, and keeps it while the module is on
    (migration 0004).
    """

    is_shown_to_the_public = True  # « Données personnelles » says the basis and the retention

    class LegalBasis(models.TextChoices):
        PUBLIC_TASK = "mission", "mission d’intérêt public (RGPD, article 6, 1, e)"
        LEGAL_DUTY = "obligation", "obligation légale (RGPD, article 6, 1, c)"

    carried_out_on = models.DateField("analyse d’impact faite le")
    carried_out_by = models.CharField(
        "par", max_length=160, help_text=french("Un service, un cabinet, une fonction : « Délégué à la protection »."),
    )  # fmt: skip
    reference = models.CharField(
        "référence du document", max_length=80, help_text="Celle de votre registre ou de votre dossier.",
    )  # fmt: skip
    controller = models.CharField(
        "responsable de traitement", max_length=200, help_text="La collectivité qui décide du but et des moyens."
    )
    legal_basis = models.CharField("base légale", max_length=10, choices=LegalBasis)
    basis_note = models.TextField("précision sur la base légale", max_length=400, blank=True, default=SHARED_AS_NEEDED)
    retention_months = models.PositiveSmallIntegerField(
        "mois gardés après le dernier échange", default=LONGEST_RETENTION,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RETENTION)],
        help_text=french(f"De 1 à {LONGEST_RETENTION} (CNIL : deux ans au plus). Les textes sont effacés ensuite."),
    )  # fmt: skip
    review_on = models.DateField(
        "à relire le", default=in_three_years,
        help_text=french("La CNIL conseille tous les trois ans, ou plus tôt quand quelque chose change."),
    )  # fmt: skip
    recorded_at = models.DateTimeField("consignée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "analyse d’impact"
        verbose_name_plural = "analyses d’impact"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="one_impact_assessment_per_tenant"),
            models.CheckConstraint(
                condition=Q(
                    carried_out_by__regex=SAYS_SOMETHING, reference__regex=SAYS_SOMETHING,
                    controller__regex=SAYS_SOMETHING, legal_basis__in=["mission", "obligation"],
                ),
                name="impact_assessment_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(retention_months__gte=1, retention_months__lte=LONGEST_RETENTION),
                name="impact_assessment_keeps_two_years_at_most",
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("carried_out_on")), name="impact_assessment_is_reviewed_after_it_was_made",
                violation_error_message="La relecture vient après l’analyse.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Analyse d’impact {self.reference}"

    def clean(self):
        super().clean()
        if self.carried_out_on and self.carried_out_on > timezone.localdate():
            raise ValidationError({"carried_out_on": "Ce jour est à venir : l’analyse se consigne une fois faite."})

    @property
    def basis(self) -> Basis:
        """Return the basis as the pages on personal data tell it, with its rights."""
        return Basis.LEGAL_DUTY if self.legal_basis == self.LegalBasis.LEGAL_DUTY else Basis.PUBLIC_TASK

    @property
    def is_to_be_reviewed(self) -> bool:
        return self.review_on <= timezone.localdate()
