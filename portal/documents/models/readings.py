import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.documents.models.documents import Document, Version
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel

KEPT_FOR = datetime.timedelta(days=365)


class ReadingQuerySet(models.QuerySet):
    def expired(self, now: datetime.datetime):
        return self.filter(last_at__lt=now - KEPT_FOR)


class Reading(TenantModel):
    """A member opened a document: the last version they opened, the first and the last time. Kept for KEPT_FOR.

    For « qui n’a pas ouvert » and for each reader's own unread marks. How often, or from where, is not written.
    """

    is_shown_to_the_public = False

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="readings")
    document = models.ForeignKey(Document, models.CASCADE, related_name="readings")
    version = models.ForeignKey(Version, models.CASCADE, related_name="readings")
    first_at = models.DateTimeField("ouvert la première fois le", default=timezone.now, editable=False)
    last_at = models.DateTimeField("ouvert la dernière fois le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(ReadingQuerySet)()

    class Meta:
        verbose_name = "lecture d’un document"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["membership", "document"], name="one_reading_per_document"),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="reading_ends_after_start"),
        ]
        indexes = [models.Index(fields=["tenant", "last_at"], name="readings_by_age")]

    def __str__(self):
        return f"{self.membership.user} – {self.document}"
