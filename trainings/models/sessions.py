import datetime
import uuid
from collections import Counter

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Deferrable, F, Func, Q
from django.utils import timezone

from events.models.occurrences import FIRST_DAY, LAST_DAY
from events.models.seats import HasSeats, Seat, Tally, Why
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Commune
from trainings.models.trainings import Training

LONGEST_HALF_DAY = datetime.timedelta(hours=8)
OVERLAP = "Deux demi-journées se chevauchent."


class SessionTally(Tally):
    """Of a session: some seats are kept for a kind of organisation until a date, and none may have too many.

    Once it is over, who came came: the seats alone count.
    """

    def __init__(self, holder: "Session", moment: datetime.datetime):
        rows = holder.seats.holding().values("organisation_id", "organisation_kind").annotate(held=Count("pk"))
        self.by_organisation, self.by_kind = Counter(), Counter()
        for row in rows:
            self.by_organisation[row["organisation_id"]] += row["held"]
            self.by_kind[row["organisation_kind"]] += row["held"]
        self.room = max(holder.capacity - self.by_kind.total(), 0)
        is_over, rows = holder.is_over_at(moment), holder.kept_seats.filter(until__gte=timezone.localdate(moment))
        self.most = None if is_over else holder.most_per_organisation
        self.kept = {} if is_over else dict(rows.values_list("kind", "count"))

    def why_not(self, seat: Seat) -> Why | None:
        if self.is_full:
            return Why.FULL
        if self.most and seat.organisation_id and self.by_organisation[seat.organisation_id] >= self.most:
            return Why.MOST
        others = (kind for kind in self.kept if kind != seat.organisation_kind)
        kept_for_others = sum(max(self.kept[kind] - self.by_kind[kind], 0) for kind in others)
        return Why.KEPT if self.room <= kept_for_others else None

    def hold(self, seat: Seat) -> None:
        super().hold(seat)
        self.by_organisation[seat.organisation_id] += 1
        self.by_kind[seat.organisation_kind] += 1


class SessionQuerySet(models.QuerySet):
    def announced(self):
        return self.exclude(state=Session.State.DRAFT)

    def visible_to(self, membership: Membership | None):
        """Keep the announced ones of trainings that this member (None: a visitor) may read about."""
        return self.announced().filter(training__in=Training.objects.visible_to(membership))

    def upcoming(self):
        return self.filter(ends_at__gt=timezone.now())

    def past(self):
        return self.filter(ends_at__lte=timezone.now())


class Session(HasSeats, TenantModel):
    """A training, held: its half-days, its seats, who may ask for one and until when.

    ``starts_at`` and ``ends_at`` are those of the first and the last half-day, kept by ``trainings.services``.
    « Complète » is no state: it is what the seats say. ``is_taken_over``: made from a file of past attendance, which
    says no half-day: those it has are a guess, nothing is ticked for them and no paper is made of them.
    """

    class State(models.TextChoices):
        DRAFT = "brouillon", "brouillon"
        OPEN = "ouverte", "ouverte"
        CONFIRMED = "confirmee", "confirmée"
        CANCELLED = "annulee", "annulée"
        DONE = "terminee", "terminée"

    training = models.ForeignKey(Training, models.PROTECT, verbose_name="formation", related_name="sessions")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT, editable=False)
    reason = models.CharField("motif", max_length=300, blank=True, editable=False)
    starts_at = models.DateTimeField("début", editable=False)
    ends_at = models.DateTimeField("fin", editable=False)
    place = models.CharField("lieu", max_length=160, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune", null=True, blank=True, related_name="+"
    )
    remote_link = models.URLField(
        "lien de visioconférence", max_length=400, blank=True, help_text="Montré aux seules personnes inscrites."
    )
    note = models.CharField("précision", max_length=300, blank=True, help_text="« Repas sur place, salle au premier. »")
    least = models.PositiveSmallIntegerField(
        "nombre minimal", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="En dessous, la session peut être annulée : l’équipe en est avertie.",
    )  # fmt: skip
    most_per_organisation = models.PositiveSmallIntegerField(
        "places au plus par organisation", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="Vide : sans limite.",
    )  # fmt: skip
    opens_at = models.DateTimeField(
        "ouverture des inscriptions", null=True, blank=True, help_text="Vide : tout de suite."
    )
    closes_at = models.DateTimeField("clôture des inscriptions", null=True, blank=True, help_text="Vide : au début.")
    needs_approval = models.BooleanField(
        "chaque demande est validée", default=False, help_text="Par la coordination, avant qu’une place soit donnée."
    )
    announced_at = models.DateTimeField("annoncée aux membres le", null=True, editable=False)
    is_taken_over = models.BooleanField("reprise d’un fichier", default=False, editable=False)
    changed_at = models.DateTimeField("modifiée le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(SessionQuerySet)()

    class Meta:
        verbose_name = "session"
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["tenant", "starts_at"], name="sessions_by_start"),
            models.Index(fields=["tenant", "ends_at"], name="sessions_by_end"),
        ]
        constraints = [
            *HasSeats.Meta.constraints,
            models.CheckConstraint(
                condition=Q(capacity__isnull=False), name="session_has_seats",
                violation_error_message="Une session a un nombre de places.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), starts_at__gte=FIRST_DAY, ends_at__lt=LAST_DAY),
                name="session_ends_after_it_starts", violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(least=None) | Q(least__gte=1, least__lte=F("capacity")), name="session_least_is_sensible",
                violation_error_message="Le nombre minimal ne dépasse pas le nombre de places.",
            ),
            models.CheckConstraint(
                condition=Q(most_per_organisation=None) | Q(most_per_organisation__gte=1),
                name="session_most_is_sensible",
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__lte=F("starts_at")), name="session_closes_before_it_starts",
                violation_error_message="Les inscriptions sont closes au plus tard au début de la session.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None, opens_at__lt=F("starts_at"))
                | Q(opens_at__lt=F("closes_at")),
                name="session_opens_before_it_closes",
                violation_error_message="Les inscriptions ouvrent avant de fermer.",
            ),
            models.CheckConstraint(
                condition=~Q(state="annulee") | ~Q(reason=""), name="what_is_cancelled_has_a_reason",
                violation_error_message="Dites pourquoi : les personnes inscrites le liront.",
            ),
            models.CheckConstraint(
                condition=Q(is_taken_over=False) | Q(state="terminee"), name="what_is_taken_over_is_over"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.training} – {timezone.localtime(self.starts_at):%d/%m/%Y}"

    @property
    def takes_until(self) -> datetime.datetime:
        return self.closes_at or self.starts_at

    @property
    def is_held(self) -> bool:
        """Whether people are called to it: neither a draft nor cancelled."""
        return self.state not in (self.State.DRAFT, self.State.CANCELLED)

    def is_over_at(self, moment: datetime.datetime) -> bool:
        return self.state == self.State.DONE or self.ends_at <= moment

    def is_open_at(self, moment: datetime.datetime) -> bool:
        """Whether sign-up is open: between its opening and its closing, while people are called to it."""
        has_opened = self.opens_at is None or self.opens_at <= moment
        return self.state in (self.State.OPEN, self.State.CONFIRMED) and has_opened and super().is_open_at(moment)

    def tally(self, moment: datetime.datetime) -> SessionTally:
        return SessionTally(self, moment)


class HalfDay(TenantModel):
    """A morning, an afternoon or an evening of a session: what is signed for, and who trains.

    ``trainer`` has an account and ticks who is there; ``trainer_name`` is for who has none.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="half_days")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=160, blank=True, help_text="Vide : celui de la session.")
    trainer = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="formateur ou formatrice", null=True, blank=True,
        related_name="half_days",
    )  # fmt: skip
    trainer_name = models.CharField("nom, sans compte", max_length=120, blank=True)

    class Meta:
        verbose_name = "demi-journée"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST_HALF_DAY),
                name="half_day_is_a_half_day",
                violation_error_message="Une demi-journée finit après son début et dure huit heures au plus.",
            ),
            ExclusionConstraint(
                name="half_days_of_a_session_do_not_overlap",
                expressions=[
                    ("session", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", RangeBoundary(), function="TSTZRANGE",
                             output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=Deferrable.DEFERRED,  # two days that are put off by one take each other's hours in passing
                violation_error_message=OVERLAP,
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%d/%m/%Y %H:%M}"


class KeptSeats(TenantModel):
    """Seats that only one kind of organisation may take, until a day, that day included."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="kept_seats")
    kind = models.CharField("nature d’organisation", max_length=20, choices=Organisation.Kind)
    count = models.PositiveSmallIntegerField("places gardées", validators=[MinValueValidator(1)])
    until = models.DateField("jusqu’au (inclus)")

    class Meta:
        verbose_name = "places gardées"
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind"], name="one_row_of_kept_seats_per_kind",
                violation_error_message="Des places sont déjà gardées pour cette nature d’organisation.",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="kept_seats_are_some"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.count} pour {self.get_kind_display()}"
