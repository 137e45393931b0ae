"""What is done to the decisions of a committee. The only place that numbers them and changes their states.

Each verb is atomic, takes the lock of its decision, writes a step of its history, and raises RefusedError, with words
for whoever asked. Who may is asked before (``decided``).
"""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from extranet.committees import members
from extranet.committees.meetings import StaleError
from extranet.committees.models import Decision, Meeting, Member, Minutes, Numbering, Step
from extranet.committees.states import locked, refuse_unless
from portal.design.typography import french, french_date
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

State = Decision.State
NEXT = {
    State.TODO: {State.DOING, State.DONE, State.ABANDONED, State.REPLACED},
    State.DOING: {State.DOING, State.DONE, State.ABANDONED, State.REPLACED},
}
"""What an open decision may become; « en cours » again to say where it stands."""
OF_KEEPERS = {State.ABANDONED, State.REPLACED}
"""The states that only those who keep the committee give."""
KEPT = {"title": "décision", "text": "précisions", "due_on": "échéance"}
"""What a change keeps of before, beside who is responsible."""


@transaction.atomic
def take(decision: Decision, organisations: Iterable[Organisation] = (), *, by: Membership) -> Decision:
    """Save a new decision under the next number of its year.

    Of a meeting, it is of that day; without one, of ``decided_on``. Raises RefusedError for a meeting that has not
    begun, and for a responsible one who does not sit.
    """
    if decision.meeting_id:
        meeting = locked(decision.meeting)
        refuse_unless(
            meeting, {Meeting.State.RUNNING, Meeting.State.HELD}, "On prend une décision quand la réunion a commencé."
        )
        decision.committee, decision.decided_on = meeting.committee, timezone.localdate(meeting.starts_at)
        if _is_told_for_good(meeting):
            raise RefusedError("Le compte rendu de cette réunion est approuvé : la décision se prend à la prochaine.")
        if decision.item and decision.item.meeting_id != meeting.pk:
            raise RefusedError("Ce point est celui d’une autre réunion.")
    organisations = list(organisations)
    _refuse_strangers(decision, organisations)
    _refuse_early(decision)
    decision.year = decision.decided_on.year
    decision.number = next_number(decision.year)
    decision.created_by, decision.told_on = by, timezone.localdate()
    decision.save()
    decision.organisations.set(organisations)
    _write(decision, Step.Kind.TAKEN, by=by)
    log(decision, "committees.decision_taken", user=by.user)
    return decision


def _is_told_for_good(meeting: Meeting | None) -> bool:
    """Whether the minutes that tell what a meeting decided are approved: the database lets no word of it change."""
    return bool(meeting) and Minutes.objects.frozen().filter(meeting=meeting).exists()


def next_number(year: int) -> int:
    """Return the next number of a year; whoever comes meanwhile waits until this transaction ends, one way or other."""
    Numbering.objects.get_or_create(year=year)
    numbering = Numbering.objects.select_for_update().get(year=year)
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return numbering.last


@transaction.atomic
def change(
    decision: Decision, organisations: Iterable[Organisation], *, by: Membership,
    as_read: datetime.datetime | None = None,
) -> None:  # fmt: skip
    """Save what was changed of an open decision: what it says, when it is due, who is responsible.

    The history keeps what it said. A change that changes nothing is none. Raises StaleError when somebody changed it
    after ``as_read`` (its ``changed_at`` as the writer saw it).
    """
    before = _locked(decision)
    if not before.is_open:
        raise RefusedError("Une décision réglée ne change plus : reprenez-la d’abord.")
    if as_read and before.changed_at != as_read:
        raise StaleError("Quelqu’un a modifié cette décision entre-temps.")
    organisations, were = list(organisations), list(before.organisations.all())
    _refuse_strangers(decision, [each for each in organisations if each not in were], but=before.person_id)
    _refuse_early(decision)
    said = _what_changed(before, decision, were, organisations)
    if not said:
        return
    if (before.title, before.text) != (decision.title, decision.text) and _is_told_for_good(before.meeting):
        raise RefusedError("Le compte rendu qui la dit est approuvé : prenez une autre décision, qui la remplace.")
    if before.due_on != decision.due_on:
        decision.told_on = timezone.localdate()
    decision.changed_at = timezone.now()
    decision.save(update_fields=[*KEPT, "person", "told_on", "changed_at"])
    decision.organisations.set(organisations)
    _write(decision, Step.Kind.CHANGED, before=before.state, note="\n".join(said), by=by)
    log(decision, "committees.decision_changed", user=by.user)


def _what_changed(before: Decision, after: Decision, were: list, are: list) -> list[str]:
    """Return, a line each, what the decision said where it says something else."""
    said = [
        _line(label, getattr(before, name))
        for name, label in KEPT.items()
        if getattr(before, name) != getattr(after, name)
    ]
    if {each.pk for each in were} != {each.pk for each in are}:
        said.append(_line("organisations responsables", ", ".join(sorted(each.name for each in were))))
    if before.person_id != after.person_id:
        said.append(_line("personne responsable", str(before.person.user) if before.person else ""))
    return said


def _line(label: str, value: str | datetime.date | None) -> str:
    if isinstance(value, datetime.date):
        value = french_date(date_format(value, "j F Y"))
    return french(f"Avant, {label} : {value or 'rien'}")


@transaction.atomic
def move(
    decision: Decision, state: Decision.State, note: str, *, by: Membership, replaced_by: Decision | None = None,
    keeps: bool = True,
) -> Decision:  # fmt: skip
    """Say where an open decision stands. ``keeps``: whether ``by`` keeps the committee; the others neither abandon nor
    replace, and say in a few words what was done.

    Raises RefusedError without the reason of one that is abandoned, or without what replaces it.
    """
    decision, other = _locked_with(decision, replaced_by)
    state, note = State(state), note.strip()
    if state in OF_KEEPERS and not keeps:
        raise RefusedError("Seul le secrétariat du comité abandonne ou remplace une décision.")
    if not decision.is_open:
        raise RefusedError("Cette décision est réglée : reprenez-la d’abord.")
    if state not in NEXT[decision.state]:
        raise RefusedError(french(f"Cette décision est déjà « {decision.get_state_display()} »."))
    if not note and (state == State.ABANDONED or not keeps):
        raise RefusedError("Écrivez une note : les autres membres la liront.")
    if (state == State.REPLACED) != (other is not None):
        raise RefusedError("Dites par quelle décision elle est remplacée.")
    if other:
        _refuse_as_successor(decision, other)
    before, decision.state = decision.state, state
    decision.settled_on = None if state == State.DOING else max(timezone.localdate(), decision.decided_on)
    decision.reason, decision.replaced_by = (note if state == State.ABANDONED else ""), other
    _save_state(decision)
    _write(decision, Step.Kind.FOLLOWED, before=before, note=note, by=by)
    log(decision, "committees.decision_moved", user=by.user, data={"state": str(state.label)})
    return decision


@transaction.atomic
def reopen(decision: Decision, note: str, *, by: Membership) -> Decision:
    """Put a settled decision back to be done, and say why. Raises RefusedError for one that is open."""
    decision = _locked(decision)
    if decision.is_open:
        raise RefusedError("Cette décision est encore ouverte.")
    if not note.strip():
        raise RefusedError("Dites pourquoi : les membres le liront.")
    before, decision.state = decision.state, State.TODO
    decision.settled_on, decision.reason, decision.replaced_by = None, "", None
    decision.told_on = timezone.localdate()
    _save_state(decision)
    _write(decision, Step.Kind.FOLLOWED, before=before, note=note.strip(), by=by)
    log(decision, "committees.decision_reopened", user=by.user)
    return decision


def _refuse_as_successor(decision: Decision, other: Decision) -> None:
    """One that was itself replaced replaces nothing, so no decision comes back to itself."""
    if other.pk == decision.pk:
        raise RefusedError("Une décision ne se remplace pas elle-même.")
    if other.committee_id != decision.committee_id:
        raise RefusedError("Cette décision est celle d’un autre comité.")
    if other.state in {State.REPLACED, State.ABANDONED}:
        raise RefusedError(french(f"{other.reference} est elle-même « {other.get_state_display()} »."))


def _refuse_strangers(decision: Decision, organisations: list[Organisation], but: int | None = None) -> None:
    """Refuse as responsible who does not sit today, unless they (``but``) were responsible before."""
    seated = set(
        Member.objects.on(timezone.localdate()).filter(committee=decision.committee_id)
        .values_list("organisation", flat=True)
    )  # fmt: skip
    for each in organisations:
        if each.pk not in seated:
            raise RefusedError(f"{each} ne siège pas dans ce comité.")
    person = decision.person_id
    if person and person != but and not members.people_of(decision.committee).filter(pk=person).exists():
        raise RefusedError(f"{decision.person.user} ne siège pas dans ce comité.")


def _refuse_early(decision: Decision) -> None:
    if decision.due_on and decision.due_on < decision.decided_on:
        raise RefusedError("L’échéance vient avant la décision.")


def _locked(decision: Decision) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",)).select_related("committee", "person__user")
    return rows.get(pk=decision.pk)


def _locked_with(decision: Decision, other: Decision | None) -> tuple[Decision, Decision | None]:
    """Lock both, always in the same order: two who replace each other wait for one another, and one is refused."""
    keys = sorted({decision.pk, *([other.pk] if other else [])})
    found = {key: _locked(Decision(pk=key)) for key in keys}
    return found[decision.pk], found[other.pk] if other else None


def _save_state(decision: Decision) -> None:
    decision.changed_at = timezone.now()
    decision.save(update_fields=["state", "settled_on", "reason", "replaced_by", "told_on", "changed_at"])


def _write(decision: Decision, kind: Step.Kind, *, by: Membership, before: str = "", note: str = "") -> None:
    Step.objects.create(decision=decision, kind=kind, before=before, after=decision.state, note=note, by=by)
