from django.db import models
from django.db.models import Q
from django.utils import timezone

from extranet.solicitations.models.solicitations import Solicitation
from portal.tenancy.scoping import TenantModel


class Reminder(TenantModel):
    """That an answer which is owed since ``waiting_since`` was reminded, once for each number of days."""

    is_shown_to_the_public = False

    solicitation = models.ForeignKey(Solicitation, models.CASCADE, related_name="reminders")
    waiting_since = models.DateTimeField("en attente depuis le")
    days = models.PositiveSmallIntegerField("jours d’attente")
    sent_at = models.DateTimeField("envoyé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "rappel d’une sollicitation"
        verbose_name_plural = "rappels d’une sollicitation"
        ordering = ["sent_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["solicitation", "waiting_since", "days"], name="one_reminder_for_each_delay"
            ),
            models.CheckConstraint(condition=Q(days__gt=0), name="reminder_comes_after_some_days"),
        ]

    def __str__(self):
        return f"Rappel à {self.days} jours"
