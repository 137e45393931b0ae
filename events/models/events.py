from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.documents.models import Document
from portal.organisations.models import HasAudience, Organisation
from portal.organisations.models.audiences import HasAudienceQuerySet
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Platform
from portal.territories.models.platforms import Contact


class EventQuerySet(HasAudienceQuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep the published ones meant for this member (None: a visitor)."""
        return super().visible_to(membership).filter(is_published=True)


class Event(Contact, HasAudience, TenantModel):
    """What people are called to: the words, for whom, by whom. When and where are its occurrences.

    ``phone`` and ``email`` are those of whoever answers questions about it.
    """

    class Kind(models.TextChoices):
        EVENT = "evenement", "événement"
        EXCHANGE = "echange", "groupe d’échanges de pratiques"
        AWARENESS = "sensibilisation", "sensibilisation"
        OTHER = "autre", "autre"

    kind = models.CharField("nature", max_length=20, choices=Kind, default=Kind.EVENT)
    title = models.CharField("titre", max_length=120)
    text = models.TextField(
        "de quoi il s’agit", max_length=4000, blank=True, help_text="Une ligne vide sépare deux paragraphes."
    )
    platforms = models.ManyToManyField(
        Platform, verbose_name="plateformes", related_name="events", blank=True,
        help_text="Aucune : tout le territoire.",
    )  # fmt: skip
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisé par", null=True, blank=True, related_name="events"
    )
    contact_name = models.CharField("à qui s’adresser", max_length=120, blank=True)
    documents = models.ManyToManyField(Document, verbose_name="documents", related_name="events", blank=True)
    takes_signups = models.BooleanField("on s’y inscrit", default=False)
    is_published = models.BooleanField("publié", default=False, editable=False)
    published_at = models.DateTimeField("publié le", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="créé par", null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="event_has_a_title")]

    def __str__(self):
        return self.title
