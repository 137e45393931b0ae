"""The minutes of the demonstration: one published long ago, one that is read again. Run twice, nothing doubles.

What would write to people is written as rows: nobody is told of what was always there.
"""

import datetime

from django.db.models import F
from django.utils import timezone

from extranet.committees import minutes as verbs
from extranet.committees.models import Comment, Committee, Erratum, Meeting, Minutes, Passage
from portal.demo.content.minutes import CLOSING, COMMITTEE, MINUTES, OPENING, Written
from portal.demo.days import at
from portal.demo.directory import member_called
from portal.demo.people import CASA
from portal.design.typography import french
from portal.tenancy.models import Tenant

State = Minutes.State
AFTER, READ_AGAIN_FOR = datetime.timedelta(days=7), datetime.timedelta(days=10)
STILL_OPEN_FOR = datetime.timedelta(days=5)


def load_minutes(tenant: Tenant, today: datetime.date) -> None:
    """Write the minutes of ``tenant``; inside its context, once its committees are there."""
    committee = Committee.objects.filter(name=COMMITTEE).first() if tenant.slug == CASA else None
    if committee is None or Minutes.objects.filter(meeting__committee=committee).exists():
        return
    held = list(committee.meetings.filter(state=Meeting.State.HELD, starts_at__lt=at(today)).order_by("starts_at"))
    for written in MINUTES:
        _write(tenant, held[0] if written.at == "first" else held[-1], written, today)


def _write(tenant: Tenant, meeting: Meeting, written: Written, today: datetime.date) -> None:
    secretary = meeting.committee.secretary
    minutes = verbs.begin(meeting, by=secretary)
    for texts in (written.drafts or {}, written.passages):
        for begins, text in texts.items():
            passage = _passage(minutes, begins)
            verbs.write(passage, french(text), read_version=passage.version, by=secretary)
    _read_again(minutes, meeting.ends_at + AFTER, None if written.is_published else today + STILL_OPEN_FOR)
    for name, begins, text, answer in written.remarks:
        Comment.objects.create(
            passage=_passage(minutes, begins), by=member_called(tenant, name), text=french(text),
            at=minutes.reread_from + datetime.timedelta(days=1), answer=french(answer),
            resolved_at=minutes.reread_from + datetime.timedelta(days=2) if answer else None,
            resolved_by=secretary if answer else None,
        )  # fmt: skip
    if written.is_published:
        _publish(minutes, written)


def _passage(minutes: Minutes, begins: str) -> Passage:
    if begins in {OPENING, CLOSING}:
        return minutes.passages.get(kind=begins)
    return minutes.passages.get(title__startswith=begins)


def _read_again(minutes: Minutes, since: datetime.datetime, until: datetime.date | None) -> None:
    minutes.state, minutes.reread_from = State.REREADING, since
    minutes.reread_until = until or timezone.localdate(since) + READ_AGAIN_FOR
    minutes.save()


def _publish(minutes: Minutes, written: Written) -> None:
    """Approve by silence at the end of the re-reading, then publish, as on those days."""
    end = at(minutes.reread_until + datetime.timedelta(days=1), datetime.time(9))
    minutes.state, minutes.approved_at, minutes.is_approved_by_silence = State.APPROVED, end, True
    minutes.save()
    minutes.state, minutes.published_at = State.PUBLISHED, end
    minutes.published_by = minutes.meeting.committee.secretary
    minutes.save()
    Meeting.objects.filter(pk=minutes.meeting_id).update(state=Meeting.State.PUBLISHED, changed_at=F("changed_at"))
    for begins in written.public:
        Passage.objects.filter(pk=_passage(minutes, begins).pk).update(is_public=True)
    Erratum.objects.create(
        minutes=minutes, passage=_passage(minutes, "Le diagnostic"), text=french(written.erratum),
        by=minutes.published_by, at=end + AFTER,
    )  # fmt: skip
