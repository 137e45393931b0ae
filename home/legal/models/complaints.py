import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.scoping import TenantManager, TenantModel

ANSWERED_WITHIN = datetime.timedelta(days=7)
KEPT_FOR = datetime.timedelta(days=365)
"""How long a complaint stays after its answer: the authority may have to show what it did."""
KEPT_UNANSWERED_FOR = 2 * KEPT_FOR


class AccessibilityComplaintQuerySet(models.QuerySet):
    def waiting(self):
        """Keep those that nobody answered yet."""
        return self.filter(answered_at=None)

    def expired(self, now: datetime.datetime | None = None):
        now = now or timezone.now()
        return self.filter(
            Q(answered_at__lt=now - KEPT_FOR) | Q(answered_at=None, received_at__lt=now - KEPT_UNANSWERED_FOR)
        )


class AccessibilityComplaint(TenantModel):
    """Somebody could not use a page. They are answered within a week, and it is said how long is left."""

    is_shown_to_the_public = False

    page = models.CharField("page concernée", max_length=300)
    difficulty = models.TextField("difficulté rencontrée", max_length=4000)
    name = models.CharField("nom", max_length=120, blank=True)
    email = models.EmailField("courriel", max_length=254)
    received_at = models.DateTimeField("reçu le", default=timezone.now, editable=False)
    answer = models.TextField("réponse", max_length=4000, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="répondu par", null=True, editable=False,
        related_name="+",
    )  # fmt: skip

    objects = TenantManager.from_queryset(AccessibilityComplaintQuerySet)()

    class Meta:
        verbose_name = "signalement d’accessibilité"
        verbose_name_plural = "signalements d’accessibilité"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="complaint_is_answered_with_words"
            ),
        ]

    def __str__(self):
        return f"{self.page}, {timezone.localtime(self.received_at):%d/%m/%Y}"

    @property
    def due_on(self) -> datetime.date:
        """The last day to answer."""
        return timezone.localdate(self.received_at) + ANSWERED_WITHIN

    @property
    def clock(self) -> str:
        """Say how long is left: « reste 3 jours », « en retard de 2 jours »; or that it is answered."""
        if self.answered_at:
            return f"répondu le {timezone.localtime(self.answered_at):%d/%m/%Y}"
        left = (self.due_on - timezone.localdate()).days
        if left == 0:
            return "à répondre aujourd’hui"
        days = f"{abs(left)} jour{'s' if abs(left) > 1 else ''}"
        return f"reste {days}" if left > 0 else f"en retard de {days}"
