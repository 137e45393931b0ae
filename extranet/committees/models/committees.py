import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.documents.models import Folder
from portal.organisations.models import Circle, Organisation
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class CommitteeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(closed_on=None)

    def of_people(self, membership: Membership):
        """Keep those in which this member sits, or of which they are the secretary or the chair, today."""
        sits = Mandate.objects.on(timezone.localdate()).filter(member__committee=OuterRef("pk"), membership=membership)
        return self.filter(Exists(sits) | Q(secretary=membership) | Q(chair=membership))

    def known_to(self, membership: Membership):
        """Keep those in which this member sits or sat: of who left, their meetings say which they may still read."""
        sat = Mandate.objects.filter(member__committee=OuterRef("pk"), membership=membership)
        return self.filter(Exists(sat) | Q(secretary=membership) | Q(chair=membership))


class Committee(TenantModel):
    """Organisations that decide together: the inter-landlord committee, or a working group of one (``parent``).

    ``circle`` has its people, kept by ``members.settle``; ``folder`` its papers, read by that circle.
    """

    is_shown_to_the_public = False

    name = models.CharField("nom", max_length=80, help_text="« Comité inter-bailleurs »")
    slug = models.SlugField("identifiant", max_length=80, editable=False)
    aim = models.TextField("à quoi il sert", max_length=600, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="groupe de travail de", null=True, blank=True,
        related_name="working_groups", help_text="Vide : c’est un comité, pas un groupe de travail.",
    )  # fmt: skip
    circle = models.OneToOneField(Circle, models.PROTECT, verbose_name="cercle", editable=False, related_name="+")
    folder = models.OneToOneField(Folder, models.PROTECT, verbose_name="dossier", editable=False, related_name="+")
    secretary = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="secrétaire", null=True, blank=True, related_name="+",
        help_text="Prépare les réunions, convoque et relève qui est là.",
    )  # fmt: skip
    chair = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="présidence", null=True, blank=True, related_name="+"
    )
    quorum = models.PositiveSmallIntegerField(
        "quorum", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="Combien d’organisations doivent être représentées. Le portail le dit et n’empêche rien.",
    )  # fmt: skip
    proposals_close = models.PositiveSmallIntegerField(
        "jours avant la réunion où l’on peut encore proposer un point", default=7
    )
    closed_on = models.DateField("ne se réunit plus depuis le", null=True, blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(CommitteeQuerySet)()

    class Meta:
        verbose_name = "comité"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "tenant", Lower("name"), name="one_committee_per_name",
                violation_error_message="Un comité porte déjà ce nom.",
            ),
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_committee_per_slug"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="committee_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="committee_is_not_its_own_working_group"
            ),
            models.CheckConstraint(
                condition=Q(quorum=None) | Q(quorum__gte=1), name="committee_quorum_is_sensible"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class MemberQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Keep those that belonged to the committee that day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)

    def voting(self):
        """Keep those that count: observers are not among « 11 bailleurs sur 11 »."""
        return self.filter(is_observer=False)


class Member(TenantModel):
    """An organisation that sits in a committee, or observes it, from one day to another (that day included)."""

    is_shown_to_the_public = False

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="committee_members"
    )
    is_observer = models.BooleanField("observe seulement", default=False, help_text="Ne compte pas pour le quorum.")
    started_on = models.DateField("membre depuis le", default=timezone.localdate)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = TenantManager.from_queryset(MemberQuerySet)()

    class Meta:
        verbose_name = "organisation membre"
        ordering = ["organisation__name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "organisation"], condition=Q(ended_on=None), name="one_current_committee_member",
                violation_error_message="Cette organisation siège déjà.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="committee_member_ends_after_start",
                violation_error_message="La fin vient avant le début.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.organisation.name


class MandateQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Keep those that hold that day, of organisations that sit that day."""
        whole = Q(ended_on=None) | Q(ended_on__gte=day)
        of_member = Q(member__ended_on=None) | Q(member__ended_on__gte=day)
        return self.filter(whole, of_member, started_on__lte=day, member__started_on__lte=day)

    def open(self, day: datetime.date):
        """Keep those that hold that day, of people whose access is open."""
        return self.on(day).filter(membership__ended_at=None, membership__user__is_active=True)


class Mandate(TenantModel):
    """A person sits for an organisation, as its titular or its deputy, from one day to another (that day included)."""

    is_shown_to_the_public = False

    class Kind(models.TextChoices):
        TITULAR = "titulaire", "titulaire"
        DEPUTY = "suppleant", "suppléant ou suppléante"

    member = models.ForeignKey(Member, models.CASCADE, related_name="mandates")
    membership = models.ForeignKey(Membership, models.CASCADE, verbose_name="personne", related_name="mandates")
    kind = models.CharField("qualité", max_length=10, choices=Kind, default=Kind.TITULAR)
    started_on = models.DateField("depuis le", default=timezone.localdate)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = TenantManager.from_queryset(MandateQuerySet)()

    class Meta:
        verbose_name = "mandat"
        ordering = ["-kind", "pk"]  # titulars first
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["member", "membership"], condition=Q(ended_on=None), name="one_current_mandate",
                violation_error_message="Cette personne siège déjà pour cette organisation.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="mandate_ends_after_start",
                violation_error_message="La fin vient avant le début.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.membership.user} – {self.member}"
