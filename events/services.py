"""What is done to events: plan, change one date or the following ones, put off, call off, publish."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events import seats
from events.holidays import skipper
from events.models import Event, Occurrence, Series
from events.series import dates
from portal.design.typography import french

SIGNIFICANT = ("starts_at", "ends_at", "is_whole_days", "place", "address", "commune_id", "remote_link")
"""What people must know of when it changes: the number that calendars compare (SEQUENCE) rises with it."""


class RefusedError(Exception):
    """What was asked cannot be done; ``message`` says why, in French."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = french(message)


@dataclass(frozen=True)
class Slot:
    """From when to when, on which day: what a series repeats."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime

    @property
    def day(self) -> datetime.date:
        return timezone.localdate(self.starts_at)

    def on(self, day: datetime.date) -> "Slot":
        """Return the same hours on another day, by the clock on the wall: 9 h stays 9 h when the hour changes."""
        return Slot(*(_moved(moment, day - self.day) for moment in (self.starts_at, self.ends_at)))


def _moved(moment: datetime.datetime, by: datetime.timedelta) -> datetime.datetime:
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.datetime.combine(local.date() + by, local.time()))


@transaction.atomic
def plan(event: Event, slot: Slot, fields: dict, *, series: Series | None = None) -> list[Occurrence]:
    """Make the dates of an event: one, or those of its series. ``fields`` are what they share: place, seats…

    Raises SeriesError (events.series) where the rule gives none, or too many.
    """
    if series is None:
        return [_make(event, slot, fields)]
    days = dates(slot.day, series.rule, is_skipped=skipper(series))
    series.event = event
    series.save()
    return [_make(event, slot.on(day), fields, planned_on=day) for day in days]


def _make(event: Event, slot: Slot, fields: dict, planned_on: datetime.date | None = None) -> Occurrence:
    made = Occurrence(event=event, planned_on=planned_on, starts_at=slot.starts_at, ends_at=slot.ends_at, **fields)
    made.full_clean(exclude=["event"])
    made.save()
    return made


@transaction.atomic
def change(occurrence: Occurrence, fields: dict, *, by, with_following: bool = False) -> list[Occurrence]:
    """Change a date and, if wished, all that follow it in its series; return those that changed, in order.

    A change of day or hour moves the following ones by as much, on the wall's clock. Those that were called off stay
    as they are. ``capacity`` goes through events.seats, which refuses less than what is held (SeatError).
    """
    rows = Occurrence.objects.filter(event_id=occurrence.event_id).select_for_update(of=("self",))
    first = rows.get(pk=occurrence.pk)
    following = rows.filter(starts_at__gt=first.starts_at, state=Occurrence.State.PLANNED) if with_following else []
    slot = Slot(fields.get("starts_at", first.starts_at), fields.get("ends_at", first.ends_at))
    days = slot.day - timezone.localdate(first.starts_at)
    changed = []
    for each in [first, *following]:
        theirs = slot.on(timezone.localdate(each.starts_at) + days)
        new = fields | {"starts_at": theirs.starts_at, "ends_at": theirs.ends_at}
        if _write(each, new):
            log(each, "events.changed", user=by)
            changed.append(each)
    return changed


def _write(occurrence: Occurrence, fields: dict) -> bool:
    """Write what differs, and return whether anything did."""
    new = {name: value for name, value in fields.items() if getattr(occurrence, name) != value}
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
    """Cancel or put off dates, saying why; return those that were still to be held. Nothing is deleted."""
    if not reason.strip():
        raise RefusedError("Dites pourquoi : les personnes inscrites le liront.")
    rows = Occurrence.objects.filter(pk__in=[each.pk for each in occurrences]).exclude(state=state)
    called_off = list(rows.select_for_update(of=("self",)))
    for each in called_off:
        each.state, each.reason = state, reason.strip()
        _stamp(each, is_significant=True)
        each.save()
        log(each, f"events.{'cancelled' if state == Occurrence.State.CANCELLED else 'postponed'}", user=by)
    return called_off


@transaction.atomic
def hold_after_all(occurrence: Occurrence, slot: Slot | None = None, *, by) -> Occurrence:
    """Give a date that was called off its place again, on a new day if there is one."""
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if not occurrence.is_called_off and slot is None:
        return occurrence
    occurrence.state, occurrence.reason = Occurrence.State.PLANNED, ""
    if slot:
        occurrence.starts_at, occurrence.ends_at = slot.starts_at, slot.ends_at
    _stamp(occurrence, is_significant=True)
    occurrence.full_clean()
    occurrence.save()
    log(occurrence, "events.held_after_all", user=by)
    return occurrence


@dataclass(frozen=True)
class Relaid:
    """What a new rule would do to the dates that are still to come, before it is done."""

    kept: list[Occurrence] = field(default_factory=list)
    made: list[datetime.date] = field(default_factory=list)
    dropped: list[Occurrence] = field(default_factory=list)

    @property
    def lost(self) -> list[Occurrence]:
        """Those to be dropped that people signed up for, or that hold documents: they are cancelled, not deleted."""
        return [each for each in self.dropped if each.is_used]


def foresee(event: Event, series: Series, slot: Slot) -> Relaid:
    """Return what ``relay`` would do from the day of ``slot`` on. Reads only. Raises SeriesError as ``plan`` does."""
    days = dates(slot.day, series.rule, is_skipped=skipper(series))
    coming = event.occurrences.filter(starts_at__gte=_midnight(slot.day)).with_use().order_by("starts_at")
    there = {each.planned_on: each for each in coming if each.planned_on}
    return Relaid(
        kept=[there[day] for day in days if day in there],
        made=[day for day in days if day not in there],
        dropped=[each for each in coming if each.planned_on not in days],
    )


@transaction.atomic
def relay(event: Event, series: Series, slot: Slot, fields: dict, *, by) -> Relaid:
    """Lay the dates of a series anew from a day on. What nobody uses goes; what somebody uses is cancelled."""
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    relaid = foresee(event, series, slot)
    series.event = event
    series.save()
    call_off(relaid.lost, Occurrence.State.CANCELLED, "La série a changé de dates.", by=by)
    unused = [each.pk for each in relaid.dropped if not each.is_used]
    Occurrence.objects.filter(pk__in=unused).delete()
    for day in relaid.made:
        _make(event, slot.on(day), fields, planned_on=day)
    log(event, "events.relaid", user=by)
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
    return True
