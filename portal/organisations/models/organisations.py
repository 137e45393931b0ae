from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from portal.organisations.domains import FREE_MAIL
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Commune, Platform
from portal.territories.models.platforms import Contact

domain_name = RegexValidator(
    r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", "Un nom de domaine : « exemple.fr »."
)


class OrganisationQuerySet(models.QuerySet):
    def current(self):
        """Keep those that exist and whose name somebody here confirmed."""
        return self.filter(ended_on=None, is_proposed=False)

    def known_by_domain(self, email: str):
        """Keep those whose people have addresses of the same domain as ``email``."""
        return self.current().filter(email_domains__contains=[email.rpartition("@")[2].lower()])


class Organisation(Contact, TenantModel):
    """A body whose people work with the platforms, as this tenant knows it.

    ``phone`` and ``email`` are its public contact; the internal ones are for members.
    """

    class Kind(models.TextChoices):
        LANDLORD = "bailleur", "bailleur social"
        ASSOCIATION = "association", "association"
        CCAS = "ccas", "CCAS ou CIAS"
        MSD = "msd", "maison des solidarités"
        MISSION_LOCALE = "mission_locale", "mission locale"
        SIAO = "siao", "SIAO"
        AUTHORITY = "collectivite", "collectivité"
        STATE = "etat", "service de l’État"
        HEALTH = "sante", "établissement ou service de santé"
        INSTITUTE = "formation", "organisme de formation"
        OTHER = "autre", "autre"

    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=20, choices=Kind)
    mission = models.TextField(
        "ce qu’elle fait", max_length=600, blank=True, help_text="En deux ou trois phrases, pour ses partenaires."
    )
    seat = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune du siège", null=True, blank=True, related_name="+"
    )
    platforms = models.ManyToManyField(
        Platform, verbose_name="plateformes où elle intervient", related_name="organisations", blank=True
    )
    covers_everything = models.BooleanField("intervient sur tout le territoire", default=False)
    website = models.URLField("site internet", max_length=200, blank=True)
    internal_contact = models.TextField(
        "contact réservé aux membres", max_length=400, blank=True, help_text="Ligne directe, permanence, personne."
    )
    email_domains = ArrayField(
        models.CharField(max_length=253, validators=[domain_name]),
        verbose_name="noms de domaine des courriels", default=list, blank=True,
        help_text="« exemple.fr » : une demande d’accès qui vient de là lui est rapprochée.",
    )  # fmt: skip
    is_proposed = models.BooleanField("proposée, à confirmer", default=False, editable=False)
    ended_on = models.DateField("n’existe plus depuis le", null=True, blank=True)
    # When its référents were last told of the quarterly review, and reminded of it.
    review_told_on = models.DateField("revue annoncée le", null=True, blank=True, editable=False)
    review_recalled_on = models.DateField("revue rappelée le", null=True, blank=True, editable=False)
    is_example = models.BooleanField("exemple", default=False, help_text="Donnée fictive de la démonstration.")

    objects = TenantManager.from_queryset(OrganisationQuerySet)()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "tenant", Lower("name"), name="one_organisation_per_name",
                violation_error_message="Une organisation porte déjà ce nom.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.email_domains = sorted({domain.strip().lower() for domain in self.email_domains})
        if free := FREE_MAIL.intersection(self.email_domains):
            raise ValidationError(
                {"email_domains": f"{', '.join(sorted(free))} : tout le monde peut y ouvrir une adresse."}
            )
