"""Who is told what of a session, and when: one mail to each person for each change, and their telephone kept right.

What somebody was last told is kept beside their sign-up: a mail that a crash prevented leaves with the next round,
and no round says anything twice.
"""

import datetime
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from events import seats
from events.icalendar import Entry, Method
from events.letters import Change
from events.models.seats import State
from events.moments import moment
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.tenancy.models import Membership
from trainings import letters
from trainings.certificates import Outcome
from trainings.days import dates, days_of
from trainings.entries import dated_in
from trainings.letters import Letter, facts_of
from trainings.models import Registration, Session
from trainings.subjects import CERTIFICATES, NEW

MINE = "Voir mon inscription"
TURN = "Si une place se libère, un courriel vous la propose, avec le délai pour répondre."
OTHERS_SHOWN = 3


def tell_of_answer(registration: Registration, *, by: Membership) -> None:
    """Write to somebody about what their sign-up has become: a seat, a rank, a request."""
    session = _shown(registration)
    said = _on_answer(registration, session)
    if by.pk != registration.membership_id and registration.signed_up_by_id == by.user_id:
        said.words.insert(0, f"{by.user} vous inscrit à cette formation.")
    _send(registration, session, said)


def _on_answer(registration: Registration, session: Session) -> Letter:
    training = session.training
    if registration.state == State.WAITING:
        why = seats.why_waiting(registration)
        words = [f"Vous êtes en liste d’attente, au rang {seats.rank_of(registration)}.", *[str(why)] * bool(why), TURN]
        return Letter(title=f"En liste d’attente : {training}", words=words, action=MINE)
    if registration.state == State.ASKED:
        words = ["Votre demande est reçue. La coordination y répond, et vous recevez sa réponse par courriel."]
        return Letter(title=f"Demande d’inscription reçue : {training}", words=words, action=MINE)
    words = ["Votre place est retenue.", "Une convocation vous parvient quand la session est confirmée."]
    if session.state == Session.State.CONFIRMED:
        words = ["Votre place est retenue, et la session a lieu."]
    return Letter(title=f"Inscription confirmée : {training}", words=words, action=MINE)


def tell_of_withdrawal(registration: Registration, before: str, *, by: Membership, reason: str) -> None:
    """Write to somebody whose sign-up ended; nothing to who gave up, alone, a rank or a request."""
    is_own = by.pk == registration.membership_id
    if is_own and before not in (State.TAKEN, State.OFFERED):
        return
    words = ["Vous ne venez plus. Votre place est proposée à qui attend."]
    if not is_own:
        words = [f"{by.user} a annulé votre inscription.", f"Motif : {reason}"]
    session = _shown(registration)
    _send(registration, session, Letter(title=f"Inscription annulée : {session.training}", words=words, action=MINE))


def tell_of_refusal(registration: Registration, reason: str) -> None:
    session = _shown(registration)
    words = ["La coordination ne peut pas donner suite à votre demande.", f"Motif : {reason}"]
    said = Letter(title=f"Demande refusée : {session.training}", words=words, others=others_of(session), action=MINE)
    _send(registration, session, said)


def tell_of_movement(movement: seats.Movement) -> None:
    """Write to those who were offered a seat, and to those whose time to answer has passed."""
    for registration in movement.offered:
        session = _shown(registration)
        until = moment(registration.offered_until)
        words = [f"Une place se libère et vous est proposée. Répondez avant le {until} : passé ce délai, elle est "
                 "proposée à la personne suivante."]  # fmt: skip
        title = f"Une place pour vous : {session.training}"
        _send(registration, session, Letter(title=title, words=words, action="Accepter ou refuser la place"))
    for registration in movement.lapsed:
        session = _shown(registration)
        words = ["Vous n’avez pas répondu à temps : la place est proposée à la personne suivante.",
                 "Vous pouvez encore demander une place : vous prendrez rang dans la liste d’attente."]  # fmt: skip
        title = f"La place proposée est passée : {session.training}"
        _send(registration, session, Letter(title=title, words=words, action=MINE))


# Changes of a session -------------------------------------------------------------------------------------


@task
def tell_of_changes(session_id: int) -> None:
    """Tell those whom a session concerns of what changed since they were told. Safe to run twice, and at once."""
    tell_those_behind(session_id)


@transaction.atomic
def tell_those_behind(session_id: int, *, now: datetime.datetime | None = None) -> int:
    """Write to whoever was last told less than what is true now; return to how many. Nothing once it is over."""
    now = now or timezone.now()
    session = shown_sessions().filter(pk=session_id, ends_at__gt=now).first()
    if session is None:
        return 0
    behind = session.seats.open().reachable().filter(told_sequence__lt=session.sequence)
    behind = list(behind.select_related("membership__user").select_for_update(of=("self",)).order_by("pk"))
    for registration in behind:
        _send(registration, session, _on_change(registration, session))
    return len(behind)


def catch_up(*, now: datetime.datetime | None = None) -> None:
    """Tell of the changes that nobody was told of: whatever was to do it stopped."""
    now = now or timezone.now()
    behind = Registration.objects.open().reachable().filter(told_sequence__lt=F("session__sequence"))
    for pk in behind.filter(session__ends_at__gt=now).values_list("session", flat=True).distinct():
        tell_those_behind(pk, now=now)


def _on_change(registration: Registration, session: Session) -> Letter:
    training = session.training
    if session.state == Session.State.CANCELLED:
        others = others_of(session)
        words = [f"Motif : {session.reason}"]
        words += ["D’autres sessions de cette formation sont prévues :"] if others else []
        return Letter(title=f"Session annulée : {training}", words=words, others=others, action=MINE)
    if registration.told.get("state") == Session.State.CANCELLED:
        words = ["La session annoncée comme annulée a lieu. Votre inscription est gardée."]
        return Letter(title=f"Finalement maintenue : {training}", words=words, action=MINE)
    return Letter(
        title=f"Changement : {training}", words=["Voici ce qui est prévu maintenant."],
        changes=_changes(registration, session), action=MINE,
    )  # fmt: skip


def _changes(registration: Registration, session: Session) -> list[Change]:
    """Return what differs from what the person was told; nothing where nothing is known of that."""
    before, after = registration.told.get("facts"), facts_of(session, registration.state)
    if before is None:
        return []
    return [
        Change(label, before.get(label, "non précisé"), after.get(label, "non précisé"))
        for label in dict.fromkeys([*after, *before])
        if before.get(label) != after.get(label)
    ]


def others_of(session: Session) -> list[str]:
    """Return the next sessions of the same training where one may sign up, in words."""
    now = timezone.now()
    rows = shown_sessions().filter(training=session.training_id, starts_at__gt=now).exclude(pk=session.pk)
    coming = (each for each in rows.order_by("starts_at") if each.is_open_at(now))
    return [dates(each) for each in coming][:OTHERS_SHOWN]


# Opening --------------------------------------------------------------------------------------------------


@transaction.atomic
def announce(session: Session) -> None:
    """Tell the members for whom a session was opened, at the pace they chose, once."""
    session = shown_sessions().select_for_update(of=("self",)).get(pk=session.pk)
    if session.announced_at:
        return
    session.announced_at = timezone.now()
    session.save(update_fields=["announced_at"])
    training, days = session.training, days_of(session.half_days.all())
    url = reverse("training", settings.ROOT_URLCONF, args=[training.slug])
    notify(training.audience.members().order_by("pk"), NEW, title=f"{training.title}, {days[0]}", url=url)


# Certificates ---------------------------------------------------------------------------------------------

CERTIFIED = {
    Outcome.ISSUED: (
        "Votre certificat est prêt", "Le certificat de réalisation et l’attestation sont dans « Mes formations »."
    ),
    Outcome.REPLACED: (
        "Votre certificat est corrigé",
        "Les présences ont été corrigées. Un nouveau certificat est dans « Mes formations » ; le code du précédent "
        "n’est plus valable.",
    ),
    Outcome.REVOKED: (
        "Votre certificat est retiré",
        "Les présences ont été corrigées : aucune demi-journée suivie n’y figure plus, et le code du certificat n’est "
        "plus valable.",
    ),
}  # fmt: skip
"""What is said of each outcome; of a certificate that stays the same, nothing."""


def tell_of_certificates(session: Session, outcomes: dict[Outcome, list[Membership]]) -> None:
    """Tell people of what became of their certificate, in the transaction that changed it: once."""
    url = reverse("my_trainings", settings.ROOT_URLCONF)
    for outcome, (title, text) in CERTIFIED.items():
        people = outcomes.get(outcome, [])
        notify(people, CERTIFICATES, title=f"{title} : {session.training}", url=url, text=french(text))


# What a calendar program holds ----------------------------------------------------------------------------


def _send(registration: Registration, session: Session, said: Letter) -> None:
    """Write the mail, with what brings the person's calendar in step, and remember what they were told."""
    is_coming = registration.state == State.TAKEN and session.state != Session.State.CANCELLED
    entries = [each.entry for each in dated_in(Session.objects.filter(pk=session.pk), None)] if is_coming else []
    said.calendar.extend(_in_step(registration, session, entries))
    registration.told_sequence = session.sequence
    registration.told = {
        "facts": facts_of(session, registration.state), "state": session.state, "sequence": session.sequence,
        "days": [[str(each.uid), each.starts_at.isoformat(), each.ends_at.isoformat()] for each in entries],
    }  # fmt: skip
    registration.save(update_fields=["told_sequence", "told"])
    letters.send(registration, said, session)


def _in_step(registration: Registration, session: Session, wanted: list[Entry]) -> list[tuple[Method, Entry]]:
    """Return, day by day, what is to be written into the person's calendar, or taken out of it."""
    held = {uuid.UUID(uid): slot for uid, *slot in registration.told.get("days", [])}
    is_same = registration.told.get("sequence") == session.sequence
    asked = [(Method.REQUEST, each) for each in wanted if not (is_same and each.uid in held)]
    gone = held.keys() - {each.uid for each in wanted}
    return [*asked, *((Method.CANCEL, _gone(uid, *held[uid], session)) for uid in held if uid in gone)]


def _gone(uid: uuid.UUID, start: str, end: str, session: Session) -> Entry:
    """Return the entry of a day as the person was told of it: it may be no more."""
    return Entry(
        uid=uid, sequence=session.sequence, changed_at=session.changed_at, starts_at=parse_datetime(start),
        ends_at=parse_datetime(end), title=session.training.title,
        url=session.tenant.base_url + reverse("training", settings.ROOT_URLCONF, args=[session.training.slug]),
    )  # fmt: skip


def shown_sessions():
    """Bring the sessions with all that a mail or a paper says of them."""
    rows = Session.objects.select_related("training__audience", "training__institute", "commune", "tenant")
    return rows.prefetch_related("half_days__trainer__user", "tenant__domains")


def _shown(registration: Registration) -> Session:
    """Return the session of a sign-up with all that a mail says of it."""
    return shown_sessions().get(pk=registration.session_id)


def write(registration: Registration, subject: str, text: str, *, by: Membership) -> None:
    """Write to one person of a session what whoever organises has to say; each gets their own mail."""
    session = _shown(registration)
    words = [line for line in text.splitlines() if line.strip()]
    said = Letter(title=f"{subject} : {session.training}", words=[*words, f"{by.user}, pour l’équipe qui organise."])
    letters.send(registration, said, session)
