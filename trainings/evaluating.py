"""What people thought of a session: asked the day after and two months after, reminded once, kept apart from them.

Two tables hold it: ``Evaluation`` what was answered, ``Answered`` who has. Neither points at the other.
"""

import datetime
from collections.abc import Collection

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from events.models.seats import State
from portal.tenancy.models import Module
from trainings import letters
from trainings.evaluation_keys import path_for
from trainings.letters import Letter
from trainings.models import Answered, Evaluation, Mailing, Presence, Registration, Session
from trainings.models.evaluations import When

HOUR = datetime.time(9)
ASKED_AFTER = {When.AT_ONCE: 1, When.LATER: 60}
"""How many days after the last one of the session."""
AGAIN_AFTER = datetime.timedelta(days=7)
OPEN_FOR = AGAIN_AFTER + datetime.timedelta(days=30)
ASKED_WITHIN = datetime.timedelta(days=14)
"""After that, it is too late to ask for the first time."""
KINDS = {
    When.AT_ONCE: (Mailing.Kind.EVALUATION, Mailing.Kind.EVALUATION_AGAIN),
    When.LATER: (Mailing.Kind.LATER, Mailing.Kind.LATER_AGAIN),
}
NOT_AWAY = [Presence.UNKNOWN, Presence.PRESENT, Presence.PARTLY]
CAME = Q(state=State.TAKEN, presence__in=NOT_AWAY, session__is_taken_over=False)
"""Who is asked: who was there, or of whom nobody ticked anything; nobody of a session that a file told of."""
LAST_OPEN = datetime.timedelta(days=max(ASKED_AFTER.values()) + 1) + OPEN_FOR
"""How long after its end a session may still have an evaluation to answer."""
WITH_TRAININGS = Q(tenant__modules__contains=[Module.TRAININGS])
"""Where the tenant has switched them off, the link would lead nowhere."""
SHUFFLED_FOR = datetime.timedelta(days=31)
"""How far back answers are mixed each night: further than a scheduler is ever stopped."""


class ClosedError(Exception):
    """The evaluation was answered already, or is no longer open."""


def due(session: Session, when: When) -> datetime.datetime:
    """Return when it is asked: at nine in the morning, by the clock on the wall."""
    day = timezone.localdate(session.ends_at) + datetime.timedelta(days=ASKED_AFTER[when])
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))


def is_open(session: Session, when: When, now: datetime.datetime) -> bool:
    """Whether an answer is taken: from the end of the session (or two months after) to a month after the reminder."""
    return session.is_held and opens(session, when) <= now < closes(session, when)


def opens(session: Session, when: When) -> datetime.datetime:
    return session.ends_at if when == When.AT_ONCE else due(session, when)


def closes(session: Session, when: When) -> datetime.datetime:
    return due(session, when) + OPEN_FOR


def open_to(registration: Registration, now: datetime.datetime, *, done: Collection[str] | None = None) -> list[When]:
    """Return the evaluations that somebody may answer now, and has not; of a list, prefetch ``answered``.

    ``done``: those that were answered, for who has read them already (``answers``).
    """
    was_there = registration.state == State.TAKEN and registration.presence in NOT_AWAY
    if not was_there or registration.session.is_taken_over:
        return []
    if done is None:
        done = {each.when for each in registration.answered.all()}
    return [when for when in When if when not in done and is_open(registration.session, when, now)]


def send(*, now: datetime.datetime | None = None) -> int:
    """Ask whoever is to be asked, remind whoever is to be reminded; return to how many. Safe to run twice, at once."""
    now = now or timezone.now()
    sent = 0
    for when, days in ASKED_AFTER.items():
        since = now - datetime.timedelta(days=days + 1) - OPEN_FOR
        over = Session.objects.filter(ends_at__gt=since, ends_at__lte=now - datetime.timedelta(days=days - 1))
        held = over.filter(WITH_TRAININGS).exclude(state__in=[Session.State.DRAFT, Session.State.CANCELLED])
        for session in held.select_related("training__institute", "tenant", "commune").prefetch_related("half_days"):
            if is_open(session, when, now) and due(session, when) <= now:
                sent += sum(_write(pk, session, when, kind, now) for kind in KINDS[when]
                            for pk in _to_write_to(session, when, kind, now))  # fmt: skip
    return sent


def answers() -> ArraySubquery:
    """Return, beside each sign-up of a query, which evaluations were answered."""
    return ArraySubquery(Answered.objects.filter(registration=OuterRef("pk")).values("when"))


def _to_write_to(session: Session, when: When, kind: Mailing.Kind, now: datetime.datetime) -> list[int]:
    first, again = KINDS[when]
    rows = session.seats.reachable().filter(CAME).exclude(Exists(_answers(when))).exclude(Exists(_mailings(kind)))
    if kind == again:
        rows = rows.filter(Exists(_mailings(first).filter(sent_at__lte=now - AGAIN_AFTER)))
    elif now >= due(session, when) + ASKED_WITHIN:
        return []
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _answers(when: When):
    return Answered.objects.filter(registration=OuterRef("pk"), when=when)


def _mailings(kind: Mailing.Kind):
    return Mailing.objects.filter(registration=OuterRef("pk"), kind=kind)


@transaction.atomic
def _write(pk: int, session: Session, when: When, kind: Mailing.Kind, now: datetime.datetime) -> bool:
    """Write to one person, unless it was done: the row and the mail, both or neither; two at once wait."""
    row = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if row.mailings.filter(kind=kind).exists():
        return False
    Mailing.objects.create(registration=row, kind=kind, sequence=session.sequence, sent_at=now)
    letters.send(row, _letter(row, session, when, is_again=kind == KINDS[when][1]), session)
    return True


def _letter(row: Registration, session: Session, when: When, *, is_again: bool) -> Letter:
    title = "Votre avis sur la formation" if when == When.AT_ONCE else "Deux mois après, que reste-t-il de la formation"
    words = [
        "Six questions, deux minutes : vos réponses améliorent les prochaines sessions." if when == When.AT_ONCE
        else "Deux questions, une minute : qu’avez-vous mis en pratique, et est-ce utile à votre travail ?",
        "Sauf si vous choisissez de signer, rien ne relie vos réponses à votre nom.",
    ]  # fmt: skip
    if is_again:
        words.append("Nous n’écrivons plus à ce sujet après ce rappel.")
    return Letter(
        title=f"{'Rappel : ' if is_again else ''}{title} : {session.training}", words=words,
        action="Donner mon avis", link=session.tenant.base_url + path_for(row, when),
    )  # fmt: skip


@transaction.atomic
def answer(
    registration: Registration, when: When, said: dict, *, is_signed: bool, now: datetime.datetime | None = None
) -> None:
    """Keep what somebody answered and, apart, that they did. Raises ClosedError the second time, and too late."""
    now = now or timezone.now()
    rows = Registration.objects.filter(CAME).select_related("session")
    row = rows.select_for_update(of=("self",), no_key=True).filter(pk=registration.pk).first()
    if row is None or row.answered.filter(when=when).exists() or not is_open(row.session, when, now):
        raise ClosedError
    Answered.objects.create(registration=row, when=when)
    signed_by = row.membership if is_signed else None
    evaluation = Evaluation(
        session=row.session, when=when, signed_by=signed_by, answered_on=timezone.localdate(now), **said
    )
    evaluation.full_clean(exclude=["session", "signed_by"])
    evaluation.save()


@transaction.atomic
def shuffle(*, now: datetime.datetime | None = None) -> None:
    """Write the answers of the last days anew, in the order of their random keys, all in one transaction.

    Until then, the number of the transaction and the place in the table, which PostgreSQL keeps, would pair an answer
    with the row that says who answered.
    """
    today = timezone.localdate(now)
    fresh = Evaluation.objects.filter(answered_on__gte=today - SHUFFLED_FOR, answered_on__lt=today)
    rows = list(fresh.select_for_update(of=("self",)).order_by("pk"))
    fresh.filter(pk__in=[row.pk for row in rows]).delete()
    Evaluation.objects.bulk_create(rows)


def forget(*, now: datetime.datetime | None = None) -> None:
    """Erase the answers three years after the session, as the sign-ups."""
    Evaluation.objects.expired(now or timezone.now()).delete()
