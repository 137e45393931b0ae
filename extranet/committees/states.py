"""What a meeting may become, when its agenda changes, and the lock that every verb on it takes first."""

from django.utils import timezone
from wagtail.log_actions import log

from extranet.committees.models import Meeting, Minutes
from portal.tenancy.services import RefusedError

State = Meeting.State
NEXT = {
    State.PREPARING: {State.CONVOKED, State.CANCELLED},
    State.CONVOKED: {State.CONVOKED, State.RUNNING, State.CANCELLED},
    State.RUNNING: {State.HELD},
    State.HELD: {State.RUNNING, State.PUBLISHED},
    State.CANCELLED: {State.PREPARING},
}
"""What each state may become; « convoquée » again when something changed, « en cours » again to put a record right.

« compte rendu publié » comes by ``minutes.publish`` alone, and is the last."""
OPEN = {State.PREPARING, State.CONVOKED, State.RUNNING}
"""The states in which an agenda changes."""


def locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=meeting.pk)


def open_agenda(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    refuse_unless(meeting, OPEN, "L’ordre du jour d’une réunion passée ou annulée ne change plus.")
    return meeting


def refuse_unless(meeting: Meeting, states: set[Meeting.State], words: str) -> None:
    if meeting.state not in states:
        raise RefusedError(words)


def refuse_if_approved(meeting: Meeting) -> None:
    """Raise RefusedError once the minutes are approved: who was there is a part of what was approved."""
    if Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).exists():
        raise RefusedError("Le compte rendu de cette réunion est approuvé : ce qui y est dit ne change plus.")


def moved(meeting: Meeting, state: Meeting.State) -> Meeting:
    """Return the locked meeting in its new state, not saved. Raises RefusedError when it may not become that."""
    meeting = locked(meeting)
    if state not in NEXT.get(meeting.state, set()):
        raise RefusedError(
            f"Cette réunion est {meeting.get_state_display()} : elle ne peut pas devenir « {state.label} »."
        )
    meeting.state, meeting.changed_at = state, timezone.now()
    return meeting


def agenda_changed(meeting: Meeting) -> None:
    """Note that the agenda, or a paper of it, is another than the one that members were told of."""
    if meeting.state == State.CONVOKED:
        log(meeting, "committees.meeting_changed", data={"changed": ["agenda"]})
    Meeting.objects.filter(pk=meeting.pk, sequence__gt=0, state=State.CONVOKED).update(is_to_convoke=True)
    Meeting.objects.filter(pk=meeting.pk).update(changed_at=timezone.now())
