"""Who is told what of a date, and when: one mail to each person for each change, and their telephone kept right.

What somebody was last told is kept beside their answer: a mail that a crash prevented leaves with the next round,
and no round says anything twice.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from events import letters, seats
from events.icalendar import Method
from events.letters import Change, Letter, facts_of
from events.models import Event, Occurrence, SignUp
from events.models.seats import State
from events.moments import moment
from events.subjects import CHANGES, NEW
from events.words import day
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.organisations.models import Audience
from portal.tenancy.models import Membership

SOON = datetime.timedelta(hours=48)
"""A change so close to the date is written about at once, whatever the pace: calendars that follow a feed are slow."""
CHANGE_ANSWER = "Changer ma réponse"
ENDED = {
    State.TAKEN: "Votre inscription est retirée.",
    State.OFFERED: "La place qui vous était proposée ne l’est plus.",
    State.WAITING: "Votre demande de place est retirée.",
    State.PERHAPS: "Votre réponse « peut-être » est retirée.",
}
TURN = "Si une place se libère, un courriel vous la propose, avec le délai pour répondre."


def tell_of_answer(sign_up: SignUp, before: str | None, *, by: Membership) -> None:
    """Write to somebody about their own answer, or that which was given for them. ``before``: the seat's former state.

    Nothing is written to who said themselves, without having held anything, that they do not come or perhaps.
    """
    row = _shown(sign_up)
    held = sign_up.is_in_calendar
    said = _on_answer(sign_up, row, before)
    method = _method(sign_up, row)
    _remember(sign_up, row, method)
    is_own = by.pk == sign_up.membership_id
    if said and (held or sign_up.state in (State.TAKEN, State.WAITING)):
        words = said.words if is_own else [f"{by.user} vous inscrit à cette date. {said.words[0]}", *said.words[1:]]
        letters.send(sign_up, _with(said, words, method), row)


def _on_answer(sign_up: SignUp, row: Occurrence, before: str | None) -> Letter | None:
    event = row.event
    if sign_up.state == State.TAKEN:
        return Letter(
            title=f"Inscription confirmée : {event}", words=["Votre place est retenue."], action=CHANGE_ANSWER
        )
    if sign_up.state == State.WAITING:
        words = [f"Toutes les places sont prises : vous attendez au rang {seats.rank_of(sign_up)}.", TURN]
        return Letter(title=f"En liste d’attente : {event}", words=words, action=CHANGE_ANSWER)
    if before == State.TAKEN:
        freed = "Votre place est rendue ; elle est proposée à qui attend."
        said = "Vous avez répondu « peut-être »." if sign_up.state == State.PERHAPS else "Vous ne venez plus."
        return Letter(title=f"Votre place est rendue : {event}", words=[f"{said} {freed}"], action=CHANGE_ANSWER)
    return None


def tell_of_removal(sign_up: SignUp) -> None:
    """Write to somebody whom the organiser took off the list."""
    row = _shown(sign_up)
    method = _method(sign_up, row)
    _remember(sign_up, row, method)
    words = ["L’équipe qui tient l’agenda a retiré votre inscription. Pour toute question, adressez-vous à elle."]
    letters.send(sign_up, Letter(title=f"Inscription retirée : {row.event}", words=words, method=method), row)


def tell_of_closing(sign_up: SignUp, before: State) -> None:
    """Write to somebody whom an event is no longer for. ``before``: what their answer was."""
    row = _shown(sign_up)
    method = _method(sign_up, row)
    _remember(sign_up, row, method)
    words = ["L’équipe qui tient l’agenda a changé à qui cet événement est ouvert, et vous n’en êtes plus. "
             f"{ENDED[before]} Pour toute question, adressez-vous à elle."]  # fmt: skip
    title = f"Cet événement ne vous est plus ouvert : {row.event}"
    letters.send(sign_up, Letter(title=title, words=words, method=method, is_open=False), row)


def tell_of_movement(movement: seats.Movement) -> None:
    """Write to those who were offered a seat, and to those whose time to answer has passed."""
    for sign_up in movement.offered:
        row = _shown(sign_up)
        until = moment(sign_up.offered_until)
        words = [f"Une place se libère et vous est proposée. Répondez avant le {until} : passé ce délai, elle est "
                 "proposée à la personne suivante."]  # fmt: skip
        _remember(sign_up, row, None)
        title = f"Une place pour vous : {row.event}"
        letters.send(sign_up, Letter(title=title, words=words, action="Accepter ou refuser la place"), row)
    for sign_up in movement.lapsed:
        row = _shown(sign_up)
        words = ["Vous n’avez pas répondu à temps : la place est proposée à la personne suivante.",
                 "Vous pouvez encore demander une place : vous prendrez rang dans la liste d’attente."]  # fmt: skip
        title = f"La place proposée est passée : {row.event}"
        letters.send(sign_up, Letter(title=title, words=words, action="Demander une place"), row)


# Changes of a date ----------------------------------------------------------------------------------------


@task
def tell_of_changes(occurrence_id: int) -> None:
    """Tell those whom a date concerns of what changed since they were told. Safe to run twice, and at once."""
    tell_those_behind(occurrence_id)


@transaction.atomic
def tell_those_behind(occurrence_id: int, *, now: datetime.datetime | None = None) -> int:
    """Write to whoever was last told less than what is true now; return to how many. Nothing once it is over."""
    now = now or timezone.now()
    rows = Occurrence.objects.select_related("event", "commune", "tenant").prefetch_related("tenant__domains")
    row = rows.filter(pk=occurrence_id, ends_at__gt=now).first()
    if row is None:
        return 0
    behind = row.seats.concerned().reachable().filter(told_sequence__lt=row.sequence).select_related("membership__user")
    behind = list(behind.select_for_update(of=("self",)).order_by("pk"))
    for sign_up in behind:
        _tell_of_change(sign_up, row, now)
    return len(behind)


def catch_up(*, now: datetime.datetime | None = None) -> None:
    """Tell of the changes that nobody was told of: whatever was to do it stopped."""
    now = now or timezone.now()
    behind = SignUp.objects.concerned().reachable().filter(told_sequence__lt=F("occurrence__sequence"))
    for pk in behind.filter(occurrence__ends_at__gt=now).values_list("occurrence", flat=True).distinct():
        tell_those_behind(pk, now=now)


def _tell_of_change(sign_up: SignUp, row: Occurrence, now: datetime.datetime) -> None:
    said = _on_change(sign_up, row)
    is_soon = min(_told_start(sign_up, row), row.starts_at) - now <= SOON
    method = _method(sign_up, row)
    _remember(sign_up, row, method)
    if sign_up.state == State.TAKEN or method or is_soon:
        letters.send(sign_up, _with(said, said.words, method), row)
    else:
        lines = [*said.words, *(f"{each.label} : {each.before} → {each.after}" for each in said.changes)]
        url = reverse("event", settings.ROOT_URLCONF, args=[row.pk])
        notify([sign_up.membership], CHANGES, title=said.title, url=url, text=french("\n".join(lines)))


def _on_change(sign_up: SignUp, row: Occurrence) -> Letter:
    was_called_off = sign_up.told.get("state", row.State.PLANNED) != row.State.PLANNED
    changes = _changes(sign_up, row)
    if row.is_called_off:
        kept = "Votre réponse est gardée : la nouvelle date vous sera annoncée."
        is_postponed = row.state == row.State.POSTPONED
        words = [f"Motif : {row.reason}", *[kept] * is_postponed]
        what = "Reporté" if is_postponed else "Annulé"
        return Letter(title=f"{what} : {row.event}, {day(timezone.localdate(row.starts_at))}", words=words)
    if was_called_off:
        title, words = f"Finalement maintenu : {row.event}", ["Cette date a lieu. Votre réponse est gardée."]
    elif [each.label for each in changes] == ["Date"]:
        title, words = f"Changement de date : {row.event}", ["La date ou l’heure a changé."]
    elif [each.label for each in changes] == ["Lieu"]:
        title, words = f"Changement de lieu : {row.event}", ["Le lieu a changé."]
    else:
        title, words = f"Changement : {row.event}", ["Voici ce qui est prévu maintenant."]
    return Letter(title=title, words=words, changes=changes, action=CHANGE_ANSWER)


def _changes(sign_up: SignUp, row: Occurrence) -> list[Change]:
    """Return what differs from what the person was told; nothing where nothing is known of that."""
    before, after = sign_up.told.get("facts"), facts_of(row, sign_up.state)
    if before is None:
        return []
    none = "non précisé"
    return [
        Change(label, before.get(label, none), after.get(label, none))
        for label in dict.fromkeys([*after, *before])
        if before.get(label) != after.get(label)
    ]


def _told_start(sign_up: SignUp, row: Occurrence) -> datetime.datetime:
    told = sign_up.told.get("starts_at")
    return parse_datetime(told) if told else row.starts_at


# Publication ----------------------------------------------------------------------------------------------


@transaction.atomic
def announce(event: Event, *, now: datetime.datetime | None = None) -> None:
    """Tell the members for whom an event was published, at the pace they chose; of what is public, nobody."""
    now = now or timezone.now()
    event = Event.objects.select_related("audience").select_for_update(of=("self",)).get(pk=event.pk)
    first = event.occurrences.filter(ends_at__gt=now, state=Occurrence.State.PLANNED).order_by("starts_at").first()
    if event.published_at or first is None:
        return
    event.published_at = now
    event.save(update_fields=["published_at"])
    if event.audience.reach != Audience.Reach.PUBLIC:
        url = reverse("event", settings.ROOT_URLCONF, args=[first.pk])
        title = french(f"{event.title}, {day(timezone.localdate(first.starts_at))}")
        notify(event.audience.members().order_by("pk"), NEW, title=title, url=url)


# What a calendar program holds ------------------------------------------------------------------------------


def _method(sign_up: SignUp, row: Occurrence) -> Method | None:
    """Return what brings the person's calendar in step with what is true; None where it is."""
    is_wanted = sign_up.state == State.TAKEN and not row.is_called_off
    if is_wanted:
        is_right = sign_up.is_in_calendar and sign_up.told_sequence == row.sequence
        return None if is_right else Method.REQUEST
    return Method.CANCEL if sign_up.is_in_calendar else None


def _remember(sign_up: SignUp, row: Occurrence, method: Method | None) -> None:
    sign_up.told_sequence = row.sequence
    sign_up.told = {
        "facts": facts_of(row, sign_up.state), "state": row.state, "starts_at": row.starts_at.isoformat(),
    }  # fmt: skip
    sign_up.is_in_calendar = method == Method.REQUEST or (sign_up.is_in_calendar and method is None)
    sign_up.save(update_fields=["told_sequence", "told", "is_in_calendar"])


def _with(said: Letter, words: list[str], method: Method | None) -> Letter:
    return Letter(title=said.title, words=words, changes=said.changes, action=said.action, method=method)


def _shown(sign_up: SignUp) -> Occurrence:
    """Return the date of a sign-up with all that a mail says of it."""
    rows = Occurrence.objects.select_related("event", "commune", "tenant").prefetch_related("tenant__domains")
    return rows.get(pk=sign_up.occurrence_id)
