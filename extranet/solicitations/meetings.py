"""Study meetings: fixed, changed and called off by who keeps the platform. Each is told to who may read, with a date
for their telephone, and is in their calendar.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from events.icalendar import Method
from events.words import when
from extranet.solicitations import letters, people, services
from extranet.solicitations.models import JournalEntry, Message, Solicitation, State, StudyMeeting
from extranet.solicitations.models.solicitations import UNDER_WAY
from extranet.solicitations.screening import screened
from portal.design.typography import french
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

Act, Kind = JournalEntry.Act, Message.Kind
TOLD = ("starts_at", "ends_at", "place", "remote_link")
"""What people were told: a change of it is told again."""


@transaction.atomic
def plan(meeting: StudyMeeting, *, by: Membership) -> StudyMeeting:
    """Fix a meeting, and call who may read the solicitation. Raises RefusedError once an answer closed it."""
    solicitation = services.locked(meeting.solicitation)
    _refuse_unless_open(solicitation)
    _check(meeting)
    meeting.save()
    _say(meeting, solicitation, "Fixée", by=by)
    _call(meeting, solicitation)
    return meeting


@transaction.atomic
def change(meeting: StudyMeeting, *, by: Membership) -> StudyMeeting:
    """Change when or where it is, and tell those who were called; saying the same again changes nothing."""
    solicitation = services.locked(meeting.solicitation)
    before = StudyMeeting.objects.get(pk=meeting.pk)
    _refuse_unless_ahead(before)
    if all(getattr(before, name) == getattr(meeting, name) for name in TOLD):
        return before
    meeting.cancelled_at = None
    _check(meeting)
    _next(meeting, before)
    meeting.save()
    is_moved = (before.starts_at, before.ends_at) != (meeting.starts_at, meeting.ends_at)
    _say(meeting, solicitation, "Déplacée" if is_moved else "Lieu changé", by=by)
    _call(meeting, solicitation)
    return meeting


@transaction.atomic
def cancel(meeting: StudyMeeting, *, by: Membership | None) -> StudyMeeting:
    """Call a meeting off; calendars take it out. Twice does it once."""
    solicitation = services.locked(meeting.solicitation)
    meeting = StudyMeeting.objects.get(pk=meeting.pk)
    if meeting.cancelled_at:
        return meeting
    _refuse_unless_ahead(meeting)
    _next(meeting, meeting)
    meeting.cancelled_at = meeting.changed_at
    meeting.save()
    _say(meeting, solicitation, "Annulée", by=by)
    _call(meeting, solicitation, Method.CANCEL)
    return meeting


def call_off(solicitation: Solicitation, *, by: Membership | None) -> None:
    """Call off what is ahead: the answer was given without it."""
    for meeting in ahead(solicitation):
        cancel(meeting, by=by)


def ahead(solicitation: Solicitation):
    return StudyMeeting.objects.filter(solicitation=solicitation, cancelled_at=None, ends_at__gt=timezone.now())


def bring(solicitation: Solicitation, membership: Membership) -> None:
    """Give the dates that are ahead to who has just come."""
    for meeting in ahead(solicitation):
        letters.send(meeting, solicitation, membership, Method.REQUEST)


def take_back(solicitation: Solicitation, membership: Membership) -> None:
    """Take the dates that are ahead out of the calendar of who may not read any more."""
    for meeting in ahead(solicitation):
        letters.send(meeting, solicitation, membership, Method.CANCEL, at=timezone.now())


def _call(meeting: StudyMeeting, solicitation: Solicitation, method: Method = Method.REQUEST) -> None:
    for membership in people.readers_of(solicitation):
        letters.send(meeting, solicitation, membership, method)


def _say(meeting: StudyMeeting, solicitation: Solicitation, what: str, *, by: Membership | None) -> None:
    words = french(f"{what} : {when(meeting.starts_at, meeting.ends_at)}.")
    services.note(solicitation, Act.MEETING, Kind.MEETING, by=by, text=words)


def _check(meeting: StudyMeeting) -> None:
    screened(meeting.place)
    meeting.full_clean(exclude=["solicitation", "tenant"])


def _next(meeting: StudyMeeting, before: StudyMeeting) -> None:
    """Give the next number and a later stamp: of two with one number, programs keep the later one."""
    meeting.sequence = before.sequence + 1
    meeting.changed_at = max(timezone.now(), before.changed_at + datetime.timedelta(seconds=1))


def _refuse_unless_open(solicitation: Solicitation) -> None:
    if solicitation.state not in (*UNDER_WAY, State.SUPPORTED) or solicitation.erased_at:
        raise RefusedError("On ne fixe plus de réunion d’étude pour cette sollicitation.")


def _refuse_unless_ahead(meeting: StudyMeeting) -> None:
    if not meeting.is_ahead:
        raise RefusedError("Cette réunion est annulée, ou passée.")
