"""The convocation: everybody who sits that day is called, with a paper; again when something changes, and told when
it is called off.

What was sent is a row, made in the transaction of the mail: a task that stops leaves the rest to the next round, and
no round says anything twice. Whoever sits after the convocation left is called with the next round.
"""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.tasks import task
from django.utils import timezone

from events.icalendar import Method
from events.letters import Change
from extranet.committees import letters
from extranet.committees.calling import called_to
from extranet.committees.entries import WITH_COMMITTEES
from extranet.committees.letters import Letter, facts_of
from extranet.committees.models import Convocation, Meeting, Member
from extranet.committees.printing import paper_of, papers_for
from extranet.committees.words import called
from portal.tenancy.models import Membership

State = Meeting.State


@task
def call(meeting_id: int) -> None:
    """Send the convocations of a meeting that are not sent. Safe to run twice, and at once."""
    call_all(meeting_id)


@task
def call_off(meeting_id: int) -> None:
    """Tell who was called that the meeting is off. Safe to run twice, and at once."""
    call_off_all(meeting_id)


def call_all(meeting_id: int, *, now: datetime.datetime | None = None) -> int:
    """Send what is due to whoever sits on the day of a convoked meeting that has not begun, and take the date back
    from whoever was called and sits no more; return how many mails.
    """
    now = now or timezone.now()
    rows = shown_meetings().filter(WITH_COMMITTEES, state=State.CONVOKED, starts_at__gt=now)
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        return 0
    people = called_to(meeting)
    sent = meeting.convocations.filter(sequence=meeting.sequence).values_list("membership", flat=True)
    done = set(sent)
    count = sum(_call(meeting, *each, now) for each in people if each[0].pk not in done)
    gone = _in_calendars().filter(meeting=meeting, sequence__lt=meeting.sequence)
    gone = gone.exclude(membership__in=[membership.pk for membership, _ in people]).order_by("pk")
    return count + sum(_take_back(row, now) for row in list(gone))


def call_off_all(meeting_id: int, *, now: datetime.datetime | None = None) -> int:
    """Tell those who were called to a meeting, and not told so, that it is off; return how many mails."""
    now = now or timezone.now()
    rows = _in_calendars().filter(meeting=meeting_id, meeting__state=State.CANCELLED, meeting__ends_at__gt=now)
    return sum(_take_back(row, now) for row in list(rows.order_by("pk")))


def catch_up(*, now: datetime.datetime | None = None) -> None:
    """Send what nobody sent: whatever was to do it stopped, or somebody sits since."""
    now = now or timezone.now()
    ahead = Meeting.objects.filter(state=State.CONVOKED, starts_at__gt=now)
    for pk in list(ahead.values_list("pk", flat=True)):
        call_all(pk, now=now)
    off = _in_calendars().filter(meeting__state=State.CANCELLED, meeting__ends_at__gt=now).order_by("meeting")
    for pk in list(off.values_list("meeting", flat=True).distinct()):
        call_off_all(pk, now=now)


def shown_meetings():
    """Bring the meetings with all that a mail or a paper says of them."""
    people = ("committee__secretary__user", "committee__chair__user")
    return Meeting.objects.select_related("committee", "tenant", *people).prefetch_related("tenant__domains")


def _in_calendars():
    """Keep each person's last convocation to each meeting, while nobody told them not to come."""
    later = Convocation.objects.filter(
        meeting=OuterRef("meeting"), membership=OuterRef("membership"), sequence__gt=OuterRef("sequence")
    )
    active = Q(membership__ended_at=None, membership__user__is_active=True)
    return Convocation.objects.filter(~Exists(later), active, called_off_at=None)


def _locked(meeting_id: int) -> Meeting:
    return shown_meetings().select_for_update(of=("self",)).get(pk=meeting_id)


@transaction.atomic
def _call(meeting: Meeting, membership: Membership, member: Member | None, now: datetime.datetime) -> bool:
    """Write to one person, unless it was done: the row and the mail, both or neither; two at once wait."""
    meeting, sequence = _locked(meeting.pk), meeting.sequence
    if meeting.state != State.CONVOKED or meeting.sequence != sequence:
        return False
    rows = meeting.convocations.filter(membership=membership).order_by("sequence")
    before = rows.last()
    if before and before.sequence == sequence:
        return False
    told = told_of(meeting)
    Convocation.objects.create(
        meeting=meeting, membership=membership, member=member, sequence=sequence, sent_at=now, told=told
    )
    letters.send(meeting, membership, _convocation(meeting, membership, before, told), at=now)
    return True


def _convocation(meeting: Meeting, membership: Membership, before: Convocation | None, told: dict) -> Letter:
    paper, documents = paper_of(meeting, membership), papers_for(meeting, membership)
    words = ["L’ordre du jour est dans la convocation jointe, et sur la page de la réunion.",
             "Dites si vous venez : le secrétariat compte sur votre réponse."]  # fmt: skip
    if before is None or before.called_off_at:
        return Letter(
            title=f"Convocation : {called(meeting)}", words=words, documents=documents, paper=paper, is_to_answer=True
        )
    has_other_agenda = before.told.get("agenda") != told["agenda"]
    words = [
        "Cette convocation remplace la précédente.",
        *["L’ordre du jour a changé : lisez-le dans la convocation jointe."] * has_other_agenda,
        "Si votre réponse change, dites-le.",
    ]
    return Letter(
        title=f"Nouvelle convocation : {called(meeting)}", words=words, documents=documents, paper=paper,
        changes=_changes(before.told.get("facts", {}), told["facts"]), is_to_answer=True,
    )  # fmt: skip


def _changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    return [
        Change(label, before.get(label, "non précisé"), after.get(label, "non précisé"))
        for label in dict.fromkeys([*after, *before])
        if before and before.get(label) != after.get(label)
    ]


def told_of(meeting: Meeting) -> dict:
    """Return what a convocation says of a meeting and of its agenda, to know the next time what changed."""
    rows = meeting.items.values_list("section__title", "title", "aim", "presenter", "minutes")
    return {"facts": facts_of(meeting), "agenda": [list(each) for each in rows]}


@transaction.atomic
def _take_back(row: Convocation, now: datetime.datetime) -> bool:
    """Tell one person not to come, unless it was done, or they were called again meanwhile."""
    meeting = _locked(row.meeting_id)
    row = _in_calendars().select_related("membership__user").filter(pk=row.pk).first()
    is_off = meeting.state == State.CANCELLED
    if row is None or not (is_off or meeting.state == State.CONVOKED):
        return False
    if not is_off and row.membership in [membership for membership, _ in called_to(meeting)]:
        return False
    row.called_off_at = now
    row.save(update_fields=["called_off_at"])
    title, words = f"Réunion annulée : {called(meeting)}", [f"Motif : {meeting.reason}"]
    if not is_off:
        title = f"Vous n’êtes plus attendu ou attendue : {called(meeting)}"
        words = ["Votre mandat prend fin avant cette réunion : la convocation reçue n’est plus valable."]
    said = Letter(title=title, words=words, method=Method.CANCEL, is_open=is_off)
    letters.send(meeting, row.membership, said, at=now)
    return True
