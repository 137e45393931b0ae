"""Who was there: ticked by half-day, then said of each sign-up once the session is over.

Presence never changes ``state``: who did not come had a seat all the same.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from events.models.seats import State, Why
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from trainings import certificates, perms, registering, services, telling
from trainings.certificates import Outcome
from trainings.models import Attendance, HalfDay, Presence, Registration, Session, Step
from trainings.services import RefusedError

Mark = Attendance.Mark
NOT_RUN = "Seules l’équipe qui tient les formations et les personnes qui animent la session relèvent les présences."
NOT_YET = "Les présences se relèvent le jour même."
FINISHED = "La session est terminée : seule l’équipe qui tient les formations corrige les présences."
NO_KEEPER = "Seule l’équipe qui tient les formations ajoute une personne venue sans inscription."
NOT_HERE = "Cette personne n’a plus de place dans cette session."
FULL = (
    "Toutes les places sont prises : augmentez d’abord le nombre de places, ou annulez l’inscription d’une "
    "personne qui ne vient pas."
)


@dataclass(frozen=True)
class Tick:
    """Somebody was ticked, at a moment: that of the telephone, which may have had no connection."""

    registration: int
    mark: str
    at: datetime.datetime


@transaction.atomic
def mark(
    half_day: HalfDay, ticks: Iterable[Tick], *, by: Membership, now: datetime.datetime | None = None
) -> tuple[dict[int, Attendance], dict[int, str]]:
    """Keep ticks: of each person the last one stands, by when it was ticked, whatever the order they arrive in.

    Returns what stands for each person of the ticks, and why those who could not be ticked were not. Once the session
    is over, only who keeps the trainings corrects, and what is said of the person follows. Raises RefusedError for
    anybody who may not tick, before the day, and for a session that is not held.
    """
    now = now or timezone.now()
    session = services.locked(half_day.session)
    if reason := why_not(session, half_day, by, now):
        raise RefusedError(reason)
    ticks = list(ticks)
    seats = session.seats.filter(state=State.TAKEN, pk__in={tick.registration for tick in ticks})
    seated = {row.pk: row for row in seats.select_related("membership__user", "organisation")}
    known = Attendance.objects.filter(half_day=half_day, registration__in=seated).select_related("marked_by")
    stands = {row.registration_id: row for row in known}
    changed = set()
    for tick in sorted(ticks, key=lambda tick: tick.at):
        row, at = stands.get(tick.registration), min(tick.at, now)
        if tick.registration in seated and (row is None or row.marked_at < at):
            row = row or Attendance(registration=seated[tick.registration], half_day=half_day)
            row.mark, row.marked_by, row.marked_at = Mark(tick.mark).value, by.user, at
            row.save()
            stands[tick.registration] = row
            changed.add(tick.registration)
    if session.state == Session.State.DONE and changed:
        telling.tell_of_certificates(session, conclude(session, [seated[pk] for pk in changed], by=by, now=now))
    return stands, {tick.registration: NOT_HERE for tick in ticks if tick.registration not in seated}


@transaction.atomic
def finish(session: Session, *, by: Membership, now: datetime.datetime | None = None) -> Session:
    """Say that a session is over: of each who had a seat whether they came, and their certificate if they did.

    Raises RefusedError before its last half-day, and while somebody was not ticked: nobody is absent by oversight.
    """
    now = now or timezone.now()
    session = services.locked(session)
    if session.state == Session.State.DONE:
        return session
    last = session.half_days.order_by("starts_at").last()
    if reason := why_not(session, last, by, now):
        raise RefusedError(reason)
    if last.starts_at > now:
        raise RefusedError("La dernière demi-journée n’a pas commencé.")
    if left := missing(session):
        many = "s" if left > 1 else ""
        raise RefusedError(f"Il manque {left} pointage{many} : dites de chaque personne si elle est venue.")
    people = session.seats.filter(state=State.TAKEN).select_related("membership__user", "organisation")
    session = services.close(session, by=by.user)
    telling.tell_of_certificates(session, conclude(session, list(people.order_by("pk")), by=by, now=now))
    return session


@transaction.atomic
def add(
    session: Session, membership: Membership, *, by: Membership, organisation: Organisation | None = None,
    now: datetime.datetime | None = None,
) -> Registration:  # fmt: skip
    """Sign up who came without a seat, by who keeps the trainings: if one is free, since nobody waits on the day.

    Once the session is over, one more is made where there was none. Raises RefusedError, with the reason.
    """
    if not perms.may_keep(by):
        raise RefusedError(NO_KEEPER)
    now = now or timezone.now()
    row = registering.register(session, membership, by=by, organisation=organisation, has_come=True, now=now)
    if row.state != State.TAKEN:
        why = row.session.tally(now).why_not(row)
        raise RefusedError(FULL if why in (None, Why.FULL) else str(why))
    return row


def why_not(session: Session, half_day: HalfDay, by: Membership, now: datetime.datetime) -> str:
    """Return why this member does not tick this half-day now, "" where they do."""
    if not perms.may_run(by, session):
        return NOT_RUN
    if session.is_taken_over:
        return registering.TAKEN_OVER
    if session.state == Session.State.CANCELLED:
        return registering.CANCELLED
    if session.state == Session.State.DRAFT:
        return registering.DRAFT
    if session.state == Session.State.DONE and not perms.may_keep(by):
        return FINISHED
    return NOT_YET if timezone.localdate(half_day.starts_at) > timezone.localdate(now) else ""


def unticked() -> QuerySet[Registration]:
    """Return, of a half-day that the outer query reads, those who had a seat and of whom nobody said if they came."""
    ticked = Attendance.objects.filter(registration=OuterRef("pk"), half_day=OuterRef(OuterRef("pk")))
    rows = Registration.objects.filter(session=OuterRef("session"), state=State.TAKEN, presence=Presence.UNKNOWN)
    return rows.filter(~Exists(ticked))


def missing(session: Session) -> int:
    """Return how many ticks are missing, of all half-days and of who is not said to have come: three queries."""
    seated = session.seats.filter(state=State.TAKEN, presence=Presence.UNKNOWN)
    ticked = Attendance.objects.filter(registration__in=seated.values("pk")).count()
    return seated.count() * session.half_days.count() - ticked


def day_of(session: Session, by: Membership, *, now: datetime.datetime | None = None) -> dict:
    """Return what the page of a session says of the day itself: its half-days, and whether it may be ended."""
    now = now or timezone.now()
    if session.is_taken_over or not session.is_held:
        return {}
    half_days = list(session.half_days.all())
    has_begun_its_last = half_days[-1].starts_at <= now
    days = [{"half_day": each, "is_open": not why_not(session, each, by, now)} for each in half_days]
    return {
        "days": days, "may_finish": has_begun_its_last and session.state != Session.State.DONE,
        "missing": missing(session) if has_begun_its_last else 0,
    }  # fmt: skip


def presence_of(marks: Iterable[str], count: int) -> Presence:
    """Return what the marks of so many half-days say together."""
    marks = list(marks)
    present = marks.count(Mark.PRESENT)
    if present:
        return Presence.PRESENT if present == count else Presence.PARTLY
    return Presence.EXCUSED if Mark.EXCUSED in marks else Presence.ABSENT


def conclude(
    session: Session, people: list[Registration], *, by: Membership, now: datetime.datetime
) -> dict[Outcome, list[Membership]]:
    """Write what became of each, as a step, and their certificate; what was written and is still true stays.

    Of those alone whose half-days are all ticked: of others, what a file said stands, and nobody came less than they
    did because somebody is still ticking. Within the transaction that locked the session. Returns whose certificate
    became what; tells nobody.
    """
    outcomes: dict[Outcome, list[Membership]] = defaultdict(list)
    half_days = list(session.half_days.order_by("starts_at"))
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    for row in Attendance.objects.filter(registration__in=people):
        marks[row.registration_id][row.half_day_id] = row.mark
    for registration in people:
        theirs = marks[registration.pk]
        if len(theirs) < len(half_days):
            continue
        presence = presence_of(theirs.values(), len(half_days))
        if registration.presence != presence:
            registration.presence = presence
            registration.save(update_fields=["presence"])
            Step.objects.create(registration=registration, state=presence, at=now, by=by.user)
        followed = [each for each in half_days if theirs.get(each.pk) == Mark.PRESENT]
        outcome = certificates.keep_true(registration, session, followed, now=now)
        outcomes[outcome].append(registration.membership)
    return outcomes
