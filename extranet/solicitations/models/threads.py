import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.models.occurrences import FIRST_DAY, LAST_DAY
from extranet.solicitations.models.solicitations import Solicitation
from extranet.solicitations.screening import screened, screened_contact
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class Message(TenantModel):
    """What the partner and the platform write to each other about a solicitation; nothing of it goes into a mail.

    ``by`` is empty for the portal itself, and for who has left.
    """

    is_shown_to_the_public = False

    class Kind(models.TextChoices):
        SENT = "envoi", "Sollicitation envoyée"
        MESSAGE = "message", "Message"
        QUESTION = "question", "Complément demandé"
        COMPLETED = "complement", "Complément apporté"
        STUDIED = "etude", "Situation étudiée"
        SUPPORTED = "accompagnement", "Accompagnement renforcé"
        FOLLOWED = "suivi", "Suivi de l’accompagnement"
        REDIRECTED = "reorientation", "Réorientation"
        REFUSED = "refus", "Refus"
        ENDED = "fin", "Sans suite"
        INVITED = "invitation", "Partenaire invité"
        UNINVITED = "retrait", "Invitation retirée"
        MEETING = "reunion", "Réunion d’étude"
        REMINDED = "rappel", "Rappel envoyé"

    solicitation = models.ForeignKey(Solicitation, models.CASCADE, related_name="messages")
    kind = models.CharField("quoi", max_length=15, choices=Kind, default=Kind.MESSAGE)
    by = models.ForeignKey(Membership, models.SET_NULL, verbose_name="par", null=True, related_name="+")
    text = models.TextField("message", max_length=2000, blank=True, validators=[screened])
    created_at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "message d’une sollicitation"
        verbose_name_plural = "messages d’une sollicitation"
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(kind__gt=""), name="solicitation_message_has_a_kind")]

    def __str__(self):
        return self.get_kind_display()


class GuestQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)


class Guest(TenantModel):
    """A partner who was invited, by name, to one solicitation: they read it, write in its thread and are called."""

    is_shown_to_the_public = False

    solicitation = models.ForeignKey(Solicitation, models.CASCADE, related_name="guests")
    membership = models.ForeignKey(Membership, models.CASCADE, verbose_name="partenaire", related_name="+")
    invited_by = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="invité par", null=True, editable=False, related_name="+"
    )
    invited_at = models.DateTimeField("invité le", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("jusqu’au", null=True, editable=False)

    objects = TenantManager.from_queryset(GuestQuerySet)()

    class Meta:
        verbose_name = "partenaire invité"
        verbose_name_plural = "partenaires invités"
        ordering = ["invited_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["solicitation", "membership"], condition=Q(ended_at=None),
                name="one_invitation_to_a_solicitation",
                violation_error_message="Cette personne est déjà invitée.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("invited_at")), name="guest_leaves_after_they_came"
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.membership)


class StudyMeeting(TenantModel):
    """A date on which a solicitation is studied by those who may read it. The calendar has nothing of the case.

    ``sequence`` grows with each change, for calendar programs (RFC 5545, 3.8.7.4).
    """

    is_shown_to_the_public = False

    solicitation = models.ForeignKey(Solicitation, models.CASCADE, related_name="meetings")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=200, blank=True, validators=[screened_contact])
    remote_link = models.URLField("lien de visioconférence", max_length=400, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, editable=False)
    created_at = models.DateTimeField("fixée le", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "réunion d’étude"
        verbose_name_plural = "réunions d’étude"
        ordering = ["starts_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["tenant", "starts_at"], name="study_meetings_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), starts_at__gte=FIRST_DAY, ends_at__lt=LAST_DAY),
                name="study_meeting_ends_after_it_starts",
                violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(remote_link=""), name="study_meeting_is_somewhere",
                violation_error_message="Donnez un lieu, ou un lien de visioconférence.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Réunion d’étude {self.solicitation_id}"

    @property
    def is_ahead(self) -> bool:
        return self.cancelled_at is None and self.ends_at > timezone.now()
