"""Who has a seat: the one engine for events and trainings. Seats taken and seats offered never exceed the capacity.

Every path goes through here: oneself, a colleague, the organiser, an import, a promotion, a change of capacity. Each
locks the row of what has the seats, then counts: under READ COMMITTED the count sees what was committed before the
lock was given (under REPEATABLE READ it would not: measured, 40 seats given out of 5). The database refuses the
rest: see events.guards.

A freed seat is offered to whoever waits first, who has HELD_FOR to answer, then it passes on.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from events.models.seats import HasSeats, Seat, State
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


class Why(StrEnum):
    """Why nobody was offered a seat: shown to who waits and to who organises."""

    FULL = "Toutes les places sont prises ou proposées."
    NOBODY_WAITS = "Personne n’attend."
    CLOSED = "Les inscriptions sont closes : les places libres ne sont plus proposées."


@dataclass(frozen=True)
class Movement:
    """Who was offered a seat, in order, why it stopped there, and whose offer was taken back."""

    offered: list[Seat]
    why: Why
    lapsed: list[Seat] = field(default_factory=list)


@transaction.atomic
def ask(holder: HasSeats, membership: Membership, *, now: datetime.datetime | None = None) -> Seat:
    """Give a seat, or a rank where none is free or others wait already; what is live already is returned.

    Raises SeatError once sign-up is closed.
    """
    now = now or timezone.now()
    holder = _lock(holder)
    seat = holder.seats.filter(membership=membership).first()
    if seat and seat.state in (State.TAKEN, State.OFFERED, State.WAITING):
        return seat
    if not holder.is_open_at(now):
        raise SeatError(CLOSED)
    is_free = free(holder) != 0 and not holder.seats.in_rank().exists()
    seat = seat or holder.seats.model(**{_name_of(holder): holder}, membership=membership)
    seat.asked_at = now
    return _put(seat, State.TAKEN if is_free else State.WAITING, now)


@transaction.atomic
def give_up(seat: Seat, state: State = State.GIVEN_UP, *, now: datetime.datetime | None = None) -> Movement:
    """Free what somebody held or waited for, and offer it to the next; ``state`` says how they left."""
    now = now or timezone.now()
    holder, seat = _lock_of(seat)
    if seat.state != state:
        _put(seat, state, now)
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
def accept(seat: Seat, *, now: datetime.datetime | None = None) -> Seat:
    """Take the seat that was offered. Raises SeatError when it is not, or no longer."""
    now = now or timezone.now()
    holder, seat = _lock_of(seat)
    if seat.state == State.TAKEN:
        return seat
    if not holder.is_open_at(now):
        raise SeatError(CLOSED)
    if seat.state != State.OFFERED or seat.offered_until < now:
        raise SeatError("Cette place n’est plus proposée : elle est passée à la personne suivante.")
    return _put(seat, State.TAKEN, now)


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


def _move_up(holder: HasSeats, now: datetime.datetime, lapsed: list[Seat] | None = None) -> Movement:
    """Offer the free seats, in the order in which they were asked for. The holder is locked."""
    offered, why = _offer(holder, now)
    movement = Movement(offered, why, lapsed or [])
    if movement.offered or movement.lapsed:
        moved.send(type(holder), holder=holder, movement=movement)
    return movement


def _offer(holder: HasSeats, now: datetime.datetime) -> tuple[list[Seat], Why]:
    if not holder.is_open_at(now):
        return [], Why.CLOSED
    room = free(holder)
    waiting = list(holder.seats.in_rank()[:room])
    held = HELD_WHEN_NEAR if holder.starts_at - now <= NEAR else HELD_FOR
    until = min(now + held, holder.takes_until)
    offered = [_put(seat, State.OFFERED, now, until) for seat in waiting]
    is_full = room is not None and room <= len(offered)
    return offered, Why.FULL if is_full else Why.NOBODY_WAITS


def _put(seat: Seat, state: State, now: datetime.datetime, until: datetime.datetime | None = None) -> Seat:
    seat.state, seat.changed_at, seat.offered_until = state, now, until
    seat.save()
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
