import datetime

from django.db import models
from django.utils import timezone

RUNS_KEPT_FOR = datetime.timedelta(days=400)
"""A little more than the oldest backup that a policy of twelve months keeps."""


class BackupRunQuerySet(models.QuerySet):
    def good(self):
        return self.filter(error="").exclude(ended_at=None)

    def unfinished(self):
        return self.filter(ended_at=None)

    def expired(self, now: datetime.datetime):
        return self.filter(started_at__lt=now - RUNS_KEPT_FOR)


class BackupRun(models.Model):
    """What became of a backup, of a trial or of a restore: operators read it, nothing in it is personal."""

    class Kind(models.TextChoices):
        BACKUP = "sauvegarde", "sauvegarde"
        TRIAL = "essai", "restauration d’essai"
        RESTORE = "restauration", "restauration"

    class Depth(models.TextChoices):
        WHOLE = "tout", "lignes et fichiers restaurés et comparés"
        SEALS = "scelles", "empreintes des fichiers chiffrés seulement"

    kind = models.CharField("nature", max_length=12, choices=Kind)
    depth = models.CharField("profondeur", max_length=7, choices=Depth, default=Depth.WHOLE)
    name = models.CharField("sauvegarde", max_length=40, blank=True)
    started_at = models.DateTimeField("commencée le", default=timezone.now)
    ended_at = models.DateTimeField("finie le", null=True)
    rows = models.PositiveBigIntegerField("lignes", default=0)
    files = models.PositiveIntegerField("fichiers", default=0)
    lost = models.PositiveIntegerField("fichiers déjà perdus", default=0, help_text="Nommés par une ligne, absents.")
    size = models.PositiveBigIntegerField("octets chiffrés", default=0)
    added = models.PositiveBigIntegerField("octets ajoutés", default=0)
    error = models.CharField("erreur", max_length=500, blank=True)

    objects = BackupRunQuerySet.as_manager()

    class Meta:
        verbose_name = "passage d’une sauvegarde"
        verbose_name_plural = "passages des sauvegardes"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(error="") | models.Q(ended_at__isnull=False), name="unfinished_backup_has_no_outcome"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"

    @property
    def state(self) -> str:
        if self.ended_at is None:
            return "running"
        return "failed" if self.error else "done"
