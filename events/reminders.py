"""What leaves by itself about a date: a week before, the day before, and the day after; once each.

The moments are those of the clock on the wall, in France, at nine: whatever the hour of the meeting, and on the days
when the hour changes too. Whoever answered since then was just told, and is not told again.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from events import letters
from events.letters import Letter
from events.models import Occurrence, Reminder, SignUp
from events.models.seats import State
from events.moments import how_soon
from events.telling import CHANGE_ANSWER
from portal.documents.models import Document

HOUR = datetime.time(9)
BEFORE = {Reminder.Kind.WEEK: 7, Reminder.Kind.DAY: 1}
"""How many days before."""
THANKED_WITHIN = 7
"""How many days after a date a « thank you » still makes sense."""
LEFT_AHEAD = datetime.timedelta(days=8)


def send(*, now: datetime.datetime | None = None) -> int:
    """Send all that is due, and return how many mails. Safe to run at any time, twice, and at once."""
    now = now or timezone.now()
    planned = Occurrence.objects.filter(state=Occurrence.State.PLANNED, event__is_published=True)
    coming = planned.filter(starts_at__gt=now, starts_at__lt=now + LEFT_AHEAD)
    past = planned.filter(ends_at__lte=now, ends_at__gt=now - datetime.timedelta(days=THANKED_WITHIN + 1))
    sent = 0
    for row in _with_all(coming):
        if kind := kind_before(row, now):
            people = [State.TAKEN, State.PERHAPS]
            sent += sum(_remind(pk, row, kind, now) for pk in _to_tell(row, kind, people, since=due(row, kind)))
    for row in _with_all(past):
        if _is_thanked(row, now):
            sent += sum(_remind(pk, row, Reminder.Kind.THANKS, now) for pk in
                        _to_tell(row, Reminder.Kind.THANKS, [State.TAKEN]))  # fmt: skip
    return sent


def due(row: Occurrence, kind: Reminder.Kind) -> datetime.datetime:
    """Return when a reminder is to leave: at nine in the morning, so many days of the calendar away."""
    if kind == Reminder.Kind.THANKS:
        return _at_nine(row.last_day + datetime.timedelta(days=1))
    return _at_nine(timezone.localdate(row.starts_at) - datetime.timedelta(days=BEFORE[kind]))


def kind_before(row: Occurrence, now: datetime.datetime) -> Reminder.Kind | None:
    """Return the one reminder that the moment calls for: the last one due, never two at once."""
    for kind in (Reminder.Kind.DAY, Reminder.Kind.WEEK):
        if due(row, kind) <= now:
            return kind
    return None


def _is_thanked(row: Occurrence, now: datetime.datetime) -> bool:
    start = due(row, Reminder.Kind.THANKS)
    return start <= now < start + datetime.timedelta(days=THANKED_WITHIN)


def _at_nine(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))


def _to_tell(row: Occurrence, kind: Reminder.Kind, states: list[str], since: datetime.datetime | None = None) -> list:
    told = Reminder.objects.filter(sign_up__occurrence=row, kind=kind, starts_at=row.starts_at)
    people = row.seats.reachable().filter(state__in=states).exclude(pk__in=told.values("sign_up"))
    if since:
        people = people.filter(changed_at__lt=since)
    return list(people.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, row: Occurrence, kind: Reminder.Kind, now: datetime.datetime) -> bool:
    """Write to one person, unless it was done: the row and the mail, both or neither; two at once wait."""
    sign_up = SignUp.objects.select_related("membership__user").select_for_update(of=("self",)).filter(pk=pk).first()
    if sign_up is None or sign_up.state not in (State.TAKEN, State.PERHAPS):
        return False
    _, is_new = Reminder.objects.get_or_create(
        sign_up=sign_up, kind=kind, starts_at=row.starts_at, defaults={"sent_at": now}
    )
    if is_new:
        letters.send(sign_up, _words(sign_up, row, kind, now), row)
    return is_new


def _words(sign_up: SignUp, row: Occurrence, kind: Reminder.Kind, now: datetime.datetime) -> Letter:
    if kind == Reminder.Kind.THANKS:
        mine = Document.objects.visible_to(sign_up.membership).filter(occurrences=row).order_by("title")
        documents = list(mine.values_list("title", flat=True))
        words = ["Merci d’avoir été des nôtres."]
        words += ["Les documents de cette date sont sur sa page :"] if documents else []
        return Letter(title=f"Merci : {row.event}", words=words, documents=documents)
    if sign_up.state == State.PERHAPS:
        words = ["Vous avez répondu « peut-être ». Dites si vous venez : cela aide à préparer."]
        action = "Répondre"
    else:
        words, action = (
            ["Vous venez. Si vous ne pouvez plus, dites-le : votre place servira à quelqu’un d’autre."],
            CHANGE_ANSWER,
        )
    return Letter(title=f"{how_soon(row.starts_at, now)} : {row.event}", words=words, action=action)


def _with_all(rows):
    rows = rows.select_related("event", "commune", "tenant").prefetch_related("tenant__domains")
    return rows.order_by("starts_at", "pk")
