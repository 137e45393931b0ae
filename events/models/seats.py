"""What has seats, and a seat: the shape that events.seats works on, for events and for trainings."""

from enum import StrEnum

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.models import Membership

MOST_SEATS = 2000


class Why(StrEnum):
    """Why nobody was offered a seat: shown to who waits and to who organises."""

    FULL = "Toutes les places sont prises ou proposées."
    KEPT = "Les places libres sont gardées pour d’autres organisations."
    MOST = "L’organisation a déjà toutes les places auxquelles elle a droit."
    NOBODY_WAITS = "Personne n’attend."
    CLOSED = "Les inscriptions sont closes : les places libres ne sont plus proposées."


class Tally:
    """How many seats are held, counted once while the holder is locked, and kept right as seats are given.

    What has rules of its own on who may have which seat (kept ones, at most so many for one body) extends it.
    """

    def __init__(self, holder: "HasSeats"):
        held = holder.seats.holding().count()
        self.room = None if holder.capacity is None else max(holder.capacity - held, 0)

    @property
    def is_full(self) -> bool:
        return self.room == 0

    def why_not(self, seat: "Seat") -> Why | None:
        """Return why this seat may not be given now, None where it may."""
        return Why.FULL if self.is_full else None

    def hold(self, seat: "Seat") -> None:
        """Count a seat that was given."""
        if self.room is not None:
            self.room -= 1


class HasSeats(models.Model):
    """Something people sign up for. ``seats`` is the related name of its seats; without capacity, everyone fits."""

    capacity = models.PositiveSmallIntegerField(
        "nombre de places", null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)], help_text="Vide : sans limite.",
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1, capacity__lte=MOST_SEATS),
                name="%(class)s_has_a_sensible_number_of_seats",
            )
        ]

    @property
    def starts_at(self):
        """When it begins (datetime): nothing is offered once it has."""
        raise NotImplementedError

    @property
    def takes_until(self):
        """Until when one may sign up, and be offered a seat (datetime)."""
        return self.starts_at

    def is_open_at(self, moment) -> bool:
        """Whether seats may be asked for, offered and accepted at that moment (datetime)."""
        return moment < self.takes_until

    def tally(self, moment) -> Tally:
        """Count the seats held, at that moment (datetime): some are kept for somebody until a date."""
        return Tally(self)


class State(models.TextChoices):
    """TAKEN and OFFERED hold a seat; WAITING has a rank; the others hold nothing."""

    TAKEN = "inscrite", "inscrit ou inscrite"
    OFFERED = "proposee", "place proposée"
    WAITING = "en_attente", "en attente"
    PERHAPS = "peut_etre", "peut-être"
    DECLINED = "non", "ne vient pas"
    GIVEN_UP = "annulee", "annulée"
    LAPSED = "expiree", "proposition sans réponse"
    ASKED = "demandee", "à valider"
    REFUSED = "refusee", "refusée"


HOLDING = (State.TAKEN, State.OFFERED)
LIVE = (*HOLDING, State.WAITING)


class SeatQuerySet(models.QuerySet):
    def holding(self):
        """Keep those that count against the capacity."""
        return self.filter(state__in=HOLDING)

    def live(self):
        """Keep those that hold a seat, or wait for one."""
        return self.filter(state__in=LIVE)

    def in_rank(self):
        """Keep those who wait, the first to have asked first."""
        return self.filter(state=State.WAITING).order_by("asked_at", "pk")


class Seat(models.Model):
    """Somebody and something with seats: do they come? Changed by events.seats alone."""

    membership = models.ForeignKey(Membership, models.CASCADE, verbose_name="membre", related_name="%(class)ss")
    state = models.CharField("état", max_length=12, choices=State, editable=False)
    asked_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    offered_until = models.DateTimeField("proposé jusqu’au", null=True, editable=False)
    changed_at = models.DateTimeField("changé le", default=timezone.now, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.OFFERED, offered_until__isnull=False)
                | (~Q(state=State.OFFERED) & Q(offered_until=None)),
                name="%(class)s_is_offered_until_a_moment",
            )
        ]

    def note_step(self, *, by=None, reason: str = "") -> None:
        """Keep the step that was just made; ``by`` is an account, None where the engine moved by itself."""
