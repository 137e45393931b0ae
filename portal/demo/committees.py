"""The committees of the demonstration. Run twice, nothing doubles: a committee that is there stays as it is.

Rows are written by themselves where a verb would write to people: nobody is told of what was always there.
"""

import datetime

from extranet.committees import calling, convocations, members
from extranet.committees.meetings import proposals_until
from extranet.committees.models import (
    Committee,
    Convocation,
    Item,
    Mandate,
    Meeting,
    Member,
    Paper,
    Presence,
    Proposal,
    Reply,
    Section,
)
from portal.demo.content.committees import COMMITTEES, CommitteeContent, Gathering, Point
from portal.demo.days import FRIDAY, at, working_day
from portal.demo.directory import member_called
from portal.design.typography import french
from portal.documents.models import Document
from portal.organisations.models import Organisation
from portal.tenancy.models import Tenant

SINCE_THEIR_MANDATE = datetime.timedelta(days=120)
CALLED_BEFORE = datetime.timedelta(days=5)
"""How long before the loading the people were called to what comes; and answered, a day later each."""


def load_committees(tenant: Tenant, today: datetime.date) -> None:
    """Write the committees of ``tenant``; inside its context, once its people and its library are there."""
    for content in COMMITTEES[tenant.slug]:
        if Committee.objects.filter(name=content.name).exists():
            continue
        committee = _found(tenant, content, today)
        for gathering in content.meetings:
            _gather(tenant, committee, gathering, today)


def _found(tenant: Tenant, content: CommitteeContent, today: datetime.date) -> Committee:
    secretary = member_called(tenant, content.secretary)
    committee = Committee(name=content.name, aim=french(content.aim), secretary=secretary, quorum=content.quorum)
    members.found(committee, by=secretary.user)
    since = _day(content.since, today)
    for seat in content.seats:
        organisation = Organisation.objects.get(name=seat.organisation)
        member = Member.objects.create(
            committee=committee, organisation=organisation, is_observer=seat.is_observer, started_on=since
        )
        kinds = dict.fromkeys(seat.deputies, Mandate.Kind.DEPUTY) | {seat.titular: Mandate.Kind.TITULAR}
        for name, kind in kinds.items():
            Mandate.objects.create(
                member=member, membership=member_called(tenant, name), kind=kind, started_on=today - SINCE_THEIR_MANDATE
            )
    members.settle(committee, today)
    return committee


def _day(day: datetime.date | int, today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=day) if isinstance(day, int) else day


def _gather(tenant: Tenant, committee: Committee, gathering: Gathering, today: datetime.date) -> None:
    day = _day(gathering.on, today)
    if isinstance(gathering.on, int):
        day = working_day(day, last=FRIDAY)
    start, end = (at(day, datetime.time.fromisoformat(hour.zfill(5))) for hour in gathering.hours.split("-"))
    was_called = gathering.state != Meeting.State.PREPARING
    called_at = min(at(today - CALLED_BEFORE, datetime.time(9)), start - datetime.timedelta(days=14))
    meeting = Meeting.objects.create(
        committee=committee, starts_at=start, ends_at=end, state=gathering.state, title=gathering.title,
        place=gathering.place, note=french(gathering.note), sequence=int(was_called),
        convoked_at=called_at if was_called else None, changed_at=called_at,
        proposals_until=proposals_until(committee, start),
    )  # fmt: skip
    for position, point in enumerate(gathering.points):
        _put(meeting, point, position)
    for here in gathering.came:
        Presence.objects.create(
            meeting=meeting, member=_member(committee, here.organisation), name=here.name, state=here.state,
            membership=member_called(tenant, here.who) if here.who else None,
            represented_by=_member(committee, here.by),
        )  # fmt: skip
    if gathering.state == Meeting.State.CONVOKED:
        _call(meeting, called_at)
    for n, (name, answer, instead) in enumerate(gathering.answers, start=1):
        Reply.objects.create(
            meeting=meeting, membership=member_called(tenant, name), answer=answer, replaced_by=instead,
            at=called_at + datetime.timedelta(days=n),
        )  # fmt: skip
    for name, title, text in gathering.proposed:
        author = member_called(tenant, name)
        Proposal.objects.create(
            meeting=meeting, by=author, title=french(title), text=french(text),
            member=Member.objects.filter(committee=committee, mandates__membership=author).get(),
            created_at=called_at + datetime.timedelta(days=2),
        )  # fmt: skip


def _member(committee: Committee, organisation: str) -> Member | None:
    return committee.members.get(organisation__name=organisation) if organisation else None


def _put(meeting: Meeting, point: Point, position: int) -> None:
    section = None
    if point.part:
        last = meeting.sections.count()
        section, _ = Section.objects.get_or_create(meeting=meeting, title=point.part, defaults={"position": last})
    earlier = Item.objects.filter(meeting__committee=meeting.committee, title=french(point.comes_from)).first()
    item = Item.objects.create(
        meeting=meeting, section=section, position=position, title=french(point.title), text=french(point.text),
        aim=point.aim, presenter=point.presenter, minutes=point.minutes, state=point.state,
        came_from=earlier if point.comes_from else None,
    )  # fmt: skip
    for n, title in enumerate(point.papers):
        Paper.objects.create(
            meeting=meeting, item=item, document=Document.objects.get(title__startswith=title), position=n
        )


def _call(meeting: Meeting, called_at: datetime.datetime) -> None:
    """Write that who sits was called, as the mails would have said it."""
    meeting = convocations.shown_meetings().get(pk=meeting.pk)
    told = convocations.told_of(meeting)
    for membership, member in calling.called_to(meeting):
        Convocation.objects.create(
            meeting=meeting, membership=membership, member=member, sequence=meeting.sequence, sent_at=called_at,
            told=told,
        )  # fmt: skip
