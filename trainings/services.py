"""What is done to sessions: schedule, change, open, confirm, cancel, close.

Each verb is atomic, written in the history of the session, and told by ``trainings.signals.changed`` once committed:
a draft is nobody's news. Seats and capacity go through ``events.seats``.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events import seats
from portal.design.typography import french
from portal.tenancy.models import Membership
from trainings import signals
from trainings.models import Attendance, HalfDay, KeptSeats, Session, Training
from trainings.models.sessions import OVERLAP

SIGNIFICANT = ("place", "address", "commune_id", "remote_link")
"""What people must know of when it changes, with the half-days: the number that calendars compare rises with it."""


class RefusedError(Exception):
    """What was asked cannot be done; ``message`` says why, in French."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = french(message)


class StaleError(Exception):
    """Somebody else changed it since it was read: nothing was written."""


@dataclass(frozen=True)
class HalfDayPlan:
    """One half-day as it is to be; ``pk`` is that of the one it replaces, None for a new one."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str = ""
    trainer: Membership | None = None
    trainer_name: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Kept:
    """So many seats that one kind of organisation alone may take, until a day."""

    kind: str
    count: int
    until: datetime.date


@transaction.atomic
def schedule(
    training: Training, half_days: Iterable[HalfDayPlan], fields: Mapping, *, kept: Iterable[Kept] = (), by=None
) -> Session:
    """Make a session, as a draft. Raises RefusedError without a half-day, ValidationError for what cannot be."""
    half_days = list(half_days)
    session = Session(training=training, **fields)
    _span(session, half_days)
    session.full_clean(exclude=["training"])
    session.save()
    _write_half_days(session, half_days)
    _write_kept(session, kept)
    log(session, "trainings.scheduled", user=by)
    return session


@transaction.atomic
def change(
    session: Session, fields: Mapping, *, half_days: Iterable[HalfDayPlan] | None = None,
    kept: Iterable[Kept] | None = None, by=None, as_read: datetime.datetime | None = None,
) -> Session:  # fmt: skip
    """Change a session; those concerned are told of what counts for them.

    Lowering the capacity below what is held raises SeatError (events.seats), with the count; raising it offers what it
    frees. Raises StaleError when the session was changed after ``as_read``, RefusedError once it is cancelled or over.
    """
    session = locked(session)
    if as_read is not None and session.changed_at != as_read:
        raise StaleError
    if session.state in (Session.State.CANCELLED, Session.State.DONE):
        raise RefusedError(f"Cette session est {session.get_state_display()} : elle ne change plus.")
    new = {name: value for name, value in fields.items() if getattr(session, name) != value}
    capacity = new.pop("capacity", session.capacity)
    moved = half_days is not None and _write_half_days(session, list(half_days))
    for name, value in new.items():
        setattr(session, name, value)
    if kept is not None:
        _write_kept(session, kept)
    session.sequence += moved or not new.keys().isdisjoint(SIGNIFICANT)
    session.changed_at = timezone.now()
    if capacity > session.capacity:  # so that the least number is checked against what it will be
        _change_capacity(session, capacity)
    session.full_clean(exclude=["training"])
    session.save()
    if capacity < session.capacity:
        _change_capacity(session, capacity)
        session.full_clean(exclude=["training"])
    seats.pass_on(session)
    log(session, "trainings.changed", user=by)
    return _told(session, "changed", by)


def _change_capacity(session: Session, capacity: int) -> None:
    if capacity is None:
        raise RefusedError("Une session a un nombre de places.")
    seats.change_capacity(session, capacity)
    session.capacity = capacity


@transaction.atomic
def open_sign_up(session: Session, *, by=None) -> Session:
    """Announce a draft: from then on, people see it and may sign up."""
    session = locked(session)
    if session.state != Session.State.DRAFT:
        return session
    if not session.training.is_published:
        raise RefusedError("Publiez d’abord la formation : sa page présente la session.")
    if session.ends_at <= timezone.now():
        raise RefusedError("Cette session est passée : changez ses dates.")
    return _move(session, Session.State.OPEN, "opened", by)


@transaction.atomic
def withdraw(session: Session, *, by=None) -> Session:
    """Make a draft again of what was announced, while nobody has asked for a seat."""
    session = locked(session)
    if session.state == Session.State.DRAFT:
        return session
    if session.state not in (Session.State.OPEN, Session.State.CONFIRMED) or session.seats.exists():
        raise RefusedError("Des personnes ont demandé une place : annulez plutôt la session, elles seront prévenues.")
    return _move(session, Session.State.DRAFT, "withdrawn", by)


@transaction.atomic
def confirm(session: Session, *, by=None) -> Session:
    """Say that the session is held, whatever comes: those who have a seat are told."""
    session = locked(session)
    if session.state != Session.State.OPEN:
        return session
    return _move(session, Session.State.CONFIRMED, "confirmed", by)


@transaction.atomic
def close(session: Session, *, by=None) -> Session:
    """Say that a session is over; ``trainings.attendance`` says who came."""
    session = locked(session)
    if session.state not in (Session.State.OPEN, Session.State.CONFIRMED):
        return session
    return _move(session, Session.State.DONE, "done", by)


@transaction.atomic
def cancel(session: Session, reason: str, *, by=None) -> Session:
    """Cancel an announced session, saying why: everyone concerned is told, and shown the next ones. Nothing is deleted.

    The seats stay as they were: who had one is remembered as having had one.
    """
    if not reason.strip():
        raise RefusedError("Dites pourquoi : les personnes inscrites le liront.")
    session = locked(session)
    if session.state == Session.State.CANCELLED:
        return session
    if session.state in (Session.State.DRAFT, Session.State.DONE):
        raise RefusedError("Seule une session annoncée, et qui n’est pas terminée, s’annule.")
    session.reason = reason.strip()
    session.sequence += 1
    return _move(session, Session.State.CANCELLED, "cancelled", by)


@transaction.atomic
def restore(session: Session, *, by=None) -> Session:
    """Hold a cancelled session after all: those who had a seat have it still, and are told."""
    session = locked(session)
    if session.state != Session.State.CANCELLED:
        return session
    if session.starts_at <= timezone.now():
        raise RefusedError("Cette session aurait déjà commencé : faites-en une autre.")
    session.reason = ""
    session.sequence += 1
    return _move(session, Session.State.OPEN, "restored", by)


def locked(session: Session) -> Session:
    """Return the session as it is now, held until the transaction ends."""
    return Session.objects.select_related("training", "tenant").select_for_update(of=("self",)).get(pk=session.pk)


def _move(session: Session, state: Session.State, what: str, by) -> Session:
    session.state, session.changed_at = state, timezone.now()
    session.save()
    log(session, f"trainings.{what}", user=by)
    return _told(session, what, by)


def _told(session: Session, what: str, by) -> Session:
    if session.state != Session.State.DRAFT:
        transaction.on_commit(lambda: signals.changed.send(Session, session=session, what=what, by=by))
    return session


def _span(session: Session, half_days: list[HalfDayPlan]) -> None:
    if not half_days:
        raise RefusedError("Une session a au moins une demi-journée.")
    in_order = sorted(half_days, key=lambda each: each.starts_at)
    if any(after.starts_at < before.ends_at for before, after in pairwise(in_order)):
        raise RefusedError(OVERLAP)
    session.starts_at = min(each.starts_at for each in half_days)
    session.ends_at = max(each.ends_at for each in half_days)


def _write_half_days(session: Session, plans: list[HalfDayPlan]) -> bool:
    """Make the half-days what they are to be; return whether a date, an hour or a place changed."""
    _span(session, plans)
    before = {each.pk: each for each in session.half_days.all()}
    gone = before.keys() - {plan.pk for plan in plans}
    if Attendance.objects.filter(half_day__in=gone).exists():
        raise RefusedError("Des présences sont relevées pour une demi-journée que vous retirez.")
    session.half_days.filter(pk__in=gone).delete()
    moved = bool(gone)
    for plan in plans:
        row = before.get(plan.pk) or HalfDay(session=session)
        shown = (row.starts_at, row.ends_at, row.place)
        row.starts_at, row.ends_at, row.place = plan.starts_at, plan.ends_at, plan.place
        row.trainer, row.trainer_name = plan.trainer, plan.trainer_name
        row.full_clean(exclude=["session"], validate_constraints=False)
        row.save()
        moved = moved or (row.starts_at, row.ends_at, row.place) != shown
    return moved


def _write_kept(session: Session, kept: Iterable[Kept]) -> None:
    session.kept_seats.all().delete()
    rows = [KeptSeats(session=session, kind=each.kind, count=each.count, until=each.until) for each in kept]
    if sum(row.count for row in rows) > session.capacity:
        raise RefusedError("Il y a plus de places gardées que de places.")
    for row in rows:
        row.full_clean(exclude=["session"])
        row.save()
