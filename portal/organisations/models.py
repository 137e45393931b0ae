from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel

__all__ = ["Affiliation", "Audience", "Circle", "Organisation"]


class Organisation(TenantModel):
    """A body whose people work with the platforms, as this tenant knows it."""

    class Kind(models.TextChoices):
        LANDLORD = "bailleur", "bailleur social"
        ASSOCIATION = "association", "association"
        CCAS = "ccas", "CCAS ou CIAS"
        MSD = "msd", "maison des solidarités"
        MISSION_LOCALE = "mission_locale", "mission locale"
        AUTHORITY = "collectivite", "collectivité"
        STATE = "etat", "service de l’État"
        HEALTH = "sante", "établissement ou service de santé"
        INSTITUTE = "formation", "organisme de formation"
        OTHER = "autre", "autre"

    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=20, choices=Kind)
    is_example = models.BooleanField("exemple", default=False, help_text="Donnée fictive de la démonstration.")

    class Meta:
        verbose_name = "organisation"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "tenant", Lower("name"), name="one_organisation_per_name",
                violation_error_message="Une organisation porte déjà ce nom.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


class AffiliationManager(TenantManager):
    def current(self):
        return self.filter(ended_on=None)


class Affiliation(TenantModel):
    """A member works for an organisation: in what function, and whether as its référent de structure."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    function = models.CharField("fonction", max_length=120, blank=True)
    is_referent = models.BooleanField("référent ou référente de structure", default=False)
    started_on = models.DateField("depuis le", default=timezone.localdate)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = AffiliationManager()

    class Meta:
        verbose_name = "affiliation"
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "organisation"],
                condition=Q(ended_on=None),
                name="one_current_affiliation",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="affiliation_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.membership.user} – {self.organisation}"


class Circle(TenantModel):
    """A named group of members, for what only they may see."""

    name = models.CharField("nom", max_length=120)
    members = models.ManyToManyField(Membership, verbose_name="membres", related_name="circles", blank=True)

    class Meta:
        verbose_name = "cercle"
        ordering = ["name"]
        constraints = [models.UniqueConstraint("tenant", Lower("name"), name="one_circle_per_name")]

    def __str__(self):
        return self.name


class Audience(TenantModel):
    """Who may see a thing: everyone, all professionals, or those named here by kind, circle or person."""

    class Reach(models.TextChoices):
        PUBLIC = "public", "tout le monde"
        PROFESSIONALS = "professionnels", "tous les professionnels de l’espace"
        CHOSEN = "choisis", "certains professionnels"

    reach = models.CharField("ouvert à", max_length=15, choices=Reach, default=Reach.PROFESSIONALS)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Organisation.Kind),
        verbose_name="natures d’organisation", default=list, blank=True,
    )  # fmt: skip
    circles = models.ManyToManyField(Circle, verbose_name="cercles", blank=True)
    people = models.ManyToManyField(Membership, verbose_name="personnes", blank=True, related_name="+")

    class Meta:
        verbose_name = "audience"
        constraints = [
            models.CheckConstraint(
                condition=Q(kinds__contained_by=list(Organisation.Kind.values)),
                name="audience_kinds_are_known",
            ),
            models.CheckConstraint(condition=Q(reach="choisis") | Q(kinds=[]), name="audience_kinds_only_when_chosen"),
        ]

    def __str__(self):
        return self.get_reach_display()

    def includes(self, membership: Membership | None) -> bool:
        """Say whether this member (None: a visitor) may see what has this audience."""
        if self.reach == self.Reach.PUBLIC:
            return True
        if not membership or membership.tenant_id != self.tenant_id or membership.ended_at:
            return False
        if self.reach == self.Reach.PROFESSIONALS:
            return True
        kinds = membership.affiliations.current().filter(organisation__kind__in=self.kinds)
        return (
            kinds.exists()
            or self.circles.filter(members=membership).exists()
            or self.people.filter(pk=membership.pk).exists()
        )
