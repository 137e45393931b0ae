"""Signing up for a session, for oneself or for colleagues: every verb gives and frees seats by events.seats.

Each is atomic, keeps the step in the history of the sign-up, tells whoever is concerned in the same transaction, and
changes nothing, nor writes to anybody, said twice.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events import seats
from events.models.seats import LIVE, State
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy.models import Membership
from trainings import convocations, perms, telling
from trainings.models import HalfDay, Needs, Registration, Session
from trainings.models.registrations import KEPT_FOR, NEEDS_KEPT_FOR, OPEN
from trainings.services import RefusedError

NOT_YET = "Les inscriptions ne sont pas encore ouvertes."
CLOSED = "Les inscriptions sont closes."
CANCELLED = "Cette session est annulée."
OVER = "Cette session est passée."
DRAFT = "Cette session n’est pas encore annoncée."
ERASED = "Cette session a plus de trois ans : ses inscriptions sont effacées."
TAKEN_OVER = (
    "Cette session est reprise d’un fichier, qui ne dit pas ses demi-journées : ses présences se complètent et se "
    "corrigent en reprenant un fichier."
)
GONE = "Cette personne n’a plus accès à l’espace."
NOT_FOR_THEM = "Cette formation n’est pas ouverte à cette personne : voyez le public visé."
NOT_THEIRS = "Vous inscrivez les membres de votre organisation ; cette personne n’en est pas."
ENDED = (State.GIVEN_UP, State.LAPSED, State.REFUSED)
"""Who has been there and may be signed up anew."""
NOT_THEIR_EMPLOYER = "Cette personne ne travaille pas pour cette organisation."


@dataclass(frozen=True)
class Wishes:
    """What one needs on the day: kept apart, and erased after the session."""

    accessibility: str = ""
    meals: str = ""

    def __bool__(self) -> bool:
        return bool(self.accessibility or self.meals)


@transaction.atomic
def register(
    session: Session, membership: Membership, *, by: Membership, organisation: Organisation | None = None,
    wishes: Wishes | None = None, has_come: bool = False, now: datetime.datetime | None = None,
) -> Registration:  # fmt: skip
    """Ask for a seat: given, waited for, or to be approved. ``by`` is that member, or who signs them up.

    ``organisation`` is the one they come from; their only one where none is said. Who keeps the trainings may still
    sign somebody up once sign-up is closed, as long as the session is not over, and needs no approval. ``has_come``:
    who was there without a seat is signed up after it too, as long as sign-ups are kept, and before those who wait.
    Raises RefusedError where one may not, with the reason. Who is signed up already stays as they are.
    """
    now = now or timezone.now()
    membership = _still_there(membership)
    session = locked(session)
    is_keeper = perms.may_keep(by)
    if reason := why_closed(session, now, is_keeper=is_keeper, has_come=has_come):
        raise RefusedError(reason)
    _refuse_unless_allowed(session, membership, by)
    organisation = _employer(membership, organisation)
    before = session.seats.filter(membership=membership).first()
    if has_come and not (before and before.state == State.TAKEN):
        _make_room(session, by=by, now=now)
    seat = seats.ask(
        session, membership, now=now, by=by.user, is_late=is_keeper, is_there=has_come,
        is_to_approve=session.needs_approval and not is_keeper,
        fields={
            "organisation": organisation, "organisation_kind": organisation.kind if organisation else "",
            "signed_up_by": by.user,
        },
    )  # fmt: skip
    if wishes is not None:
        _keep_needs(seat, wishes)
    if (before is None or before.state != seat.state) and not session.is_over_at(now):
        _answer(seat, by=by)
    return seat


@transaction.atomic
def accept(registration: Registration, *, by: Membership, now: datetime.datetime | None = None) -> Registration:
    """Take the seat that was offered. Raises SeatError when it is not, or no longer; RefusedError for anybody else."""
    _refuse_unless_own(registration, by)
    was = registration.state
    seat = seats.accept(registration, now=now, by=by.user)
    if was != seat.state:
        _answer(seat, by=by)
    return seat


@transaction.atomic
def withdraw(
    registration: Registration, *, by: Membership, reason: str = "", now: datetime.datetime | None = None
) -> Registration:
    """Give up a seat, a rank or a request: oneself, one's référent, or who keeps the trainings (who says why).

    The seat is offered to the next. Raises RefusedError once the session has begun, except for who keeps them.
    """
    now = now or timezone.now()
    is_keeper = perms.may_keep(by)
    if not is_keeper:
        _refuse_unless_own(registration, by)
    session = locked(registration.session)
    registration = session.seats.select_related("membership__user").get(pk=registration.pk)
    if registration.state not in OPEN:
        return registration
    if registration.presence:
        raise RefusedError("La présence de cette personne est relevée : son inscription ne s’annule plus.")
    if not is_keeper and session.starts_at <= now:
        raise RefusedError(OVER if session.ends_at <= now else "La session a commencé : prévenez la coordination.")
    if by.pk != registration.membership_id and not reason.strip():
        raise RefusedError("Dites pourquoi : la personne le lira.")
    before = registration.state
    seats.give_up(registration, now=now, by=by.user, reason=reason.strip())
    registration.refresh_from_db()
    telling.tell_of_withdrawal(registration, before, by=by, reason=reason.strip())
    return registration


@transaction.atomic
def approve(registration: Registration, *, by: Membership, now: datetime.datetime | None = None) -> Registration:
    """Say yes to a request: a seat, or the rank of the day it was asked. Raises SeatError when nobody asks."""
    _refuse_unless_keeper(by)
    was = registration.state
    seat = seats.approve(registration, now=now, by=by.user)
    if was != seat.state:
        _answer(seat, by=by)
    return seat


@transaction.atomic
def refuse(
    registration: Registration, reason: str, *, by: Membership, now: datetime.datetime | None = None
) -> Registration:
    """Say no to a request, and why: the person reads it."""
    _refuse_unless_keeper(by)
    if not reason.strip():
        raise RefusedError("Dites pourquoi : la personne le lira.")
    session = locked(registration.session)
    registration = session.seats.select_related("membership__user").get(pk=registration.pk)
    if registration.state != State.ASKED:
        return registration
    seats.give_up(registration, State.REFUSED, now=now, by=by.user, reason=reason.strip())
    registration.refresh_from_db()
    telling.tell_of_refusal(registration, reason.strip())
    return registration


@transaction.atomic
def leave_all(membership: Membership, *, now: datetime.datetime | None = None) -> None:
    """Give up all that a member who leaves the space had ahead; they are told nothing more."""
    now = now or timezone.now()
    theirs = Registration.objects.open().filter(membership=membership, session__starts_at__gt=now)
    for registration in theirs.select_related("session").order_by("session_id"):
        seats.give_up(registration, now=now, reason="L’accès à l’espace a pris fin.")


def pass_on(*, now: datetime.datetime | None = None) -> None:
    """Take back the offers that nobody answered in time, and give the free seats to those who wait."""
    now = now or timezone.now()
    waiting = Registration.objects.filter(state__in=[State.OFFERED, State.WAITING]).values("session")
    for session in Session.objects.filter(pk__in=waiting, starts_at__gt=now).order_by("pk"):
        if session.is_held:
            seats.pass_on(session, now=now)


def why_closed(
    session: Session, now: datetime.datetime, *, is_keeper: bool = False, has_come: bool = False
) -> str:  # fmt: skip
    """Return why nobody signs up for this session now, "" where they may; who keeps it may until it is over.

    Who came without a seat is signed up by who keeps it until the sign-ups are erased: a sheet is copied afterwards.
    """
    if session.state == Session.State.CANCELLED:
        return CANCELLED
    if session.state == Session.State.DRAFT:
        return DRAFT
    if session.is_over_at(now):
        return _why_closed_for_good(session, now) if is_keeper and has_come else OVER
    if is_keeper or session.is_open_at(now):
        return ""
    return NOT_YET if session.opens_at and now < session.opens_at else CLOSED


def _why_closed_for_good(session: Session, now: datetime.datetime) -> str:
    if session.is_taken_over:
        return TAKEN_OVER
    return ERASED if session.ends_at < now - KEPT_FOR else ""


def why_wait(session: Session, membership: Membership, *, now: datetime.datetime) -> seats.Why | None:
    """Return why this member would be given a rank rather than a seat, None where a seat is free for them."""
    works_for = employers_of(membership)
    organisation = works_for[0] if len(works_for) == 1 else None
    seat = Registration(organisation=organisation, organisation_kind=organisation.kind if organisation else "")
    return session.tally(now).why_not(seat)


def overlapping(session: Session, membership: Membership) -> list[Session]:
    """Return the other sessions in which this member holds or awaits a seat at the same hours: said, not refused."""
    own = session.half_days.values_list("starts_at", "ends_at")
    theirs = Registration.objects.filter(membership=membership, state__in=LIVE).exclude(session=session)
    rows = HalfDay.objects.filter(session__in=theirs.values("session")).select_related("session__training")
    held = (row for row in rows.order_by("starts_at") if row.session.is_held)
    clashing = (row.session for row in held if any(row.starts_at < end and start < row.ends_at for start, end in own))
    return list(dict.fromkeys(clashing))


def employers_of(membership: Membership) -> list[Organisation]:
    """Return the organisations for which a member may sign up."""
    works = Affiliation.objects.current().filter(membership=membership, organisation__ended_on=None)
    return [each.organisation for each in works.select_related("organisation").order_by("organisation__name")]


def _make_room(session: Session, *, by: Membership, now: datetime.datetime) -> None:
    """Take back the offers whose time is up; once it is over, a session has the seats of those who came."""
    seats.pass_on(session, now=now)
    if session.is_over_at(now) and not seats.free(session):
        seats.change_capacity(session, session.capacity + 1, now=now)
        log(session, "trainings.changed", user=by.user)


def _answer(seat: Registration, *, by: Membership) -> None:
    """Tell somebody what became of their sign-up; who has a seat of a session that is confirmed is convened too."""
    telling.tell_of_answer(seat, by=by)
    if convocations.may_have(seat):
        convocations.convene.enqueue(seat.session_id)


def _employer(membership: Membership, said: Organisation | None) -> Organisation | None:
    choices = employers_of(membership)
    if said is None:
        return choices[0] if len(choices) == 1 else None
    if said not in choices:
        raise RefusedError(NOT_THEIR_EMPLOYER)
    return said


def _keep_needs(registration: Registration, wishes: Wishes) -> None:
    if wishes:
        said = {"accessibility": wishes.accessibility, "meals": wishes.meals}
        Needs.objects.update_or_create(registration=registration, defaults=said)
    else:
        Needs.objects.filter(registration=registration).delete()


def _refuse_unless_allowed(session: Session, membership: Membership, by: Membership) -> None:
    training = session.training
    if not training.audience.members().filter(pk=membership.pk).exists():
        raise RefusedError(NOT_FOR_THEM)
    if by.pk != membership.pk and not perms.those_whom_may_sign_up(by, training).filter(pk=membership.pk).exists():
        raise RefusedError(NOT_THEIRS)


def _refuse_unless_own(registration: Registration, by: Membership) -> None:
    """One's own, or that of a colleague whose référent one is."""
    if registration.membership_id == by.pk:
        return
    own = Affiliation.objects.of_referent(by).values("organisation")
    if not Affiliation.objects.open().filter(membership=registration.membership_id, organisation__in=own).exists():
        raise RefusedError(NOT_THEIRS)


def _refuse_unless_keeper(by: Membership) -> None:
    if not perms.may_keep(by):
        raise RefusedError("Seule l’équipe qui tient les formations répond aux demandes.")


def _still_there(membership: Membership) -> Membership:
    """Return the member as they are now, before any session is locked: who ends an access locks in that order."""
    rows = Membership.objects.active().select_related("user").select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=membership.pk).first()
    if found is None:
        raise RefusedError(GONE)
    return found


def locked(session: Session) -> Session:
    rows = Session.objects.select_related("training__audience", "tenant").select_for_update(of=("self",))
    return rows.get(pk=session.pk)


def forget(*, now: datetime.datetime | None = None) -> None:
    """Erase what people needed on the day, a week after it; and the sign-ups, three years after."""
    now = now or timezone.now()
    Needs.objects.filter(registration__session__ends_at__lt=now - NEEDS_KEPT_FOR).delete()
    Registration.objects.expired(now).delete()


@transaction.atomic
def say_needs(registration: Registration, wishes: Wishes, *, by: Membership) -> None:
    """Keep what somebody needs on the day: oneself, or one's référent."""
    _refuse_unless_own(registration, by)
    _keep_needs(registration, wishes)
