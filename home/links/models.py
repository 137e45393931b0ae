from django.db import models
from django.utils import timezone
from wagtail.models import Page

from portal.tenancy.scoping import TenantManager, TenantModel


class BrokenLinkQuerySet(models.QuerySet):
    def to_mend(self):
        """Keep those that nobody said to leave as they are."""
        return self.filter(is_ignored=False)


class BrokenLink(TenantModel):
    """A link of a published page that leads nowhere, as the last reading of the pages found it.

    It is written by the reading alone, which takes it away once it is mended; staff only say that one may stay.
    """

    is_shown_to_the_public = False

    class Reason(models.TextChoices):
        GONE = "supprimee", "la page n’existe plus"
        UNPUBLISHED = "depubliee", "la page n’est pas publiée"
        NOWHERE = "inconnue", "il n’y a rien à cette adresse"
        NO_FILE = "document", "le document n’existe plus"
        ELSEWHERE = "ailleurs", "l’autre site ne répond pas"

    page = models.ForeignKey(Page, models.CASCADE, verbose_name="page", related_name="+", editable=False)
    where = models.CharField("partie de la page", max_length=120, editable=False)
    words = models.CharField("mots du lien", max_length=200, blank=True, editable=False)
    address = models.CharField("mène à", max_length=500, editable=False)
    reason = models.CharField("pourquoi", max_length=10, choices=Reason, editable=False)
    detail = models.CharField("précision", max_length=300, blank=True, editable=False)
    found_at = models.DateTimeField("rompu depuis le", default=timezone.now, editable=False)
    checked_at = models.DateTimeField("vérifié le", default=timezone.now, editable=False)
    is_ignored = models.BooleanField(
        "à laisser ainsi", default=False, help_text="Il reste dans cette liste, et n’est plus signalé."
    )

    objects = TenantManager.from_queryset(BrokenLinkQuerySet)()

    class Meta:
        verbose_name = "lien rompu"
        verbose_name_plural = "liens rompus"
        ordering = ["is_ignored", "-found_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "address"], name="one_broken_link_per_page_and_address")]

    def __str__(self):
        return self.words or self.address
