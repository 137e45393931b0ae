from django.db import models
from django.utils import timezone

from portal.notifications.subjects import Pace
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantModel


class ChosenPace(TenantModel):
    """How soon a member wants mail about a subject, when they said so; else the subject's own pace counts.

    Kept when the membership ends: somebody who comes back still does not want what they refused.
    """

    is_shown_to_the_public = False

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="chosen_paces")
    subject = models.CharField("sujet", max_length=60)
    pace = models.CharField("rythme", max_length=10, choices=Pace)

    class Meta:
        verbose_name = "rythme choisi"
        verbose_name_plural = "rythmes choisis"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["membership", "subject"], name="one_pace_per_member_and_subject"),
            models.CheckConstraint(condition=models.Q(pace__in=Pace.values), name="chosen_pace_is_known"),
        ]

    def __str__(self):
        return f"{self.subject} : {self.pace}"


class Notice(TenantModel):
    """Something to tell a member in their next digest. Deleted as it leaves."""

    is_shown_to_the_public = False

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="notices")
    subject = models.CharField("sujet", max_length=60)
    title = models.TextField("annonce")
    url = models.TextField("adresse")
    text = models.TextField("précision", blank=True)
    created_at = models.DateTimeField("écrite le", default=timezone.now)

    class Meta:
        verbose_name = "annonce en attente"
        verbose_name_plural = "annonces en attente"
        default_permissions = ()
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["tenant", "created_at"], name="notice_oldest")]

    def __str__(self):
        return self.title
