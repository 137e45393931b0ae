import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone

from extranet.committees.models.committees import Committee, Mandate
from extranet.committees.models.meetings import Item, Meeting
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class Numbering(TenantModel):
    """The last number given to a decision in a year: locked while one is taken, so that none is missing or double."""

    is_shown_to_the_public = False

    year = models.PositiveSmallIntegerField("année")
    last = models.PositiveIntegerField("dernier numéro", default=0)

    class Meta:
        verbose_name = "numérotation des décisions"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tenant", "year"], name="one_numbering_per_year")]

    def __str__(self):
        return f"{self.year} : {self.last}"


class DecisionQuerySet(models.QuerySet):
    def open(self):
        """Keep those that somebody still has to do."""
        return self.filter(settled_on=None)

    def late(self, day: datetime.date):
        """Keep those that were to be done before that day."""
        return self.open().filter(due_on__lt=day)

    def readable_by(self, membership: Membership):
        """Keep what a member may read: all of the committees where they sit today; of those where they sat, what was
        decided while they did.
        """
        sat = Mandate.objects.on(OuterRef("decided_on")).filter(
            membership=membership, member__committee=OuterRef("committee")
        )
        return self.filter(Q(committee__in=Committee.objects.of_people(membership)) | Exists(sat))

    def followed_by(self, membership: Membership):
        """Keep those that a member has to follow, of committees where they sit today: their own, and those of the
        organisations for which they sit.
        """
        for_it = Mandate.objects.on(timezone.localdate()).filter(
            membership=membership, member__committee=OuterRef("committee"),
            member__organisation__decisions=OuterRef("pk"),
        )  # fmt: skip
        own = Q(person=membership, committee__in=Committee.objects.of_people(membership))
        return self.filter(own | Exists(for_it))


class Decision(TenantModel):
    """What a committee decided, who is to do it, and what came of it. Only ``decisions`` changes one.

    ``year`` and ``number`` are given once, with the day it was taken. ``settled_on``: since when nobody has anything
    to do about it. ``told_on``: when those responsible were last told of the due date.
    """

    is_shown_to_the_public = False

    class State(models.TextChoices):
        TODO = "a_faire", "à faire"
        DOING = "en_cours", "en cours"
        DONE = "fait", "fait"
        ABANDONED = "abandonnee", "abandonné"
        REPLACED = "remplacee", "remplacé"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="réunion", null=True, related_name="decisions")
    item = models.ForeignKey(
        Item, models.SET_NULL, verbose_name="point", null=True, blank=True, related_name="decisions"
    )
    year = models.PositiveSmallIntegerField("année", editable=False)
    number = models.PositiveIntegerField("numéro", editable=False)
    title = models.CharField("décision", max_length=200, help_text="En une phrase.")
    text = models.TextField("précisions", max_length=4000, blank=True)
    organisations = models.ManyToManyField(
        Organisation, verbose_name="organisations responsables", blank=True, related_name="decisions"
    )
    person = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="personne responsable", null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("échéance", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.TODO, editable=False)
    reason = models.CharField("motif", max_length=600, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="remplacé par", null=True, editable=False, related_name="replaces"
    )
    decided_on = models.DateField("prise le", default=timezone.localdate, editable=False)
    settled_on = models.DateField("réglée le", null=True, editable=False)
    told_on = models.DateField("échéance dite le", default=timezone.localdate, editable=False)
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")
    changed_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(DecisionQuerySet)()

    class Meta:
        verbose_name = "décision"
        ordering = ["-year", "-number"]
        default_permissions = ()
        indexes = [models.Index(fields=["tenant", "committee", "decided_on"], name="decisions_of_a_committee")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "year", "number"], name="one_decision_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decision_numbers_begin_at_one"),
            models.CheckConstraint(condition=Q(year=ExtractYear("decided_on")), name="decision_is_of_its_year"),
            models.CheckConstraint(condition=~Q(title=""), name="decision_has_a_title"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("decided_on")), name="decision_is_due_after_it_is_taken",
                violation_error_message="L’échéance vient avant la décision.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["a_faire", "en_cours"], settled_on=None)
                | Q(state__in=["fait", "abandonnee", "remplacee"], settled_on__gte=F("decided_on")),
                name="decision_is_settled_or_open",
            ),
            models.CheckConstraint(
                condition=Q(state="abandonnee") & ~Q(reason="") | ~Q(state="abandonnee") & Q(reason=""),
                name="abandoned_decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="remplacee", replaced_by__isnull=False) & ~Q(replaced_by=F("pk"))
                | ~Q(state="remplacee") & Q(replaced_by=None),
                name="replaced_decision_says_by_which",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.reference} – {self.title}"

    @property
    def reference(self) -> str:
        """« D-2026-014 »"""
        return f"D-{self.year}-{self.number:03}"

    @property
    def is_open(self) -> bool:
        return self.settled_on is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()


class Step(TenantModel):
    """What happened to a decision: taken, changed (``note`` has what it said before), or followed up.

    Written once: the database refuses to change or erase a step, but for the name of who is erased.
    """

    is_shown_to_the_public = False

    class Kind(models.TextChoices):
        TAKEN = "prise", "Décision prise"
        CHANGED = "modifiee", "Décision modifiée"
        FOLLOWED = "suivie", "Suivi"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="steps")
    kind = models.CharField("étape", max_length=8, choices=Kind)
    before = models.CharField("de", max_length=10, choices=Decision.State, blank=True)
    after = models.CharField("à", max_length=10, choices=Decision.State)
    note = models.TextField("note", blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "étape d’une décision"
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="prise", before="") | ~Q(kind="prise") & ~Q(before=""), name="step_says_from_where"
            )
        ]

    def __str__(self):
        """« Décision prise », « De « à faire » à « fait » », « Point d’étape »."""
        if self.kind != self.Kind.FOLLOWED:
            return self.get_kind_display()
        if self.before == self.after:
            return "Point d’étape"
        return french(f"De « {self.get_before_display()} » à « {self.get_after_display()} »")
