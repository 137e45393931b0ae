"""The yearly renewal of the reference of communes: its history, and what each tenant has to look at afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.scoping import TenantModel


class Renewal(models.Model):
    """Files of a new year that an operator sent: read, shown, then applied or set aside.

    ``told`` is what they change, in plain lists. ``before`` is an archive of what stood here before, in the same form:
    sent again, it brings it back. The platform's own: no tenant reads it.
    """

    class State(models.TextChoices):
        READING = "lecture", "en cours de lecture"
        REFUSED = "refuse", "refusé"
        READY = "pret", "prêt à appliquer"
        APPLYING = "application", "en cours d’application"
        APPLIED = "applique", "appliqué"
        SET_ASIDE = "ecarte", "écarté"

    AT_WORK = (State.READING, State.APPLYING)

    name = models.CharField("nom du fichier", max_length=255)
    path = models.CharField("chemin", max_length=100, unique=True)
    size = models.PositiveBigIntegerField("octets", default=0)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="envoyé par", null=True, related_name="+"
    )
    state = models.CharField("état", max_length=20, choices=State, default=State.READING)
    state_since = models.DateTimeField("depuis le", default=timezone.now)
    told = models.JSONField("ce qui change", default=dict)
    reason = models.TextField("motif du refus", blank=True)
    before = models.CharField("archive de ce qui précédait", max_length=100, blank=True)

    class Meta:
        verbose_name = "renouvellement du référentiel des communes"
        verbose_name_plural = "renouvellements du référentiel des communes"
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refuse") & ~Q(reason="") | ~Q(state="refuse") & Q(reason=""),
                name="refused_renewal_says_why",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def may_be_set_aside(self) -> bool:
        return self.state in (self.State.REFUSED, self.State.READY)


class ToCheck(TenantModel):
    """What a renewal changed in a tenant's territory, until somebody there has looked at it."""

    is_shown_to_the_public = False

    subject = models.CharField("sujet", max_length=160)
    words = models.CharField("ce qui a changé", max_length=400)
    noted_at = models.DateTimeField("noté le", default=timezone.now)

    class Meta:
        verbose_name = "point à vérifier"
        verbose_name_plural = "points à vérifier"
        ordering = ["subject", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.subject} : {self.words}"
