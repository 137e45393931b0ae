from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.documents.models import Document
from portal.organisations.models import Audience, HasAudience, Organisation
from portal.organisations.models.audiences import HasAudienceQuerySet
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models.platforms import Contact

LONGEST = Decimal(200)  # hours
PARAGRAPHS = "Une ligne vide sépare deux paragraphes ; une ligne qui commence par un tiret fait une liste."


class TrainingQuerySet(HasAudienceQuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep the published ones that everybody may read about, and those meant for this member."""
        meant = Q(is_public=True) | Q(audience__in=Audience.objects.visible_to(membership))
        return self.filter(meant, is_published=True)


class Training(Contact, HasAudience, TenantModel):
    """A course of the catalogue: what is learnt there, how, for whom. When and where are its sessions.

    ``audience`` says who may sign up; ``is_public``, whether everybody may read about it. ``phone`` and ``email`` are
    those of whoever answers questions about it.
    """

    title = models.CharField("titre", max_length=140)
    slug = models.SlugField("identifiant", max_length=80, help_text="Dans l’adresse de sa page ; ne change plus.")
    summary = models.CharField(
        "en une phrase", max_length=250, blank=True, help_text="Ce que l’on saura faire, dans la liste du catalogue."
    )
    aims = models.TextField("objectifs", max_length=3000, blank=True, help_text=PARAGRAPHS)
    programme = models.TextField("programme", max_length=6000, blank=True, help_text=PARAGRAPHS)
    method = models.TextField("méthode", max_length=3000, blank=True, help_text=PARAGRAPHS)
    prerequisites = models.TextField("prérequis", max_length=1000, blank=True, help_text="Vide : aucun prérequis.")
    for_whom = models.TextField(
        "public visé", max_length=1000, blank=True, help_text="En mots ; qui peut s’inscrire se règle plus bas."
    )
    hours = models.DecimalField(
        "durée", max_digits=4, decimal_places=1, help_text="En heures : 7 pour une journée.",
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(LONGEST)],
    )  # fmt: skip
    institute = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisme de formation", related_name="trainings"
    )
    contact_name = models.CharField("à qui s’adresser", max_length=120, blank=True)
    accessibility = models.TextField(
        "accessibilité", max_length=1500, blank=True,
        help_text="Les aménagements possibles, et le nom de la personne à qui les demander.",
    )  # fmt: skip
    documents = models.ManyToManyField(Document, verbose_name="documents", related_name="trainings", blank=True)
    is_public = models.BooleanField(
        "montrée à tout le monde", default=True,
        help_text="Chacun peut lire la page ; seul le public visé s’inscrit.",
    )  # fmt: skip
    is_published = models.BooleanField("publiée", default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="créée par", null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(TrainingQuerySet)()

    class Meta:
        verbose_name = "formation"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "slug"], name="one_training_per_slug",
                violation_error_message="Une formation a déjà cet identifiant.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="training_has_a_title"),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=LONGEST), name="training_has_a_sensible_duration",
                violation_error_message="Une durée de 0,5 à 200 heures.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title
