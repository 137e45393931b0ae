from django.conf import settings
from django.db import models


class SomethingWaits(models.Model):
    """Whether something waits for a person in a tenant: yes or no, and nothing more.

    Kept for those who belong to several tenants alone, so that each can say that another waits for them. A tenant
    reads and writes its own rows; only ``portal.notifications.elsewhere`` reads across, for the person who asks.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tenant = models.ForeignKey("tenancy.Tenant", models.CASCADE, related_name="+")
    is_waiting = models.BooleanField("quelque chose attend")

    class Meta:
        verbose_name = "attente ailleurs"
        verbose_name_plural = "attentes ailleurs"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "tenant"], name="one_answer_per_person_and_tenant")]

    def __str__(self):
        return f"{self.user_id} – {self.tenant_id}"
