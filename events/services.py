"""What is done to the dates of events: plan, change, put off, call off, hold after all, lay anew; and publish.

Each verb tells of it, once committed, by ``events.signals.changed``, where the event is published: a draft is
nobody's news. Each is written in the history of the event, with the days that it touched.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, TextChoices
from django.utils import timezone
from wagtail.log_actions import log

from events import seats, signals
from events.holidays import skipper
from events.models import Event, Occurrence, OccurrenceQuerySet, Series
from events.series import dates
from portal.design.typography import french

SIGNIFICANT = ("starts_at", "ends_at", "is_whole_days", "place", "address", "commune_id", "remote_link")
"""What people must know of when it changes: the number that calendars compare (SEQUENCE) rises with it."""
SLOT = {"starts_at", "ends_at"}
OF_ONE_DATE = {"note"}
"""What is said of one date, and is never copied to the others."""


class RefusedError(Exception):
    """What was asked cannot be done; ``message`` says why, in French."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = french(message)


class StaleError(Exception):
    """Somebody else changed it since it was read: nothing was written."""


class Scope(TextChoices):
    """Of a date and its sisters, those that a change is for. Only dates to come, still to be held, go with it."""

    THIS = "celle-ci", "cette date seulement"
    FOLLOWING = "suivantes", "celle-ci et les suivantes"
    ALL = "toutes", "toutes celles à venir"


@dataclass(frozen=True)
class Slot:
    """From when to when, on which day: what a series repeats."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime

    @classmethod
    def of(cls, occurrence: Occurrence) -> "Slot":
        return cls(occurrence.starts_at, occurrence.ends_at)

    @property
    def day(self) -> datetime.date:
        return timezone.localdate(self.starts_at)

    def on(self, day: datetime.date) -> "Slot":
        """Return the same hours on another day, by the clock on the wall: 9 h stays 9 h when the hour changes."""
        return Slot(*(_moved(moment, day - self.day) for moment in (self.starts_at, self.ends_at)))


def _moved(moment: datetime.datetime, by: datetime.timedelta) -> datetime.datetime:
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.datetime.combine(local.date() + by, local.time()))


def in_scope(occurrence: Occurrence, scope: Scope) -> OccurrenceQuerySet:
    """Return the date, and those of its event that go with it, in order."""
    sisters = Q(state=Occurrence.State.PLANNED, ends_at__gt=timezone.now())
    others = {
        Scope.THIS: Q(pk__in=[]),
        Scope.FOLLOWING: sisters & Q(starts_at__gt=occurrence.starts_at),
        Scope.ALL: sisters,
    }[scope]
    rows = Occurrence.objects.filter(event_id=occurrence.event_id)
    return rows.filter(Q(pk=occurrence.pk) | others).order_by("starts_at", "pk")


def _locked(rows: OccurrenceQuerySet) -> list[Occurrence]:
    return list(rows.select_for_update(of=("self",)))


@transaction.atomic
def plan(event: Event, slot: Slot, fields: dict, *, series: Series | None = None, by=None) -> list[Occurrence]:
    """Make the dates of an event: one, or those of its series. ``fields`` are what they share: place, seats…

    Raises SeriesError (events.series) where the rule gives none, or too many.
    """
    if series is None:
        made = [_make(event, slot, fields)]
    else:
        days = dates(slot.day, series.rule, is_skipped=skipper(series))
        series.event = event
        series.save()
        made = [_make(event, slot.on(day), fields, planned_on=day) for day in days]
    _tell(event, made, "published", by)
    return made


def _make(event: Event, slot: Slot, fields: dict, planned_on: datetime.date | None = None) -> Occurrence:
    made = Occurrence(event=event, planned_on=planned_on, starts_at=slot.starts_at, ends_at=slot.ends_at, **fields)
    made.full_clean(exclude=["event"])
    made.save()
    return made


@transaction.atomic
def change(
    occurrence: Occurrence, fields: dict, *, by, scope: Scope = Scope.THIS, documents: Iterable | None = None,
    as_read: datetime.datetime | None = None,
) -> list[Occurrence]:  # fmt: skip
    """Change a date and, if wished, those that go with it; return those that changed, in order.

    What the date itself keeps is kept by the others too, whatever they have: an exception stays one. A move takes
    each by as many days, to the same hours of the wall's clock. ``note`` and ``documents`` are the date's own.
    ``capacity`` goes through events.seats, which refuses less than what is held (SeatError). Raises StaleError when
    the date was changed after ``as_read``, RefusedError when one that is called off is moved.
    """
    rows = _locked(in_scope(occurrence, scope))
    first = next(each for each in rows if each.pk == occurrence.pk)
    if as_read is not None and first.changed_at != as_read:
        raise StaleError
    new = what_differs(first, fields)
    if first.is_called_off and not SLOT.isdisjoint(new):
        raise RefusedError(f"Cette date a été dite « {first.get_state_display()} » : rétablissez-la d’abord.")
    before = {each.pk: Slot.of(each) for each in rows}
    was = before[first.pk]
    changed = [each for each in rows if _write(each, new if each is first else for_sister(each, was, new))]
    if documents is not None and set(documents) != set(first.documents.all()):
        first.documents.set(documents)
        if first not in changed:
            _stamp(first, is_significant=False)
            first.save(update_fields=["changed_at", "sequence"])
            changed.insert(0, first)
    if changed:
        _log(first.event, "events.changed", changed, by)
        _tell(first.event, changed, "changed", by, before)
    return changed


def what_differs(occurrence: Occurrence, fields: dict) -> dict:
    return {name: value for name, value in fields.items() if getattr(occurrence, name) != value}


def for_sister(sister: Occurrence, was: Slot, new: dict) -> dict:
    """Return what differs for a date that ``was`` then, as it is for another one of the event."""
    theirs = {name: value for name, value in new.items() if name not in OF_ONE_DATE}
    if SLOT.isdisjoint(new):
        return theirs
    moved = Slot(new.get("starts_at", was.starts_at), new.get("ends_at", was.ends_at))
    slot = moved.on(timezone.localdate(sister.starts_at) + (moved.day - was.day))
    return theirs | {"starts_at": slot.starts_at, "ends_at": slot.ends_at}


def _write(occurrence: Occurrence, fields: dict) -> bool:
    """Write what differs, and return whether anything did."""
    new = what_differs(occurrence, fields)
    if not new:
        return False
    if "capacity" in new:
        seats.change_capacity(occurrence, new["capacity"])
    for name, value in new.items():
        setattr(occurrence, name, value)
    _stamp(occurrence, is_significant=not new.keys().isdisjoint(SIGNIFICANT))
    occurrence.full_clean()
    occurrence.save()
    return True


def _stamp(occurrence: Occurrence, *, is_significant: bool) -> None:
    occurrence.changed_at = timezone.now()
    occurrence.sequence += is_significant


@transaction.atomic
def call_off(occurrences: Iterable[Occurrence], state: Occurrence.State, reason: str, *, by) -> list[Occurrence]:
    """Cancel or put off dates of one event, saying why; return those that were not yet. Nothing is deleted."""
    if not reason.strip():
        raise RefusedError("Dites pourquoi : les personnes inscrites le liront.")
    rows = Occurrence.objects.filter(pk__in=[each.pk for each in occurrences]).exclude(state=state)
    called_off = _locked(rows.order_by("starts_at", "pk"))
    before = {each.pk: Slot.of(each) for each in called_off}
    for each in called_off:
        each.state, each.reason = state, reason.strip()
        _stamp(each, is_significant=True)
        each.save()
    if called_off:
        what = "cancelled" if state == Occurrence.State.CANCELLED else "postponed"
        _log(called_off[0].event, f"events.{what}", called_off, by)
        _tell(called_off[0].event, called_off, what, by, before)
    return called_off


@transaction.atomic
def hold_after_all(
    occurrence: Occurrence, slot: Slot | None = None, *, by, is_whole_days: bool | None = None
) -> Occurrence:
    """Give a date that was called off its place again, on a new day if there is one."""
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if not occurrence.is_called_off and slot is None:
        return occurrence
    before = {occurrence.pk: Slot.of(occurrence)}
    occurrence.state, occurrence.reason = Occurrence.State.PLANNED, ""
    if slot:
        occurrence.starts_at, occurrence.ends_at = slot.starts_at, slot.ends_at
    if is_whole_days is not None:
        occurrence.is_whole_days = is_whole_days
    _stamp(occurrence, is_significant=True)
    occurrence.full_clean()
    occurrence.save()
    _log(occurrence.event, "events.held_after_all", [occurrence], by)
    _tell(occurrence.event, [occurrence], "held_after_all", by, before)
    return occurrence


@dataclass(frozen=True)
class Relaid:
    """What a new rule would do to the dates that are still to come, before it is done."""

    kept: list[Occurrence] = field(default_factory=list)
    made: list[datetime.date] = field(default_factory=list)
    dropped: list[Occurrence] = field(default_factory=list)
    places: dict[int, datetime.date] = field(default_factory=dict)
    """From the key of each that is kept to its day in the new rule."""

    @property
    def lost(self) -> list[Occurrence]:
        """Those to be dropped that people signed up for, or that hold documents: they are cancelled, not deleted."""
        return [each for each in self.dropped if each.is_used]

    @property
    def deleted(self) -> list[Occurrence]:
        return [each for each in self.dropped if not each.is_used]


def foresee(event: Event, series: Series, slot: Slot) -> Relaid:
    """Return what ``relay`` would do from the day of ``slot`` on. Reads only. Raises SeriesError as ``plan`` does.

    A date keeps its place when the new rule falls on the day it was planned on, or on the day it was moved to. One
    that was added by itself, or is called off already, is not dropped.
    """
    days = dates(slot.day, series.rule, is_skipped=skipper(series))
    start, wanted = _midnight(slot.day), set(days)
    is_coming = Q(starts_at__gte=start) | Q(planned_on__gte=slot.day)
    coming = list(event.occurrences.filter(is_coming).with_use().order_by("starts_at", "pk"))
    places = {each.pk: each.planned_on for each in coming if each.planned_on in wanted}
    for each in coming:
        day = timezone.localdate(each.starts_at)
        if each.pk not in places and day in wanted and day not in places.values():
            places[each.pk] = day
    taken = set(places.values())
    return Relaid(
        kept=[each for each in coming if each.pk in places],
        made=[day for day in days if day not in taken],
        dropped=[
            each for each in coming
            if each.pk not in places and each.planned_on and each.starts_at >= start and not each.is_called_off
        ],
        places=places,
    )  # fmt: skip


@transaction.atomic
def relay(event: Event, series: Series, slot: Slot, fields: dict, *, by) -> Relaid:
    """Lay the dates of a series anew from a day on. What nobody uses goes; what somebody uses is cancelled."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    relaid = foresee(event, series, slot)
    series.event = event
    series.save()
    call_off(relaid.lost, Occurrence.State.CANCELLED, "La série a changé de dates.", by=by)
    Occurrence.objects.filter(pk__in=[each.pk for each in relaid.deleted]).delete()
    newly = {each.pk: relaid.places[each.pk] for each in relaid.kept if each.planned_on != relaid.places[each.pk]}
    Occurrence.objects.filter(pk__in=newly).update(planned_on=None)  # first: two may have changed places
    for pk, day in newly.items():
        Occurrence.objects.filter(pk=pk).update(planned_on=day)
    made = [_make(event, slot.on(day), fields, planned_on=day) for day in relaid.made]
    log(event, "events.relaid", user=by)
    _tell(event, made, "published", by)
    return relaid


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


@transaction.atomic
def publish(event: Event, *, by) -> bool:
    """Show an event to its audience, and return whether it was a draft. Raises RefusedError when it has no date."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.is_published:
        return False
    if not event.occurrences.exists():
        raise RefusedError("Un événement sans date ne se publie pas.")
    event.is_published = True
    event.save(update_fields=["is_published"])
    log(event, "events.published", user=by)
    _tell(event, list(event.occurrences.upcoming()), "published", by)
    return True


def _log(event: Event, action: str, occurrences: Sequence[Occurrence], by) -> None:
    days = [timezone.localdate(each.starts_at).isoformat() for each in occurrences]
    log(event, action, user=by, data={"days": days})


def _tell(event: Event, occurrences: list[Occurrence], what: str, by, before: dict[int, Slot] | None = None) -> None:
    if event.is_published and occurrences:
        told = {"occurrences": occurrences, "what": what, "by": by, "before": before or {}}
        transaction.on_commit(lambda: signals.changed.send(Occurrence, **told))
