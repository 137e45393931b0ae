from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Platform


class CircleQuerySet(models.QuerySet):
    def shown_to(self, membership: Membership):
        """Keep what this member may know of: what is described to all, what they are in, what they run."""
        is_in = Exists(Circle.members.through.objects.filter(circle=OuterRef("pk"), membership=membership))
        return self.filter(Q(is_listed=True) | Q(owner=membership) | is_in)

    def without_owner(self):
        """Keep those that nobody with an open access runs."""
        return self.filter(Q(owner=None) | Q(owner__ended_at__isnull=False) | Q(owner__user__is_active=False))


class Circle(TenantModel):
    """A named group of members, for what only they may see: practice exchange, information of owners, a committee."""

    name = models.CharField("nom", max_length=120)
    slug = models.SlugField("identifiant", max_length=120, help_text="Dans son adresse ; ne change plus.")
    purpose = models.TextField("à quoi il sert", max_length=600, blank=True)
    platform = models.ForeignKey(
        Platform, models.SET_NULL, verbose_name="plateforme", null=True, blank=True, related_name="circles"
    )
    owner = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="animé par", null=True, blank=True, related_name="owned_circles"
    )
    is_listed = models.BooleanField("décrit dans l’annuaire", default=True)
    takes_requests = models.BooleanField("on peut demander à le rejoindre", default=True)
    members = models.ManyToManyField(Membership, verbose_name="membres", related_name="circles", blank=True)

    objects = TenantManager.from_queryset(CircleQuerySet)()

    class Meta:
        verbose_name = "cercle"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "tenant", Lower("name"), name="one_circle_per_name",
                violation_error_message="Un cercle porte déjà ce nom.",
            ),
            models.UniqueConstraint(
                fields=["tenant", "slug"], name="one_circle_per_slug",
                violation_error_message="Un cercle a déjà cet identifiant.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class JoinRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Keep those without an answer, of people whose access is open."""
        return self.filter(answered_at=None, membership__ended_at=None, membership__user__is_active=True)


class JoinRequest(TenantModel):
    """A member asks to enter a circle; its owner answers."""

    is_shown_to_the_public = False

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="requests")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="join_requests")
    message = models.CharField("message", max_length=300, blank=True)
    created_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    answered_at = models.DateTimeField("répondu le", null=True, editable=False)
    is_accepted = models.BooleanField("accepté", null=True, editable=False)
    reason = models.CharField("motif", max_length=300, blank=True)

    objects = TenantManager.from_queryset(JoinRequestQuerySet)()

    class Meta:
        verbose_name = "demande de rejoindre un cercle"
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "membership"], condition=Q(answered_at=None), name="one_waiting_join_request"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_accepted=None)
                | Q(answered_at__isnull=False, is_accepted__isnull=False),
                name="join_request_is_answered_whole",
            ),
        ]

    def __str__(self):
        return f"{self.membership.user} – {self.circle}"
