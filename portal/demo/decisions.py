"""The decisions of the demonstration's committee. Run twice, nothing doubles: one that has decisions keeps its own.

Rows are written by themselves where a verb would ask about today: nobody is told of what was always there.
"""

import datetime

from django.utils import timezone

from extranet.committees.decisions import next_number
from extranet.committees.models import Committee, Decision, Mandate, Meeting, Member, Step
from portal.database import context
from portal.demo.content.decisions import DECISIONS, FIRST, Decided
from portal.demo.days import at
from portal.design.typography import french
from portal.tenancy.models import Tenant

COMMITTEE = "Comité inter-bailleurs"
WITHOUT_A_MEETING = datetime.timedelta(days=61)
"""How long ago its decisions were taken where the committee has held no meeting."""
HOUR = datetime.time(11)
OPEN = {Decision.State.TODO, Decision.State.DOING}


def load_decisions(tenants: dict[str, Tenant], today: datetime.date) -> None:
    """Write what the committees decided; once they are there. Does nothing for a tenant that has no such committee."""
    for slug, decided in DECISIONS.items():
        with context.use(tenants[slug].context):
            committee = Committee.objects.filter(name=COMMITTEE).first()
            if committee and not committee.decisions.exists():
                _load(committee, decided, today)


def _load(committee: Committee, decided: list[Decided], today: datetime.date) -> None:
    made = {each.title: _put(committee, each, today) for each in decided}
    for each in decided:
        _follow(made[each.title], each, made.get(each.replaced_by), today)


def _put(committee: Committee, decided: Decided, today: datetime.date) -> Decision:
    """Write a decision as it was taken, to be done."""
    meeting = _meeting(committee, decided.at, today)
    day = timezone.localdate(meeting.starts_at) if meeting else today - WITHOUT_A_MEETING
    due_on = None
    if decided.due is not None:
        due_on = day + datetime.timedelta(days=decided.due)
    elif decided.due_from_now is not None:
        due_on = max(day, today + datetime.timedelta(days=decided.due_from_now))
    seats = list(Member.objects.filter(committee=committee, is_observer=False).order_by("pk"))
    chosen = [seats[n % len(seats)] for n in decided.landlords] if seats else []
    decision = Decision.objects.create(
        committee=committee, meeting=meeting, year=day.year, number=next_number(day.year), decided_on=day,
        title=french(decided.title), text=french(decided.text), due_on=due_on, told_on=today,
        person=_person(chosen) if decided.person else None, created_by=committee.secretary, changed_at=at(day, HOUR),
    )  # fmt: skip
    decision.organisations.set([seat.organisation_id for seat in chosen])
    _write(decision, Step.Kind.TAKEN, day, after=decision.state)
    return decision


def _meeting(committee: Committee, which: str, today: datetime.date) -> Meeting | None:
    held = committee.meetings.filter(state__in=Meeting.OVER, starts_at__lt=at(today)).order_by("starts_at", "pk")
    return held.first() if which == FIRST else held.last()


def _person(seats: list[Member]):
    mandate = Mandate.objects.filter(member__in=seats, ended_on=None).select_related("membership").first()
    return mandate.membership if mandate else None


def _follow(decision: Decision, decided: Decided, other: Decision | None, today: datetime.date) -> None:
    """Write what happened since, none of it later than the day of loading."""
    for state, after, note in decided.steps:
        day = min(decision.decided_on + datetime.timedelta(days=after), today)
        before, decision.state = decision.state, state
        is_open = state in OPEN
        decision.settled_on, decision.changed_at = None if is_open else day, at(day, HOUR)
        decision.reason = french(note) if state == Decision.State.ABANDONED else ""
        decision.replaced_by = other if state == Decision.State.REPLACED else None
        decision.save()
        _write(decision, Step.Kind.FOLLOWED, day, before=before, after=state, note=french(note))


def _write(decision: Decision, kind: Step.Kind, day: datetime.date, **fields) -> None:
    Step.objects.create(decision=decision, kind=kind, by=decision.created_by, at=at(day, HOUR), **fields)
