"""What is done to a solicitation. The only place that changes its state.

Each verb is atomic, takes the lock of its solicitation, writes the journal and the thread, and raises RefusedError,
with words for whoever asked, when its state does not allow it. Who may ask for it is ``perms``. Each text is screened
here too: no form, no import and no shell brings in what says who it is about.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from extranet.solicitations import journal, signals
from extranet.solicitations.models import JournalEntry, Message, Solicitation, State
from extranet.solicitations.models.lists import EndReason, RefusalReason
from extranet.solicitations.screening import screened, screened_contact
from extranet.solicitations.states import may_become
from portal.design.typography import french
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

Act, Kind = JournalEntry.Act, Message.Kind
CONTENT = (
    "household", "ages", "situation", "difficulties", "eviction_stage", "tried", "tried_text", "hoped", "hoped_text",
    "urgency", "informed_on", "informed_how",
)  # fmt: skip
"""What the partner says, and may complete."""


@transaction.atomic
def save_draft(solicitation: Solicitation) -> Solicitation:
    """Save what a partner has said so far; nobody else sees it."""
    _refuse_unless(locked(solicitation) if solicitation.pk else solicitation, State.DRAFT)
    _screen(solicitation)
    solicitation.last_exchange_at = timezone.now()
    solicitation.save()
    return solicitation


@transaction.atomic
def drop_draft(solicitation: Solicitation) -> None:
    """Erase a draft. Nothing of it stays."""
    _refuse_unless(locked(solicitation), State.DRAFT)
    solicitation.delete()


@transaction.atomic
def send(solicitation: Solicitation, *, by: Membership) -> Solicitation:
    """Send a draft to its platform. Raises ValidationError while something is missing. Twice sends once."""
    solicitation = locked(solicitation)
    if solicitation.state == State.RECEIVED:
        return solicitation
    _refuse_unless(solicitation, State.DRAFT)
    _screen(solicitation)
    now = timezone.now()
    _become(solicitation, State.RECEIVED)
    solicitation.submitted_at = solicitation.waiting_since = now
    solicitation.full_clean(exclude=["asked_by"])
    return _done(solicitation, Act.SENT, Kind.SENT, by=by)


@transaction.atomic
def ask_to_complete(solicitation: Solicitation, question: str, *, by: Membership) -> Solicitation:
    """Ask the partner for what is missing; it is their turn."""
    if not question.strip():
        raise RefusedError("Dites ce qui manque : le partenaire le lira.")
    solicitation = moved(solicitation, State.TO_COMPLETE)
    return _done(solicitation, Act.ASKED, Kind.QUESTION, by=by, text=question)


@transaction.atomic
def complete(solicitation: Solicitation, text: str, *, by: Membership) -> Solicitation:
    """Save what the partner completed, with their word, and give it back to the platform."""
    before = locked(solicitation)
    if not may_become(before.state, State.RECEIVED) or before.state == State.DRAFT:
        raise RefusedError("Rien n’est demandé pour cette sollicitation.")
    _screen(solicitation)
    for name in CONTENT:
        setattr(before, name, getattr(solicitation, name))
    _become(before, State.RECEIVED)
    before.full_clean(exclude=["asked_by"])
    return _done(before, Act.COMPLETED, Kind.COMPLETED, by=by, text=text)


@transaction.atomic
def study(solicitation: Solicitation, *, by: Membership) -> Solicitation:
    """Note that the situation was studied: what follows is to be said."""
    since = locked(solicitation).waiting_since
    solicitation = moved(solicitation, State.STUDIED)
    solicitation.waiting_since = since or solicitation.waiting_since
    return _done(solicitation, Act.STUDIED, Kind.STUDIED, by=by)


@transaction.atomic
def redirect(solicitation: Solicitation, destination: str, contact: str, text: str = "", *, by: Membership):
    """Send the partner on to a service, with how it is reached: both are kept as they were said that day."""
    if not (destination.strip() and contact.strip()):
        raise RefusedError("Dites vers quel service, et comment le joindre.")
    screened_contact(f"{destination}\n{contact}")
    solicitation = moved(solicitation, State.REDIRECTED)
    solicitation.destination, solicitation.destination_contact = destination.strip(), contact.strip()
    return _answered(solicitation, Act.REDIRECTED, Kind.REDIRECTED, text, by=by)


@transaction.atomic
def refuse(solicitation: Solicitation, reason: RefusalReason, text: str = "", *, by: Membership) -> Solicitation:
    """Refuse, with a reason from the list; « autre » says it in words."""
    if reason == RefusalReason.OTHER and not text.strip():
        raise RefusedError("Dites le motif : le partenaire le lira.")
    solicitation = moved(solicitation, State.REFUSED)
    solicitation.refusal_reason = reason
    return _answered(solicitation, Act.REFUSED, Kind.REFUSED, text, by=by)


@transaction.atomic
def end(solicitation: Solicitation, reason: EndReason, text: str = "", *, by: Membership) -> Solicitation:
    """Close without anything that follows: withdrawn, solved, or silent."""
    solicitation = moved(solicitation, State.NO_FOLLOW_UP)
    solicitation.end_reason = reason
    return _answered(solicitation, Act.ENDED, Kind.ENDED, text, by=by)


@transaction.atomic
def say(solicitation: Solicitation, text: str, *, by: Membership) -> Solicitation:
    """Write in the thread. Raises RefusedError once the texts are erased, or before it is sent."""
    if not text.strip():
        raise RefusedError("Écrivez un message.")
    solicitation = locked(solicitation)
    if solicitation.is_draft or solicitation.erased_at:
        raise RefusedError("On n’écrit plus à propos de cette sollicitation.")
    return _done(solicitation, Act.WROTE, Kind.MESSAGE, by=by, text=text)


def locked(solicitation: Solicitation) -> Solicitation:
    """Return the row as it stands, held until the end of the transaction. Raises RefusedError when it was erased."""
    rows = Solicitation.objects.select_for_update(of=("self",)).select_related("platform")
    row = rows.filter(pk=solicitation.pk).first()
    if row is None:
        raise RefusedError("Cette sollicitation n’existe plus.")
    return row


def moved(solicitation: Solicitation, state: State) -> Solicitation:
    """Return the locked solicitation in its new state, not saved. Raises RefusedError when it may not become that."""
    solicitation = locked(solicitation)
    _become(solicitation, state)
    return solicitation


def answer(solicitation: Solicitation, act: Act, kind: Kind, text: str, *, by: Membership) -> Solicitation:
    """Save the answer that a verb gave: when, by whom, in which words."""
    return _answered(solicitation, act, kind, text, by=by)


def note(
    solicitation: Solicitation, act: Act, kind: Kind, *, by: Membership | None, text: str = "", detail: str = ""
) -> Message:
    """Write a line in the journal and one in the thread, and start the clock of what is kept again."""
    _refuse_names([text])
    now = timezone.now()
    Solicitation.objects.filter(pk=solicitation.pk).update(last_exchange_at=now, warned_at=None)
    journal.write(solicitation, act, by=by, detail=detail)
    message = Message.objects.create(solicitation=solicitation, kind=kind, by=by, text=text.strip(), created_at=now)
    signals.happened.send(Solicitation, message=message)
    return message


def _become(solicitation: Solicitation, state: State) -> None:
    if not may_become(solicitation.state, state):
        raise RefusedError(
            french(
                f"Cette sollicitation est « {solicitation.get_state_display()} » : elle ne peut pas devenir"
                f" « {state.label} ». Quelqu’un y a peut-être répondu entre-temps."
            )
        )
    solicitation.state = state
    solicitation.waiting_since = timezone.now() if solicitation.is_waiting else None


def _answered(solicitation: Solicitation, act: Act, kind: Kind, text: str, *, by: Membership) -> Solicitation:
    solicitation.answered_at, solicitation.answered_by = timezone.now(), by
    solicitation.answer_text = text.strip()
    return _done(solicitation, act, kind, by=by, text=text)


def _done(solicitation: Solicitation, act: Act, kind: Kind, *, by: Membership, text: str = "") -> Solicitation:
    _refuse_names([text])
    solicitation.save()
    note(solicitation, act, kind, by=by, text=text)
    solicitation.refresh_from_db(fields=["last_exchange_at", "warned_at"])
    return solicitation


def _refuse_unless(solicitation: Solicitation, state: State) -> None:
    if solicitation.state != state:
        raise RefusedError("Cette sollicitation est déjà envoyée.")


def _screen(solicitation: Solicitation) -> None:
    _refuse_names([solicitation.tried_text, solicitation.hoped_text])


def _refuse_names(texts: Iterable[str]) -> None:
    for text in texts:
        screened(text)
