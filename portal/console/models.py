from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class DeletionQuerySet(models.QuerySet):
    def pending(self):
        """Deletions that were asked for, and are still to come."""
        return self.filter(cancelled_at=None, erased_at=None)

    def due(self, now):
        return self.pending().filter(due_at__lte=now)


class Deletion(models.Model):
    """A tenant is to be erased, or was: then it is the certificate, kept for good, in which nothing is personal.

    The tenant and whoever asked are plain keys: the rows they name may be gone.
    """

    tenant_key = models.BigIntegerField("numéro de la collectivité")
    tenant_slug = models.CharField("identifiant", max_length=50)
    tenant_name = models.CharField("nom", max_length=120)
    hosts = ArrayField(models.CharField(max_length=253), verbose_name="noms d’hôte")
    state_before = models.CharField("état avant la demande", max_length=20)
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    asked_by_key = models.BigIntegerField("numéro du compte qui l’a demandée")
    due_at = models.DateTimeField("prévue le")
    cancelled_at = models.DateTimeField("annulée le", null=True)

    erased_at = models.DateTimeField("lignes effacées le", null=True)
    rows = models.JSONField("lignes effacées, par table", default=dict)
    accounts_kept = models.PositiveIntegerField("comptes gardés", default=0)
    files = models.PositiveIntegerField("fichiers effacés", default=0)
    file_bytes = models.PositiveBigIntegerField("octets de ces fichiers", default=0)
    files_erased_at = models.DateTimeField("fichiers effacés le", null=True)
    portal_version = models.CharField("version du portail", max_length=40, blank=True)
    digest = models.CharField("empreinte", max_length=64, blank=True)

    objects = DeletionQuerySet.as_manager()

    class Meta:
        verbose_name = "suppression d’une collectivité"
        verbose_name_plural = "suppressions de collectivités"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_key"], condition=Q(cancelled_at=None, erased_at=None), name="one_pending_deletion"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(erased_at=None), name="cancelled_deletion_erases_nothing"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(erased_at__gte=F("due_at")), name="nothing_is_erased_early"
            ),
            models.CheckConstraint(
                condition=Q(files_erased_at=None, digest="") | (~Q(erased_at=None) & ~Q(digest="")),
                name="certificate_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.tenant_name}, {timezone.localtime(self.asked_at):%d/%m/%Y}"


class LeftFiles(models.Model):
    """The files of a tenant whose rows are gone, or never came: erased until none is left.

    ``elsewhere`` are those outside the tenant's own folder.
    """

    tenant_key = models.BigIntegerField("numéro de la collectivité", unique=True)
    elsewhere = ArrayField(models.TextField(), verbose_name="fichiers hors de son dossier", default=list)
    noted_at = models.DateTimeField("noté le", default=timezone.now)

    class Meta:
        verbose_name = "fichiers à effacer"
        verbose_name_plural = "fichiers à effacer"

    def __str__(self):
        return str(self.tenant_key)
