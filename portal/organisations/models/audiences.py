from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.organisations.models.affiliations import Affiliation
from portal.organisations.models.circles import Circle
from portal.organisations.models.organisations import Organisation
from portal.tenancy.models import Membership, MembershipQuerySet
from portal.tenancy.scoping import TenantManager, TenantModel


class AudienceQuerySet(models.QuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep the audiences that this member (None: a visitor) belongs to. Makes no query of its own."""
        public = Q(reach=Audience.Reach.PUBLIC)
        if not membership or membership.ended_at:
            return self.filter(public)
        kinds = Affiliation.objects.current().filter(membership=membership).values("organisation__kind")
        circles = Audience.circles.through.objects.filter(audience=OuterRef("pk"), circle__members=membership)
        people = Audience.people.through.objects.filter(audience=OuterRef("pk"), membership=membership)
        chosen = Q(kinds__overlap=kinds) | Exists(circles) | Exists(people)
        member = Q(reach=Audience.Reach.PROFESSIONALS) | chosen
        return self.filter(public | Q(tenant=membership.tenant_id) & member)


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

    objects = TenantManager.from_queryset(AudienceQuerySet)()

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
        return Audience.objects.visible_to(membership).filter(pk=self.pk).exists()

    def members(self) -> MembershipQuerySet:
        """Return the members who may see what has this audience: ``visible_to``, asked from the other side."""
        members = Membership.objects.active().of(self.tenant_id)
        if self.reach != self.Reach.CHOSEN:
            return members
        affiliations = Affiliation.objects.current().filter(membership=OuterRef("pk"))
        works_there = Exists(affiliations.filter(organisation__kind__in=self.kinds))
        return members.filter(
            works_there
            | Exists(Circle.members.through.objects.filter(membership=OuterRef("pk"), circle__in=self.circles.all()))
            | Q(pk__in=self.people.all())
        )

    def copy(self) -> "Audience":
        """Save and return another audience that says the same."""
        made = Audience.objects.create(reach=self.reach, kinds=list(self.kinds))
        made.circles.set(self.circles.all())
        made.people.set(self.people.all())
        return made


class HasAudienceQuerySet(models.QuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep what this member (None: a visitor) may see: the word that decides for every list, menu and feed."""
        return self.filter(audience__in=Audience.objects.visible_to(membership))


class HasAudience(models.Model):
    """A thing that is shown to those of its audience."""

    audience = models.OneToOneField(Audience, models.PROTECT, verbose_name="ouvert à", related_name="+")

    class Meta:
        abstract = True
