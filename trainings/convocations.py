"""The convocation: once a session is confirmed, each who has a seat is told to come, with a paper; again when it moves.

What was sent is a row, made in the transaction of the mail: a task that stops leaves the rest to the next round.
"""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.tasks import task
from django.utils import timezone

from events.models.seats import State
from events.words import day, hours_on
from portal.design.papers import print_paper
from portal.pages.pictures import letterhead_of
from trainings import letters, words
from trainings.coming import place_of
from trainings.letters import Letter, Paper
from trainings.models import HalfDay, Mailing, Registration, Session
from trainings.telling import MINE, shown_sessions

NAME = "convocation.pdf"
CONVENED = (Session.State.CONFIRMED, Session.State.DONE)
"""The states in which one may have one's convocation: an employer asks for it afterwards too."""


@task
def convene(session_id: int) -> None:
    """Send the convocations of a session that are not sent. Safe to run twice, and at once."""
    convene_all(session_id)


def convene_all(session_id: int, *, now: datetime.datetime | None = None) -> int:
    """Send what is due to whoever has a seat of a confirmed session that has not begun; return how many mails."""
    now = now or timezone.now()
    session = shown_sessions().filter(pk=session_id, state=Session.State.CONFIRMED, starts_at__gt=now).first()
    if session is None:
        return 0
    people = _not_convened().filter(session=session).order_by("pk").values_list("pk", flat=True)
    return sum(_convene(pk, session, now) for pk in list(people))


def catch_up(*, now: datetime.datetime | None = None) -> None:
    """Send the convocations that nobody sent: whatever was to do it stopped."""
    now = now or timezone.now()
    late = _not_convened().filter(session__state=Session.State.CONFIRMED, session__starts_at__gt=now)
    for pk in late.order_by("session").values_list("session", flat=True).distinct():
        convene_all(pk, now=now)


def may_have(registration: Registration) -> bool:
    """Whether somebody is convened: they have a seat, and the session is confirmed; its hours are not guessed."""
    session = registration.session
    return registration.state == State.TAKEN and session.state in CONVENED and not session.is_taken_over


def paper_of(registration: Registration, session: Session) -> bytes:
    """Print somebody's convocation (PDF); ``session`` comes from ``telling.shown_sessions``."""
    training = session.training
    data = {
        "name": str(registration.membership.user),
        "organisation": registration.organisation.name if registration.organisation else "",
        "training": training.title, "half_days": [_row(each) for each in session.half_days.all()],
        "facts": [
            ["Lieu", place_of(session)], ["Lien de visioconférence", session.remote_link], ["À savoir", session.note],
            ["Durée", words.hours(training.hours)], ["Organisme de formation", training.institute.name],
            ["Une question", ", ".join(filter(None, [training.contact_name, training.phone_display, training.email]))],
        ],
        "accessibility": training.accessibility,
    }  # fmt: skip
    look, title = letterhead_of(session.tenant), f"Convocation : {training.title}"
    return print_paper("trainings/convocation", data, look=look, title=title, at=timezone.now())


def _row(half_day: HalfDay) -> list[str]:
    date = timezone.localdate(half_day.starts_at)
    return [day(date), hours_on(date, half_day.starts_at, half_day.ends_at), half_day.place, trainer_of(half_day)]


def trainer_of(half_day: HalfDay) -> str:
    return str(half_day.trainer.user) if half_day.trainer else half_day.trainer_name


def _not_convened():
    """Keep those who have a seat and were not convened to the session as it now is."""
    sent = Mailing.objects.filter(
        registration=OuterRef("pk"), kind=Mailing.Kind.CONVOCATION, sequence=OuterRef("session__sequence")
    )
    return Registration.objects.reachable().filter(~Exists(sent), state=State.TAKEN)


@transaction.atomic
def _convene(pk: int, session: Session, now: datetime.datetime) -> bool:
    """Write to one person, unless it was done: the row and the mail, both or neither; two at once wait."""
    rows = Registration.objects.select_related("membership__user", "organisation").select_for_update(of=("self",))
    registration = rows.filter(pk=pk, state=State.TAKEN).first()
    if registration is None:
        return False
    was_convened = registration.mailings.filter(kind=Mailing.Kind.CONVOCATION).exists()
    _, is_new = Mailing.objects.get_or_create(
        registration=registration, kind=Mailing.Kind.CONVOCATION, sequence=session.sequence, defaults={"sent_at": now}
    )
    if is_new:
        letters.send(registration, _words(registration, session, is_again=was_convened), session)
    return is_new


def _words(registration: Registration, session: Session, *, is_again: bool) -> Letter:
    said = ["La session est confirmée. Votre convocation est jointe à ce courriel, et dans « Mes formations »."]
    if is_again:
        said = ["La session a changé : cette convocation remplace la précédente."]
    said += ["Si vous ne pouvez plus venir, dites-le : votre place servira à quelqu’un d’autre."]
    paper = Paper(name=NAME, content=paper_of(registration, session))
    return Letter(title=f"Convocation : {session.training}", words=said, action=MINE, papers=[paper])
