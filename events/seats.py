"""Who has a seat: the one engine for events and trainings. Seats taken and seats offered never exceed the capacity.

Every path goes through here: oneself, a colleague, the organiser, an import, a promotion, a change of capacity. Each
locks the row of what has the seats, then counts: under READ COMMITTED the count sees what was committed before the
lock was given (under REPEATABLE READ it would not: measured, 40 seats given out of 5). The database refuses the
rest: see events.guards.

A freed seat is offered to whoever waits first, who has HELD_FOR to answer, then it passes on.
"""

import datetime
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from events.models.seats import LIVE, HasSeats, Seat, State, Why
from portal.tenancy.models import Membership

HELD_FOR = datetime.timedelta(hours=72)
HELD_WHEN_NEAR = datetime.timedelta(hours=24)
NEAR = datetime.timedelta(days=7)


CLOSED = "Les inscriptions sont closes."

moved = Signal()
"""Sent inside the transaction when somebody was offered a seat or lost the offer, whatever the reason.

``sender`` is the class of what has the seats; with ``holder`` and ``movement``.
"""


class SeatError(Exception):
    """What was asked cannot be; ``message`` says why, in French."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Movement:
    """Who was offered a seat, in order, why it stopped there, and whose offer was taken back."""

    offered: list[Seat]
    why: Why
    lapsed: list[Seat] = field(default_factory=list)


@transaction.atomic
def ask(
    holder: HasSeats, membership: Membership, *, now: datetime.datetime | None = None, by=None, is_late: bool = False,
    is_to_approve: bool = False, is_there: bool = False, fields: dict | None = None,
) -> Seat:  # fmt: skip
    """Give a seat, or a rank where none is free for them; what is live already is returned.

    ``by`` is the account that asks, ``fields`` what else the seat says. ``is_late``: whoever organises may still sign
    somebody up once sign-up is closed. ``is_to_approve``: nothing is given before ``approve``. ``is_there``: who came
    takes what they were offered, and asks again if they waited. Raises SeatError once sign-up is closed.
    """
    now = now or timezone.now()
    holder = _lock(holder)
    seat = holder.seats.filter(membership=membership).first()
    if is_there and seat and seat.state == State.OFFERED:
        return _put(seat, State.TAKEN, now, by=by)
    is_asking_again = is_there and seat and seat.state == State.WAITING
    if seat and not is_asking_again and (seat.state in LIVE or (is_to_approve and seat.state == State.ASKED)):
        return seat
    if not is_late and not holder.is_open_at(now):
        raise SeatError(CLOSED)
    if seat is None or seat.state != State.ASKED:
        seat = seat or holder.seats.model(**{_name_of(holder): holder}, membership=membership)
        seat.asked_at = now
    for name, value in (fields or {}).items():
        setattr(seat, name, value)
    return _put(seat, State.ASKED, now, by=by) if is_to_approve else _take_or_wait(holder, seat, now, by)


@transaction.atomic
def approve(seat: Seat, *, by=None, now: datetime.datetime | None = None) -> Seat:
    """Give a seat that was asked for, or the rank of when it was asked. Raises SeatError when nobody asks any more."""
    now = now or timezone.now()
    holder, seat = _lock_of(seat)
    if seat.state in LIVE:
        return seat
    if seat.state != State.ASKED:
        raise SeatError("Cette demande n’attend plus de réponse.")
    return _take_or_wait(holder, seat, now, by)


def _take_or_wait(holder: HasSeats, seat: Seat, now: datetime.datetime, by) -> Seat:
    """Give the seat if it is free once those who waited before have been served. The holder is locked."""
    if holder.tally(now).why_not(seat) is None and holder.seats.in_rank().exists():
        _move_up(holder, now)
    is_free = holder.tally(now).why_not(seat) is None
    return _put(seat, State.TAKEN if is_free else State.WAITING, now, by=by)


@transaction.atomic
def give_up(
    seat: Seat, state: State = State.GIVEN_UP, *, now: datetime.datetime | None = None, by=None, reason: str = ""
) -> Movement:
    """Free what somebody held or waited for, and offer it to the next; ``state`` says how they left."""
    now = now or timezone.now()
    holder, seat = _lock_of(seat)
    if seat.state != state:
        _put(seat, state, now, by=by, reason=reason)
    return _move_up(holder, now)


@transaction.atomic
def hold_none(holder: HasSeats, membership: Membership, state: State, *, now: datetime.datetime | None = None) -> Seat:
    """Keep an answer that holds no seat (PERHAPS, DECLINED); what was held before is offered to the next."""
    now = now or timezone.now()
    holder = _lock(holder)
    seat = holder.seats.filter(membership=membership).first()
    if seat is None:
        seat = holder.seats.model(**{_name_of(holder): holder}, membership=membership, asked_at=now)
    if seat.state != state:
        _put(seat, state, now)
        _move_up(holder, now)
    return seat


@transaction.atomic
def accept(seat: Seat, *, now: datetime.datetime | None = None, by=None) -> Seat:
    """Take the seat that was offered. Raises SeatError when it is not, or no longer."""
    now = now or timezone.now()
    holder, seat = _lock_of(seat)
    if seat.state == State.TAKEN:
        return seat
    if not holder.is_open_at(now):
        raise SeatError(CLOSED)
    if seat.state != State.OFFERED or seat.offered_until < now:
        raise SeatError("Cette place n’est plus proposée : elle est passée à la personne suivante.")
    return _put(seat, State.TAKEN, now, by=by)


@transaction.atomic
def change_capacity(holder: HasSeats, capacity: int | None, *, now: datetime.datetime | None = None) -> Movement:
    """Change how many may come, and offer what that frees. Raises SeatError below what is taken and offered."""
    holder = _lock(holder)
    held = holder.seats.holding().count()
    if capacity is not None and capacity < held:
        raise SeatError(f"{held} places sont prises ou proposées : il en faut au moins autant.")
    holder.capacity = capacity
    holder.save(update_fields=["capacity"])
    return _move_up(holder, now or timezone.now())


@transaction.atomic
def pass_on(holder: HasSeats, *, now: datetime.datetime | None = None) -> Movement:
    """Take back the offers that nobody answered in time, and offer them to the next. Safe to run at any time."""
    now = now or timezone.now()
    holder = _lock(holder)
    late = holder.seats.filter(state=State.OFFERED, offered_until__lt=now).order_by("pk")
    return _move_up(holder, now, lapsed=[_put(seat, State.LAPSED, now) for seat in late])


def free(holder: HasSeats) -> int | None:
    """Return how many seats are neither taken nor offered; None where there is no limit."""
    return None if holder.capacity is None else max(holder.capacity - holder.seats.holding().count(), 0)


def rank_of(seat: Seat) -> int | None:
    """Return the place in the waiting list, 1 for the first, or None for who does not wait."""
    if seat.state != State.WAITING:
        return None
    waiting = list(_holder_of(seat).seats.in_rank().values_list("pk", flat=True))
    return waiting.index(seat.pk) + 1


def why_waiting(seat: Seat, *, now: datetime.datetime | None = None) -> Why | None:
    """Return why who waits is offered nothing; None where an offer is on its way."""
    now, holder = now or timezone.now(), _holder_of(seat)
    return holder.tally(now).why_not(seat) if holder.is_open_at(now) else Why.CLOSED


def _move_up(holder: HasSeats, now: datetime.datetime, lapsed: list[Seat] | None = None) -> Movement:
    """Offer the free seats, in the order in which they were asked for. The holder is locked."""
    offered, why = _offer(holder, now)
    movement = Movement(offered, why, lapsed or [])
    if movement.offered or movement.lapsed:
        moved.send(type(holder), holder=holder, movement=movement)
    return movement


def _offer(holder: HasSeats, now: datetime.datetime) -> tuple[list[Seat], Why]:
    """Offer, in rank, what may be offered to each: who may not have what is free is passed over, and keeps the rank."""
    if not holder.is_open_at(now):
        return [], Why.CLOSED
    tally, offered, why = holder.tally(now), [], Why.NOBODY_WAITS
    held = HELD_WHEN_NEAR if holder.starts_at - now <= NEAR else HELD_FOR
    until = min(now + held, holder.takes_until)
    for seat in [] if tally.is_full else holder.seats.in_rank():
        if reason := tally.why_not(seat):
            why = reason
        else:
            offered.append(_put(seat, State.OFFERED, now, until))
            tally.hold(seat)
        if tally.is_full:
            break
    return offered, Why.FULL if tally.is_full else why


def _put(
    seat: Seat, state: State, now: datetime.datetime, until: datetime.datetime | None = None, *, by=None,
    reason: str = "",
) -> Seat:  # fmt: skip
    seat.state, seat.changed_at, seat.offered_until = state, now, until
    seat.save()
    seat.note_step(by=by, reason=reason)
    return seat


def _lock(holder: HasSeats) -> HasSeats:
    """Return the row, held until the transaction ends: nobody else counts in the meantime."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        if (found := cursor.fetchone()[0]) != "read committed":
            raise RuntimeError(f"Seats are counted under READ COMMITTED, not {found.upper()}.")
    return type(holder).objects.select_for_update(of=("self",)).get(pk=holder.pk)


def _lock_of(seat: Seat) -> tuple[HasSeats, Seat]:
    """Lock what has the seat, then read the seat as it is now."""
    holder = _lock(_holder_of(seat))
    return holder, holder.seats.get(pk=seat.pk)


def _holder_of(seat: Seat) -> HasSeats:
    field = next(f for f in seat._meta.fields if f.is_relation and issubclass(f.related_model, HasSeats))
    return getattr(seat, field.name)


def _name_of(holder: HasSeats) -> str:
    """Return how a seat calls what it is a seat of."""
    return type(holder)._meta.get_field("seats").field.name
