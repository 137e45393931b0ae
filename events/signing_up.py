"""What members say of a date, for themselves or for a colleague: every verb gives and frees seats by events.seats.

Each is atomic, writes its mails in the same transaction, and changes nothing, nor writes to anybody, said twice.
"""

import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone

from events import perms, seats, telling
from events.models import Event, Occurrence, SignUp
from events.models.seats import HOLDING, State
from events.models.sign_ups import CONCERNED
from events.services import RefusedError
from portal.tenancy.models import Membership

CLOSED = "Les inscriptions sont closes : cette date a commencé."
CALLED_OFF = "Cette date n’a plus lieu : on ne s’y inscrit pas."
NO_SIGN_UP = "On ne s’inscrit pas à cet événement."
GONE = "Cette personne n’a plus accès à l’espace."
NOT_FOR_THEM = "Cet événement n’est pas ouvert à cette personne."
NOT_THEIRS = "Vous inscrivez les membres de votre organisation ; cette personne n’en est pas."


class Choice(TextChoices):
    """What one may say of a date."""

    YES = "oui", "Je viens"
    PERHAPS = "peut-etre", "Peut-être"
    NO = "non", "Je ne viens pas"

    @classmethod
    def written(cls, text: str | None) -> "Choice | None":
        """Read what a button sends; None for anything else."""
        return cls(text) if text in cls.values else None


@transaction.atomic
def answer(
    occurrence: Occurrence, membership: Membership, choice: Choice, *, by: Membership,
    now: datetime.datetime | None = None,
) -> SignUp:  # fmt: skip
    """Say that a member comes, perhaps, or not; ``by`` is that member, or who signs them up (« yes » alone).

    « Yes » accepts the seat that is offered, else takes one, else a rank; the two others hold none, and what was held
    goes to the next. Raises RefusedError where one may not answer, and SeatError where an offer has passed.
    """
    now = now or timezone.now()
    membership = _still_there(membership)
    occurrence = _locked(occurrence)
    refuse_if_closed(occurrence, now)
    _refuse_unless_allowed(occurrence.event, membership, choice, by)
    before = occurrence.seats.filter(membership=membership).first()
    sign_up = _seat(occurrence, membership, choice, before, now)
    if before is None or before.state != sign_up.state:
        sign_up.signed_up_by_id = by.user_id
        sign_up.save(update_fields=["signed_up_by"])
        telling.tell_of_answer(sign_up, before.state if before else None, by=by)
    return sign_up


def _seat(occurrence: Occurrence, membership: Membership, choice: Choice, before: SignUp | None, now) -> SignUp:
    if choice != Choice.YES:
        state = State.PERHAPS if choice == Choice.PERHAPS else State.DECLINED
        return seats.hold_none(occurrence, membership, state, now=now)
    if before and before.state == State.OFFERED:
        return seats.accept(before, now=now)
    return seats.ask(occurrence, membership, now=now)


@transaction.atomic
def remove(sign_up: SignUp, *, by: Membership, now: datetime.datetime | None = None) -> SignUp:
    """Take somebody off the list of a date, for who keeps the calendar; they are told, and the next is offered it.

    Raises RefusedError for anybody else.
    """
    if not perms.may_keep(by):
        raise RefusedError("Seule l’équipe qui tient l’agenda retire une inscription.")
    occurrence = _locked(sign_up.occurrence)
    sign_up = occurrence.seats.get(pk=sign_up.pk)
    if sign_up.state not in CONCERNED:
        return sign_up
    seats.give_up(sign_up, now=now)
    sign_up.refresh_from_db()
    telling.tell_of_removal(sign_up)
    return sign_up


def left_out(event: Event, *, now: datetime.datetime | None = None) -> list[SignUp]:
    """Return what members said of dates still to begin who, by the event's audience, may not see it any more.

    By person, then by date. In a transaction: holds these dates until its end, so that whoever answers meanwhile is
    judged by the audience as it is then.
    """
    coming = event.occurrences.filter(starts_at__gt=now or timezone.now()).order_by("starts_at", "pk")
    coming = [each.pk for each in coming.select_for_update(of=("self",))]
    rows = SignUp.objects.concerned().reachable().filter(occurrence__in=coming)
    rows = rows.exclude(membership__in=event.audience.members()).select_related("membership__user", "occurrence")
    return list(rows.order_by("membership__user__last_name", "membership", "occurrence__starts_at", "pk"))


@transaction.atomic
def leave_out(event: Event, *, now: datetime.datetime | None = None) -> list[SignUp]:
    """Take those whom an event is no longer for off the lists of its dates to come; they are told why.

    Their seats go to those who wait and may still see it: who holds none goes first, and is offered nothing.
    """
    gone = left_out(event, now=now)
    for sign_up in sorted(gone, key=lambda each: (each.state in HOLDING, each.state == State.TAKEN)):
        said = State(sign_up.state)
        seats.give_up(sign_up, now=now)
        sign_up.refresh_from_db()
        telling.tell_of_closing(sign_up, said)
    return gone


@transaction.atomic
def leave_all(membership: Membership, *, now: datetime.datetime | None = None) -> None:
    """Give up all that a member who leaves the space had ahead; they are told nothing more."""
    now = now or timezone.now()
    theirs = SignUp.objects.concerned().filter(membership=membership, occurrence__ends_at__gt=now)
    for sign_up in theirs.select_related("occurrence").order_by("occurrence_id"):
        seats.give_up(sign_up, now=now)


def pass_on(*, now: datetime.datetime | None = None) -> None:
    """Take back the offers that nobody answered in time, and give the free seats to those who wait."""
    now = now or timezone.now()
    waiting = SignUp.objects.filter(state__in=[State.OFFERED, State.WAITING]).values("occurrence")
    coming = Occurrence.objects.filter(pk__in=waiting, starts_at__gt=now, state=Occurrence.State.PLANNED)
    for occurrence in coming.order_by("pk"):
        seats.pass_on(occurrence, now=now)


def forget(*, now: datetime.datetime | None = None) -> int:
    """Delete the answers whose date has been over for twelve months; return how many."""
    return SignUp.objects.expired(now or timezone.now()).delete()[0]


def refuse_if_closed(occurrence: Occurrence, now: datetime.datetime) -> None:
    """Raise RefusedError, with the reason, where nobody signs up any more."""
    if reason := why_closed(occurrence, now):
        raise RefusedError(reason)


def why_closed(occurrence: Occurrence, now: datetime.datetime) -> str:
    """Return why nobody signs up for this date, "" where they may."""
    if not (occurrence.event.takes_signups and occurrence.event.is_published):
        return NO_SIGN_UP
    if occurrence.is_called_off:
        return CALLED_OFF
    return "" if now < occurrence.takes_until else CLOSED


def _refuse_unless_allowed(event: Event, membership: Membership, choice: Choice, by: Membership) -> None:
    if not event.audience.includes(membership):
        raise RefusedError(NOT_FOR_THEM)
    if by == membership:
        return
    if choice != Choice.YES or not perms.those_whom_may_sign_up(by, event).filter(pk=membership.pk).exists():
        raise RefusedError(NOT_THEIRS)


def _still_there(membership: Membership) -> Membership:
    """Return the member as they are now, before anything of dates is locked: who ends an access locks in that order."""
    rows = Membership.objects.active().select_related("user").select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=membership.pk).first()
    if found is None:
        raise RefusedError(GONE)
    return found


def _locked(occurrence: Occurrence) -> Occurrence:
    rows = Occurrence.objects.select_related("event__audience", "tenant").select_for_update(of=("self",))
    return rows.get(pk=occurrence.pk)
