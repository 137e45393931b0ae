import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from events.models.events import Event
from events.models.seats import HasSeats
from portal.documents.models import Document
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Commune

FIRST_DAY = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
LAST_DAY = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
LONGEST = datetime.timedelta(days=31)


class OccurrenceQuerySet(models.QuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep those of events that this member (None: a visitor) may see."""
        return self.filter(event__in=Event.objects.visible_to(membership))

    def upcoming(self):
        """Keep those that are not over, whatever became of them."""
        return self.filter(ends_at__gt=timezone.now())

    def with_use(self):
        """Tell of each date whether somebody signed up for it, or put documents there: ``is_used``."""
        people = self.model._meta.get_field("seats").related_model.objects.filter(occurrence=OuterRef("pk"))
        papers = Occurrence.documents.through.objects.filter(occurrence=OuterRef("pk"))
        return self.annotate(is_used=Exists(people) | Exists(papers))

    def past(self):
        return self.filter(ends_at__lte=timezone.now())

    def between(self, start: datetime.datetime, end: datetime.datetime):
        """Keep those that touch [start, end): an event over midnight belongs to both days."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Occurrence(HasSeats, TenantModel):
    """One date of an event: when, where, how many may come, and what became of it.

    ``uid`` and ``sequence`` are those of RFC 5545 (3.8.4.7, 3.8.7.4): the first is for life, the second rises when
    the date, the place or the state changes. Whole days run from midnight to midnight, in the tenant's time.
    """

    class State(models.TextChoices):
        PLANNED = "prevu", "prévu"
        POSTPONED = "reporte", "reporté"
        CANCELLED = "annule", "annulé"

    event = models.ForeignKey(Event, models.CASCADE, related_name="occurrences")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    planned_on = models.DateField("date dans la série", null=True, editable=False)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    is_whole_days = models.BooleanField("journée entière", default=False)
    place = models.CharField("lieu", max_length=160, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune", null=True, blank=True, related_name="+"
    )
    remote_link = models.URLField(
        "lien de visioconférence", max_length=400, blank=True, help_text="Montré aux seules personnes inscrites."
    )
    note = models.CharField(
        "précision pour cette date", max_length=300, blank=True, help_text="« Salle au deuxième étage. »"
    )
    documents = models.ManyToManyField(Document, verbose_name="documents", related_name="occurrences", blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.PLANNED, editable=False)
    reason = models.CharField("motif", max_length=300, blank=True, editable=False)
    changed_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(OccurrenceQuerySet)()

    class Meta:
        verbose_name = "date"
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["tenant", "starts_at"], name="occurrences_by_start"),
            models.Index(fields=["tenant", "ends_at"], name="occurrences_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="occurrence_ends_after_it_starts",
                violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gte=FIRST_DAY, ends_at__lt=LAST_DAY), name="occurrence_is_of_this_century",
                violation_error_message="Une date entre 2000 et 2099.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + LONGEST), name="occurrence_lasts_a_month_at_most",
                violation_error_message="Une date dure un mois au plus : faites-en plusieurs.",
            ),
            models.CheckConstraint(
                condition=Q(state="prevu") | ~Q(reason=""), name="what_is_called_off_has_a_reason",
                violation_error_message="Dites pourquoi : les personnes inscrites le liront.",
            ),
            *HasSeats.Meta.constraints,
            models.UniqueConstraint(
                fields=["event", "planned_on"], condition=Q(planned_on__isnull=False),
                name="one_occurrence_per_planned_day",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.event} – {timezone.localtime(self.starts_at):%d/%m/%Y %H:%M}"

    def clean(self):
        super().clean()
        if self.is_whole_days and self.starts_at and self.ends_at:
            midnight = datetime.time()
            if any(timezone.localtime(each).time() != midnight for each in (self.starts_at, self.ends_at)):
                raise ValidationError("Une journée entière va de minuit à minuit.")

    @property
    def is_called_off(self) -> bool:
        """Whether nobody should come on that day: cancelled, or put off without a new date yet."""
        return self.state != self.State.PLANNED

    def is_open_at(self, moment: datetime.datetime) -> bool:
        """Nobody takes a seat of what is called off: it is not known when it will be."""
        return not self.is_called_off and super().is_open_at(moment)

    @property
    def last_day(self) -> datetime.date:
        """The last day it touches: an end at midnight belongs to the day before."""
        return timezone.localdate(self.ends_at - datetime.timedelta(microseconds=1))
