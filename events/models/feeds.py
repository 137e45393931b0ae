from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantModel

MOST_TOKENS = 10
"""How many addresses one person may hold at a time: a telephone, a computer, an assistant, and room to spare."""


class FeedToken(TenantModel):
    """A private address of the calendar, which a member gave to one of their programs.

    Its secret is told once and not kept: the row holds its digest. Whoever has the address reads what that member may
    see; rights are asked for anew at each reading, and deleting the row ends it.
    """

    is_shown_to_the_public = False

    class Purpose(models.TextChoices):
        MINE = "inscriptions", "mes inscriptions"
        ALL = "tout", "tout ce que je peux voir"

    membership = models.ForeignKey(
        Membership, models.CASCADE, verbose_name="membre", editable=False, related_name="feed_tokens"
    )
    name = models.CharField("nom", max_length=60, help_text="« Mon téléphone », « Outlook au bureau »…")
    purpose = models.CharField("ce que l’agenda montrera", max_length=15, choices=Purpose, default=Purpose.MINE)
    token_digest = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    # A day and no more: when exactly a telephone asked is nobody's business.
    last_used_on = models.DateField("lu pour la dernière fois le", null=True, editable=False)

    class Meta:
        verbose_name = "abonnement à l’agenda"
        verbose_name_plural = "abonnements à l’agenda"
        default_permissions = ()
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="feed_token_has_a_name"),
            models.UniqueConstraint(
                fields=["membership", "name"], name="one_feed_token_per_name",
                violation_error_message="Vous avez déjà un abonnement de ce nom.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name
