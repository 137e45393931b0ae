"""What is done to meetings. The only place that changes their states.

Each verb is atomic, takes the lock of its meeting, and raises RefusedError, with words for whoever asked, when the
state of the meeting does not allow it. What members were told of and that changes is to be told again (``convoke``).
"""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from extranet.committees import signals
from extranet.committees.agenda import bring_what_waits
from extranet.committees.models import Committee, Item, Meeting
from extranet.committees.states import OPEN, State, locked, moved, refuse_if_approved, refuse_unless
from portal.accounts.models import User
from portal.tenancy.services import RefusedError

TOLD = ("title", "starts_at", "ends_at", "place", "remote_link", "note")
"""What a convocation says besides the agenda."""


class StaleError(RefusedError):
    """Somebody else changed it since it was read."""


@transaction.atomic
def prepare(meeting: Meeting, *, by: User) -> Meeting:
    """Save a new meeting, with the items that wait for one since an earlier meeting."""
    if meeting.committee.closed_on:
        raise RefusedError("Ce comité ne se réunit plus.")
    if meeting.proposals_until is None:
        meeting.proposals_until = proposals_until(meeting.committee, meeting.starts_at)
    meeting.save()
    bring_what_waits(meeting)
    log(meeting, "committees.meeting_prepared", user=by)
    return meeting


def proposals_until(committee: Committee, starts_at: datetime.datetime) -> datetime.datetime:
    """Return until when items are proposed, unless one says otherwise: the end of that day, in France."""
    day = timezone.localdate(starts_at) - datetime.timedelta(days=committee.proposals_close)
    end_of_day = timezone.make_aware(datetime.datetime.combine(day, datetime.time(23, 59)))
    return min(end_of_day, starts_at)


@transaction.atomic
def change(meeting: Meeting, *, by: User, as_read: datetime.datetime | None = None) -> None:
    """Save what was changed of a meeting that is not held.

    Raises StaleError when somebody changed it after ``as_read`` (its ``changed_at`` as the writer saw it).
    """
    before = locked(meeting)
    refuse_unless(before, OPEN, "Cette réunion est passée ou annulée : elle ne change plus.")
    if as_read and before.changed_at != as_read:
        raise StaleError("Quelqu’un a modifié cette réunion entre-temps.")
    is_other = any(getattr(before, name) != getattr(meeting, name) for name in TOLD)
    meeting.is_to_convoke = before.is_to_convoke or (is_other and before.state == State.CONVOKED)
    meeting.changed_at = timezone.now()
    meeting.save(update_fields=[*TOLD, "proposals_until", "is_to_convoke", "changed_at"])
    log(meeting, "committees.meeting_changed", user=by, data={"changed": _other(before, meeting)})


def _other(before: Meeting, meeting: Meeting) -> list[str]:
    return [name for name in TOLD if getattr(before, name) != getattr(meeting, name)]


@transaction.atomic
def convoke(meeting: Meeting, *, by: User) -> Meeting:
    """Call everybody who sits, once more when something changed. Raises RefusedError for a meeting that has begun."""
    meeting = moved(meeting, State.CONVOKED)
    if meeting.starts_at <= timezone.now():
        raise RefusedError("Cette réunion a déjà commencé : corrigez sa date.")
    meeting.sequence, meeting.is_to_convoke, meeting.convoked_at = meeting.sequence + 1, False, timezone.now()
    meeting.save(update_fields=["state", "sequence", "is_to_convoke", "convoked_at", "changed_at"])
    log(meeting, "committees.meeting_convoked", user=by)
    signals.convoked.send(Meeting, meeting=meeting)
    return meeting


@transaction.atomic
def begin(meeting: Meeting, *, by: User) -> Meeting:
    """Open the meeting, or open a held one again to put right who came and what was treated."""
    meeting = moved(meeting, State.RUNNING)
    refuse_if_approved(meeting)
    meeting.save(update_fields=["state", "changed_at"])
    log(meeting, "committees.meeting_begun", user=by)
    return meeting


@transaction.atomic
def hold(meeting: Meeting, *, by: User) -> Meeting:
    """Close the meeting: what was not treated goes to the next one, or waits for it."""
    meeting = moved(meeting, State.HELD)
    meeting.save(update_fields=["state", "changed_at"])
    meeting.items.filter(state=Item.State.PLANNED).update(state=Item.State.MOVED)
    following = meeting.committee.meetings.filter(starts_at__gt=meeting.starts_at, state__in=OPEN).first()
    if following:
        bring_what_waits(locked(following))
    log(meeting, "committees.meeting_held", user=by)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, reason: str, *, by: User) -> Meeting:
    """Call a meeting off, and say why to whoever was called. Its items wait for the next one."""
    if not reason.strip():
        raise RefusedError("Dites pourquoi : chaque membre le lira.")
    meeting = moved(meeting, State.CANCELLED)
    meeting.reason, meeting.is_to_convoke = reason.strip(), False
    if meeting.sequence:
        meeting.sequence += 1
    meeting.save(update_fields=["state", "reason", "sequence", "is_to_convoke", "changed_at"])
    meeting.items.filter(state=Item.State.PLANNED).update(state=Item.State.MOVED)
    log(meeting, "committees.meeting_cancelled", user=by)
    signals.called_off.send(Meeting, meeting=meeting)
    return meeting


@transaction.atomic
def restore(meeting: Meeting, *, by: User) -> Meeting:
    """Prepare again a meeting that was called off; who sits is called anew. What went elsewhere stays there."""
    meeting = moved(meeting, State.PREPARING)
    meeting.reason = ""
    meeting.save(update_fields=["state", "reason", "changed_at"])
    meeting.items.filter(state=Item.State.MOVED, moved_to=None).update(state=Item.State.PLANNED)
    log(meeting, "committees.meeting_restored", user=by)
    return meeting


@transaction.atomic
def drop(meeting: Meeting, *, by: User) -> None:
    """Erase a meeting of which nobody was told."""
    meeting = locked(meeting)
    if meeting.sequence:
        raise RefusedError("Des membres ont été convoqués : annulez la réunion, en disant pourquoi.")
    if meeting.proposals.exists():
        raise RefusedError("Des membres ont proposé des points : annulez la réunion, en disant pourquoi.")
    log(meeting.committee, "committees.meeting_dropped", user=by)
    meeting.delete()
