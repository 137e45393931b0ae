import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.seats import LIVE, Seat, SeatQuerySet, State
from portal.organisations.models import Organisation
from portal.tenancy.scoping import TenantManager, TenantModel
from trainings.models.sessions import Session

KEPT_FOR = datetime.timedelta(days=3 * 365)
"""How long a sign-up outlives its session: three years, for the certificates and the reports to who funds."""
NEEDS_KEPT_FOR = datetime.timedelta(days=7)
"""How long what somebody needs on the day outlives the session: the time to settle it with the institute."""
OPEN = (*LIVE, State.ASKED)
"""The states that wait for something, or will: those whom a change of the session concerns."""


class Presence(models.TextChoices):
    """What the half-days say together, once the session is over. It never frees a seat."""

    UNKNOWN = "", "non relevée"
    PRESENT = "presente", "présente"
    PARTLY = "en_partie", "présente en partie"
    EXCUSED = "excusee", "absente excusée"
    ABSENT = "absente", "absente"


class RegistrationQuerySet(SeatQuerySet):
    def open(self):
        """Keep those that a change of the session concerns: taken, offered, waiting, or to be approved."""
        return self.filter(state__in=OPEN)

    def reachable(self):
        """Keep those of people whose access is open: nobody else is written to."""
        return self.filter(membership__ended_at=None, membership__user__is_active=True)

    def expired(self, now: datetime.datetime):
        """Keep those whose session has been over for too long to be kept."""
        return self.filter(session__ends_at__lt=now - KEPT_FOR)


class Registration(Seat, TenantModel):
    """A member asks for a seat of a session, for the organisation they come from.

    ``organisation_kind`` is that of the day they asked: seats kept and figures go by it. ``told`` is what the last mail
    said of the session, word for word, and ``told_sequence`` the number that the session had then.
    """

    is_shown_to_the_public = False

    session = models.ForeignKey(Session, models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, verbose_name="organisation", null=True, blank=True, related_name="registrations"
    )
    organisation_kind = models.CharField("nature", max_length=20, choices=Organisation.Kind, blank=True)
    signed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="inscrit par", null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    presence = models.CharField("présence", max_length=10, choices=Presence, blank=True, editable=False)
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    told = models.JSONField(default=dict, editable=False)

    objects = TenantManager.from_queryset(RegistrationQuerySet)()

    class Meta:
        verbose_name = "inscription à une formation"
        verbose_name_plural = "inscriptions aux formations"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["session", "membership"], name="one_registration_per_session"),
            models.CheckConstraint(
                condition=Q(presence="") | Q(state=State.TAKEN), name="only_who_had_a_seat_was_there_or_not"
            ),
            *Seat.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.membership.user} – {self.session}"

    @property
    def is_open(self) -> bool:
        """Whether it holds, awaits or asks for a seat."""
        return self.state in OPEN

    @property
    def has_needs(self) -> bool:
        """Whether the person said what they need on the day."""
        return hasattr(self, "needs")

    def note_step(self, *, by=None, reason: str = "") -> None:
        Step.objects.create(registration=self, state=self.state, at=self.changed_at, by=by, reason=reason)


class Step(TenantModel):
    """What became of a sign-up, when, by whom (nobody: the list moved by itself) and why. Never changed."""

    is_shown_to_the_public = False

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="steps")
    state = models.CharField("état", max_length=12)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="par", null=True, related_name="+")
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta:
        verbose_name = "étape d’une inscription"
        verbose_name_plural = "étapes des inscriptions"
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_label()}, {timezone.localtime(self.at):%d/%m/%Y %H:%M}"

    def get_label(self) -> str:
        """Return the name of the state, or of the presence, that was reached."""
        names = dict(State.choices) | dict(Presence.choices)
        return names.get(self.state, self.state)


class Needs(TenantModel):
    """What somebody needs on the day; kept apart from the sign-up, read by who organises alone, erased after it."""

    is_shown_to_the_public = False

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="needs")
    accessibility = models.CharField(
        "besoin d’accessibilité", max_length=300, blank=True,
        help_text="Ce qu’il faut prévoir (boucle magnétique, accès de plain-pied…), sans diagnostic ni traitement.",
    )  # fmt: skip
    meals = models.CharField("repas", max_length=120, blank=True, help_text="« Végétarien », « sans arachide ».")

    class Meta:
        verbose_name = "besoins d’une personne inscrite"
        verbose_name_plural = "besoins des personnes inscrites"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(accessibility="", meals=""), name="needs_say_something"),
        ]

    def __str__(self):
        return str(self.registration)


class Mailing(TenantModel):
    """A mail that left by itself about a session: once of each kind, and again when the session has moved."""

    class Kind(models.TextChoices):
        CONVOCATION = "convocation", "convocation"
        WEEK = "semaine", "une semaine avant"
        DAY = "veille", "la veille"
        EVALUATION = "evaluation", "évaluation"
        EVALUATION_AGAIN = "evaluation_2", "rappel de l’évaluation"
        LATER = "a_froid", "évaluation à froid"
        LATER_AGAIN = "a_froid_2", "rappel de l’évaluation à froid"

    is_shown_to_the_public = False

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="mailings")
    kind = models.CharField("quoi", max_length=15, choices=Kind)
    sequence = models.PositiveIntegerField("numéro de la session")
    sent_at = models.DateTimeField("écrit le", default=timezone.now)

    class Meta:
        verbose_name = "courriel d’une formation"
        verbose_name_plural = "courriels des formations"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind", "sequence"], name="one_mailing_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.registration}"
