import datetime

from django.db import models
from django.utils import timezone

from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Platform

KEPT_FOR = datetime.timedelta(days=90)
"""How long a message stays after it came in: long enough to answer, as the notice says."""


class ContactMessageQuerySet(models.QuerySet):
    def expired(self, now: datetime.datetime | None = None):
        return self.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR)


class ContactMessage(TenantModel):
    """A message written through the contact form, kept until it surely arrived, then purged.

    ``platform`` is empty for the tenant's general contact.
    """

    is_shown_to_the_public = False

    platform = models.ForeignKey(Platform, models.SET_NULL, verbose_name="plateforme", null=True, blank=True)
    name = models.CharField("nom", max_length=120)
    email = models.EmailField("courriel", max_length=254)
    message = models.TextField("message", max_length=4000)
    created_at = models.DateTimeField("reçu le", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("transmis le", null=True, editable=False)

    objects = TenantManager.from_queryset(ContactMessageQuerySet)()

    class Meta:
        verbose_name = "message reçu"
        verbose_name_plural = "messages reçus"
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.name}, {self.created_at:%d/%m/%Y}"
