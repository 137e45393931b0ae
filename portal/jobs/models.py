import datetime

from django.db import models

LATE_AFTER = datetime.timedelta(minutes=15)
"""A job that waits longer than this past its time is late: no scheduler runs, or one is stuck."""


class PeriodicJobQuerySet(models.QuerySet):
    def due(self, now: datetime.datetime):
        return self.filter(next_run_at__lte=now)


class PeriodicJob(models.Model):
    """What became of a declared job (portal.jobs.registry): the scheduler writes it, operators read it."""

    name = models.CharField("nom", max_length=80, unique=True)
    next_run_at = models.DateTimeField("prochain passage")
    last_started_at = models.DateTimeField("dernier départ", null=True)
    last_finished_at = models.DateTimeField("dernière fin", null=True)
    last_error = models.TextField("dernière erreur", blank=True, help_text="Vide quand tout s’est bien passé.")
    failures = models.PositiveIntegerField("échecs de suite", default=0)

    objects = PeriodicJobQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche périodique"
        verbose_name_plural = "tâches périodiques"
        ordering = ["next_run_at", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failures=0, last_error="") | models.Q(failures__gt=0) & ~models.Q(last_error=""),
                name="failed_job_says_why",
            ),
        ]

    def __str__(self):
        return self.name

    def is_late(self, now: datetime.datetime) -> bool:
        return self.next_run_at < now - LATE_AFTER
