import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format

from events.models.occurrences import FIRST_DAY, LAST_DAY
from extranet.committees.models.committees import Committee, Mandate, Member
from portal.design.typography import french_date
from portal.documents.models import Document
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class MeetingQuerySet(models.QuerySet):
    def announced(self):
        """Keep those of which members were told, called off or not."""
        return self.exclude(sequence=0)

    def readable_by(self, membership: Membership):
        """Keep what a member may read: all of the committees where they sit today; of those where they sat, what was
        held while they did.
        """
        that_day = TruncDate("starts_at", tzinfo=timezone.get_default_timezone())
        sat = Mandate.objects.on(OuterRef("that_day")).filter(
            membership=membership, member__committee=OuterRef("committee")
        )
        was_there = Exists(sat) & ~Q(state=Meeting.State.PREPARING)
        is_theirs = Q(committee__in=Committee.objects.of_people(membership))
        return self.alias(that_day=that_day).filter(is_theirs | was_there)

    def ahead(self):
        """Keep those that are not over, called off ones left out."""
        return self.filter(ends_at__gt=timezone.now()).exclude(state=Meeting.State.CANCELLED)

    def coming(self):
        """Keep those to which one still may come, and those called off whose date has not passed."""
        return self.filter(ends_at__gt=timezone.now()).exclude(state__in=Meeting.OVER)

    def past(self):
        """Keep the others, the latest first."""
        return self.filter(Q(ends_at__lte=timezone.now()) | Q(state__in=Meeting.OVER)).order_by("-starts_at", "-pk")


class Meeting(TenantModel):
    """A date of a committee: its agenda, who is called to it, who came.

    ``sequence`` is how often it was told: 0 until the first convocation. ``is_to_convoke`` says that something which
    matters has changed since. Only ``meetings`` changes a state.
    """

    is_shown_to_the_public = False

    class State(models.TextChoices):
        PREPARING = "preparation", "en préparation"
        CONVOKED = "convoquee", "convoquée"
        RUNNING = "en_cours", "en cours"
        HELD = "tenue", "tenue"
        PUBLISHED = "publiee", "compte rendu publié"
        CANCELLED = "annulee", "annulée"

    OVER = (State.HELD, State.PUBLISHED)

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField("état", max_length=12, choices=State, default=State.PREPARING, editable=False)
    reason = models.CharField("motif", max_length=300, blank=True, editable=False)
    title = models.CharField("intitulé", max_length=120, blank=True, help_text="Vide : « Réunion du » et la date.")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=200, blank=True)
    remote_link = models.URLField("lien de visioconférence", max_length=400, blank=True)
    note = models.TextField(
        "à savoir", max_length=600, blank=True, help_text="Stationnement, repas, ce qu’il faut lire avant."
    )
    proposals_until = models.DateTimeField("on propose des points jusqu’au", null=True, blank=True)
    is_to_convoke = models.BooleanField("à convoquer de nouveau", default=False, editable=False)
    convoked_at = models.DateTimeField("dernière convocation", null=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(MeetingQuerySet)()

    class Meta:
        verbose_name = "réunion"
        ordering = ["starts_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["tenant", "committee", "starts_at"], name="meetings_of_a_committee")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), starts_at__gte=FIRST_DAY, ends_at__lt=LAST_DAY),
                name="meeting_ends_after_it_starts", violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(proposals_until=None) | Q(proposals_until__lte=F("starts_at")),
                name="meeting_proposals_close_before_it_starts",
                violation_error_message="On propose des points au plus tard jusqu’au début de la réunion.",
            ),
            models.CheckConstraint(
                condition=Q(state="preparation") | Q(state="annulee") | Q(sequence__gte=1),
                name="meeting_was_convoked",
            ),
            models.CheckConstraint(
                condition=~Q(state="annulee") | ~Q(reason=""), name="cancelled_meeting_has_a_reason"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title or f"Réunion du {french_date(date_format(timezone.localtime(self.starts_at), 'j F Y'))}"

    @property
    def is_over(self) -> bool:
        """Whether it was held; its minutes may be published too."""
        return self.state in self.OVER

    @property
    def takes_proposals(self) -> bool:
        """Whether items may still be proposed: until its deadline or its beginning, unless it is called off."""
        is_ahead = self.state in {self.State.PREPARING, self.State.CONVOKED}
        return is_ahead and timezone.now() < (self.proposals_until or self.starts_at)

    @property
    def takes_replies(self) -> bool:
        """Whether those who were called may still say if they come."""
        return self.state == self.State.CONVOKED and timezone.now() < self.starts_at


class Section(TenantModel):
    """A part of an agenda."""

    is_shown_to_the_public = False

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sections")
    title = models.CharField("titre", max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "partie"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="section_has_a_title")]

    def __str__(self):
        return self.title


class Item(TenantModel):
    """A point of an agenda. ``position`` orders the items of one meeting, whatever their section.

    ``came_from``: the item of an earlier meeting that was not treated then.
    """

    is_shown_to_the_public = False

    class Aim(models.TextChoices):
        INFORMATION = "information", "pour information"
        DISCUSSION = "discussion", "pour échange"
        DECISION = "decision", "pour décision"

    class State(models.TextChoices):
        PLANNED = "prevu", "à l’ordre du jour"
        TREATED = "traite", "traité"
        MOVED = "reporte", "reporté"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    section = models.ForeignKey(
        Section, models.SET_NULL, verbose_name="partie", null=True, blank=True, related_name="items"
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField("intitulé", max_length=160)
    text = models.TextField("de quoi il s’agit", max_length=2000, blank=True)
    aim = models.CharField("but", max_length=12, choices=Aim, default=Aim.INFORMATION)
    presenter = models.CharField("présenté par", max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "durée, en minutes", null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    state = models.CharField("état", max_length=8, choices=State, default=State.PLANNED, editable=False)
    came_from = models.OneToOneField(
        "self", models.SET_NULL, verbose_name="reporté de", null=True, editable=False, related_name="moved_to"
    )

    class Meta:
        verbose_name = "point"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="item_has_a_title"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, 600)), name="item_minutes_are_sensible",
                violation_error_message="De 1 à 600 minutes.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Paper(TenantModel):
    """A document of the library that goes with a meeting, or with one item of its agenda."""

    is_shown_to_the_public = False

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="papers")
    item = models.ForeignKey(Item, models.SET_NULL, verbose_name="point", null=True, blank=True, related_name="papers")
    document = models.ForeignKey(Document, models.CASCADE, verbose_name="document", related_name="papers")
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "pièce"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["meeting", "document"], name="one_paper_per_meeting")]

    def __str__(self):
        return self.document.title


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at=None)


class Proposal(TenantModel):
    """An item that a member asks for; the secretary takes it in (``item``), or answers why not."""

    is_shown_to_the_public = False

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="proposals")
    by = models.ForeignKey(Membership, models.SET_NULL, verbose_name="proposé par", null=True, related_name="+")
    member = models.ForeignKey(Member, models.SET_NULL, verbose_name="au titre de", null=True, related_name="+")
    title = models.CharField("intitulé", max_length=160)
    text = models.TextField("de quoi il s’agit", max_length=2000, blank=True)
    aim = models.CharField("but", max_length=12, choices=Item.Aim, default=Item.Aim.DISCUSSION)
    created_at = models.DateTimeField("proposé le", default=timezone.now, editable=False)
    answered_at = models.DateTimeField("répondu le", null=True, editable=False)
    answered_by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")
    reason = models.CharField("motif", max_length=300, blank=True, editable=False)
    item = models.OneToOneField(Item, models.SET_NULL, null=True, editable=False, related_name="proposal")
    is_accepted = models.BooleanField("retenu", null=True, editable=False)

    objects = TenantManager.from_queryset(ProposalQuerySet)()

    class Meta:
        verbose_name = "point proposé"
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_a_title"),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_accepted=None)
                | Q(answered_at__isnull=False, is_accepted=True)
                | Q(answered_at__isnull=False, is_accepted=False) & ~Q(reason=""),
                name="proposal_is_answered_whole",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Convocation(TenantModel):
    """Who was called to a meeting, when, and which telling of it: the log of the mails, made with each.

    ``told`` is what the mail said, to say what changes; ``called_off_at``, when the person was told not to come.
    """

    is_shown_to_the_public = False

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="convocations")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    sequence = models.PositiveIntegerField("envoi")
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)
    told = models.JSONField(default=dict, editable=False)
    called_off_at = models.DateTimeField("annulée le", null=True, editable=False)

    class Meta:
        verbose_name = "convocation"
        ordering = ["sequence", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership", "sequence"], name="one_convocation_per_telling")
        ]

    def __str__(self):
        return f"{self.membership.user} – {self.sequence}"


class Reply(TenantModel):
    """What somebody who was called says: they come, they do not, or somebody comes in their place."""

    is_shown_to_the_public = False

    class Answer(models.TextChoices):
        PRESENT = "present", "je viens"
        EXCUSED = "excuse", "je ne viens pas"
        REPLACED = "remplace", "quelqu’un vient à ma place"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="replies")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    answer = models.CharField("réponse", max_length=8, choices=Answer)
    replaced_by = models.CharField("qui vient à votre place", max_length=120, blank=True)
    note = models.CharField("un mot pour le secrétariat", max_length=300, blank=True)
    at = models.DateTimeField("répondu le", default=timezone.now)

    class Meta:
        verbose_name = "réponse à une convocation"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="one_reply_per_person"),
            models.CheckConstraint(
                condition=~Q(answer="remplace") & Q(replaced_by="") | Q(answer="remplace") & ~Q(replaced_by=""),
                name="reply_says_who_replaces", violation_error_message="Dites qui vient à votre place.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.membership.user} – {self.get_answer_display()}"
