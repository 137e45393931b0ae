import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class DeletionQuerySet(models.QuerySet):
    def pending(self):
        """Deletions that were asked for, and are still to come."""
        return self.filter(cancelled_at=None, erased_at=None)

    def carried_out(self):
        """Deletions whose rows are gone: each has a certificate."""
        return self.exclude(erased_at=None)

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
    reason = models.CharField("motif", max_length=300, blank=True)
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


EXPORT_KEPT_FOR = datetime.timedelta(days=7)
IMPORT_KEPT_FOR = datetime.timedelta(hours=24)
"""How long an archive stays here: it holds everything about everybody in the tenant."""
GIVEN_UP_AFTER = datetime.timedelta(hours=4)
"""Work on an archive that nothing was heard of for longer: longer than a task is tried again (portal.jobs)."""


class ExportQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(finished_at=None)

    def stuck(self, now: datetime.datetime):
        return self.unfinished().filter(asked_at__lt=now - GIVEN_UP_AFTER)

    def expired(self, now: datetime.datetime):
        """Exports whose file is to go: its time is over, or the export failed and may have left a part of one."""
        return self.filter(~Q(error="") | Q(finished_at__lt=now - EXPORT_KEPT_FOR), erased_at=None)


class Export(models.Model):
    """The archive of a tenant, asked for in the console, with the file that holds it for EXPORT_KEPT_FOR.

    The row names its file before a byte of it is written: none is ever forgotten. The tenant is a plain key: the row
    says who took a copy of what, and stays when the tenant has gone.
    """

    tenant_key = models.BigIntegerField("numéro de la collectivité")
    tenant_slug = models.CharField("identifiant", max_length=50)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="demandé par", null=True, related_name="+"
    )
    path = models.CharField("chemin", max_length=100, unique=True)
    finished_at = models.DateTimeField("terminé le", null=True)
    size = models.PositiveBigIntegerField("octets", default=0)
    rows = models.PositiveIntegerField("lignes", default=0)
    files = models.PositiveIntegerField("fichiers", default=0)
    error = models.TextField("erreur", blank=True)
    erased_at = models.DateTimeField("effacé le", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "export d’une collectivité"
        verbose_name_plural = "exports de collectivités"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_key"], condition=Q(finished_at=None), name="one_export_of_a_tenant_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(finished_at=None) | Q(error="", erased_at=None), name="unfinished_export_has_no_outcome"
            ),
        ]

    def __str__(self):
        return f"{self.tenant_slug}, {timezone.localtime(self.asked_at):%d/%m/%Y %H:%M}"

    @property
    def state(self) -> str:
        if self.finished_at is None:
            return "waiting"
        if self.error:
            return "failed"
        return "erased" if self.erased_at else "ready"

    @property
    def kept_until(self) -> datetime.datetime:
        return self.finished_at + EXPORT_KEPT_FOR

    @property
    def file_name(self) -> str:
        """What the one who downloads it finds on their machine."""
        return f"{self.tenant_slug}-{timezone.localtime(self.asked_at):%Y-%m-%d}.zip"


class ImportQuerySet(models.QuerySet):
    def stuck(self, now: datetime.datetime):
        return self.filter(state__in=Import.AT_WORK, state_since__lt=now - GIVEN_UP_AFTER)

    def expired(self, now: datetime.datetime):
        """Imports whose file is to go: it is in, or it waited long enough."""
        is_idle = ~Q(state__in=Import.AT_WORK)
        return self.filter(is_idle, Q(state=Import.State.DONE) | Q(sent_at__lt=now - IMPORT_KEPT_FOR), erased_at=None)


class Import(models.Model):
    """An archive that an operator sent to the console, kept for IMPORT_KEPT_FOR: checked, then brought in.

    What is brought in is the very file that was checked. ``holds`` are plain facts of its manifest.
    """

    class State(models.TextChoices):
        CHECKING = "verification", "en cours de vérification"
        REFUSED = "refusee", "refusée"
        READY = "prete", "prête à importer"
        IMPORTING = "import", "en cours d’import"
        DONE = "importee", "importée"

    AT_WORK = (State.CHECKING, State.IMPORTING)

    name = models.CharField("nom du fichier", max_length=255)
    path = models.CharField("chemin", max_length=100, unique=True)
    size = models.PositiveBigIntegerField("octets", default=0)
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="envoyée par", null=True, related_name="+"
    )
    state = models.CharField("état", max_length=20, choices=State, default=State.CHECKING)
    state_since = models.DateTimeField("depuis le", default=timezone.now)
    holds = models.JSONField("contenu", default=dict)
    reason = models.TextField("motif du refus", blank=True)
    erased_at = models.DateTimeField("fichier effacé le", null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "archive reçue"
        verbose_name_plural = "archives reçues"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refusee") & ~Q(reason="") | ~Q(state="refusee") & Q(reason=""),
                name="refused_import_says_why",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(state__in=["refusee", "importee"]),
                name="import_at_work_has_its_file",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def kept_until(self) -> datetime.datetime:
        return self.sent_at + IMPORT_KEPT_FOR
