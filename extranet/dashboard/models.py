from django.db import models

from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantModel


class Visit(TenantModel):
    """A member's last two visits of their dashboard: what is new is what came since the one before this one."""

    is_shown_to_the_public = False

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="visit")
    previous_at = models.DateTimeField("visite précédente", null=True)
    seen_at = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "visite"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(previous_at=None) | models.Q(previous_at__lte=models.F("seen_at")),
                name="previous_visit_came_before",
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} : {self.seen_at}"
