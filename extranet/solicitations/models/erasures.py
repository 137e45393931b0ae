import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.scoping import TenantManager, TenantModel

REPORTS_KEPT_FOR = datetime.timedelta(days=3 * 365)
"""As long as an authority may be asked what it erased (RGPD, article 5, 2); a report says nothing of a household."""


class ErasureReportQuerySet(models.QuerySet):
    def over(self, now: datetime.datetime):
        return self.filter(at__lt=now - REPORTS_KEPT_FOR)


class ErasureReport(TenantModel):
    """What one run of the daily erasure did: how many, and which references; no word of what was erased.

    A run that had nothing to do leaves none.
    """

    is_shown_to_the_public = False

    at = models.DateTimeField("le", default=timezone.now)
    retention_months = models.PositiveSmallIntegerField("mois gardés ce jour-là")
    erased = ArrayField(models.CharField(max_length=11), verbose_name="sollicitations effacées", default=list)
    warned = ArrayField(models.CharField(max_length=11), verbose_name="effacements annoncés", default=list)
    ended = ArrayField(models.CharField(max_length=11), verbose_name="closes sans suite à leur terme", default=list)
    drafts = models.PositiveIntegerField("brouillons supprimés", default=0)
    journal_lines = models.PositiveIntegerField("lignes du journal supprimées", default=0)

    objects = TenantManager.from_queryset(ErasureReportQuerySet)()

    class Meta:
        verbose_name = "compte rendu d’effacement"
        verbose_name_plural = "comptes rendus d’effacement"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(erased__len__gt=0) | Q(warned__len__gt=0) | Q(drafts__gt=0) | Q(journal_lines__gt=0),
                name="erasure_report_says_something",
            ),
            models.CheckConstraint(condition=Q(ended__contained_by=models.F("erased")), name="ended_ones_were_erased"),
        ]

    def __str__(self):
        return f"Effacement du {timezone.localtime(self.at):%d/%m/%Y}"

    @property
    def is_empty(self) -> bool:
        return not (self.erased or self.warned or self.drafts or self.journal_lines)
