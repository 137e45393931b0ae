"""Who may read, write and remark on the minutes of a meeting. Each function's docstring is the policy."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from extranet.committees.models import Meeting, Minutes, Presence
from extranet.committees.perms import may_keep, may_keep_all
from portal.tenancy.models import Membership

State = Minutes.State


def was_there(membership: Membership | None, meeting: Meeting) -> bool:
    """Who was noted as present, the secretary and the chair read a draft again, and remark on it."""
    if not membership:
        return False
    is_of_office = membership.pk in {meeting.committee.secretary_id, meeting.committee.chair_id}
    return is_of_office or _presences(membership).filter(meeting=meeting).exists()


def _presences(membership: Membership):
    return Presence.objects.filter(state=Presence.State.PRESENT, membership=membership)


def readable(membership: Membership | None) -> QuerySet[Minutes]:
    """Return what one may read: drafts, for who keeps the committee; until they are published, who was there too from
    their first re-reading on, but for what is being written; then whoever may read the meeting.
    """
    if not membership:
        return Minutes.objects.none()
    if may_keep_all(membership):
        return Minutes.objects.all()
    was_there = Exists(_presences(membership).filter(meeting=OuterRef("meeting")))
    return Minutes.objects.filter(
        Q(meeting__committee__secretary=membership)
        | Q(state=State.PUBLISHED, meeting__in=Meeting.objects.readable_by(membership))
        | Q(state__in=[State.REREADING, State.APPROVED]) & (was_there | Q(meeting__committee__chair=membership))
    )


def may_write(membership: Membership | None, minutes: Minutes) -> bool:
    """Who keeps the committee writes a draft, as many at once as they are."""
    return minutes.state == State.DRAFT and may_keep(membership, minutes.meeting.committee)


def may_comment(membership: Membership | None, minutes: Minutes) -> bool:
    """Who was there remarks on what is read again, until its last day."""
    is_open = minutes.state == State.REREADING and timezone.localdate() <= minutes.reread_until
    return is_open and was_there(membership, minutes.meeting)
