"""What leaves by itself before a session: a week before, the day before; once each, as for the dates of the agenda.

The moments are those of the clock on the wall, in France, at nine. Whoever was given a seat since then was just told.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from events.models.seats import State
from events.moments import how_soon
from trainings import letters
from trainings.letters import Letter
from trainings.models import Mailing, Registration, Session
from trainings.telling import MINE, shown_sessions

HOUR = datetime.time(9)
BEFORE = {Mailing.Kind.WEEK: 7, Mailing.Kind.DAY: 1}
"""How many days before."""
LEFT_AHEAD = datetime.timedelta(days=8)


def send(*, now: datetime.datetime | None = None) -> int:
    """Send all that is due, and return how many mails. Safe to run at any time, twice, and at once."""
    now = now or timezone.now()
    held = [Session.State.OPEN, Session.State.CONFIRMED]
    coming = shown_sessions().filter(state__in=held, starts_at__gt=now, starts_at__lt=now + LEFT_AHEAD)
    sent = 0
    for session in coming.order_by("starts_at", "pk"):
        if kind := kind_of(session, now):
            sent += sum(_remind(pk, session, kind, now) for pk in _to_tell(session, kind))
    return sent


def due(session: Session, kind: Mailing.Kind) -> datetime.datetime:
    """Return when a reminder is to leave: at nine in the morning, so many days of the calendar before."""
    day = timezone.localdate(session.starts_at) - datetime.timedelta(days=BEFORE[kind])
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))


def kind_of(session: Session, now: datetime.datetime) -> Mailing.Kind | None:
    """Return the one reminder that the moment calls for: the last one due, never two at once."""
    return next((kind for kind in (Mailing.Kind.DAY, Mailing.Kind.WEEK) if due(session, kind) <= now), None)


def _to_tell(session: Session, kind: Mailing.Kind) -> list[int]:
    """Return who is to be reminded: neither who was since it was due, though the session changed, nor who just came."""
    since = due(session, kind)
    told = Mailing.objects.filter(registration__session=session, kind=kind, sent_at__gte=since)
    people = session.seats.reachable().filter(state=State.TAKEN, changed_at__lt=since)
    return list(people.exclude(pk__in=told.values("registration")).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, session: Session, kind: Mailing.Kind, now: datetime.datetime) -> bool:
    """Write to one person, unless it was done: the row and the mail, both or neither; two at once wait."""
    rows = Registration.objects.select_related("membership__user").select_for_update(of=("self",))
    registration = rows.filter(pk=pk, state=State.TAKEN).first()
    if registration is None:
        return False
    _, is_new = Mailing.objects.get_or_create(
        registration=registration, kind=kind, sequence=session.sequence, defaults={"sent_at": now}
    )
    if is_new:
        letters.send(registration, _words(session, now), session)
    return is_new


def _words(session: Session, now: datetime.datetime) -> Letter:
    words = ["La session n’est pas encore confirmée : un courriel vous dira si elle a lieu."]
    if session.state == Session.State.CONFIRMED:
        words = ["Vous êtes attendu ou attendue ; votre convocation est dans « Mes formations »."]
    words += ["Si vous ne pouvez plus venir, dites-le : votre place servira à quelqu’un d’autre."]
    return Letter(title=f"{how_soon(session.starts_at, now)} : {session.training}", words=words, action=MINE)
