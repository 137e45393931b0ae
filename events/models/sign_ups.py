import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from events.models.occurrences import Occurrence
from events.models.seats import LIVE, Seat, SeatQuerySet, State
from portal.tenancy.scoping import TenantManager, TenantModel

KEPT_FOR = datetime.timedelta(days=365)
"""How long the answers outlive their date: twelve months, to prepare the next one and the year's report."""
CONCERNED = (*LIVE, State.PERHAPS)
"""Those whom a change of the date concerns."""


class SignUpQuerySet(SeatQuerySet):
    def concerned(self):
        """Keep those who come, wait, were offered a seat, or said « perhaps »."""
        return self.filter(state__in=CONCERNED)

    def reachable(self):
        """Keep those of people whose access is open: nobody else is written to."""
        return self.filter(membership__ended_at=None, membership__user__is_active=True)

    def expired(self, now: datetime.datetime):
        """Keep those whose date has been over for too long to be kept."""
        return self.filter(occurrence__ends_at__lt=now - KEPT_FOR)


class SignUp(Seat, TenantModel):
    """A member says whether they come on a date.

    ``told`` is what the last mail said of the date, word for word, and ``told_sequence`` the number that the date
    had then: what is behind is told again, whatever stopped the first time, and says what differs.
    ``is_in_calendar``: a REQUEST left for this person, and no CANCEL since.
    """

    is_shown_to_the_public = False

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="seats")
    signed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="inscrit par", null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    told = models.JSONField(default=dict, editable=False)
    is_in_calendar = models.BooleanField(default=False, editable=False)

    objects = TenantManager.from_queryset(SignUpQuerySet)()

    class Meta:
        verbose_name = "inscription"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "membership"], name="one_sign_up_per_date"),
            *Seat.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.membership.user} – {self.occurrence}"


class Reminder(TenantModel):
    """A mail that left by itself about a date, as the date was then: once each, and again when the date has moved."""

    class Kind(models.TextChoices):
        WEEK = "semaine", "une semaine avant"
        DAY = "veille", "la veille"
        THANKS = "merci", "le lendemain"

    is_shown_to_the_public = False

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="reminders")
    kind = models.CharField("quand", max_length=10, choices=Kind)
    starts_at = models.DateTimeField("pour le")
    sent_at = models.DateTimeField("écrit le", default=timezone.now)

    class Meta:
        verbose_name = "rappel"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "kind", "starts_at"], name="one_reminder_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.sign_up}"
