from django.db import models

from portal.tenancy.scoping import TenantModel


class ReviewReminder(TenantModel):
    """The day when the staff were last told what is to be read again; one row a tenant."""

    is_shown_to_the_public = False

    told_on = models.DateField("annoncé le", null=True)

    class Meta:
        verbose_name = "rappel des relectures"
        verbose_name_plural = "rappels des relectures"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tenant"], name="one_review_reminder_per_tenant")]

    def __str__(self):
        return f"Rappel du {self.told_on}"
