"""Who comes, perhaps, not, and who waits, for those who keep the calendar."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from events.models import Occurrence, SignUp
from events.models.seats import State
from events.models.sign_ups import CONCERNED
from events.words import when
from portal.design.typography import french
from portal.organisations.people import employers, with_employers
from portal.tenancy.models import Membership

ORDER = (State.TAKEN, State.OFFERED, State.WAITING, State.PERHAPS, State.DECLINED, State.LAPSED, State.GIVEN_UP)
TITLES = {
    State.TAKEN: "Viennent",
    State.OFFERED: "Places proposées",
    State.WAITING: "Attendent, dans l’ordre",
    State.PERHAPS: "Peut-être",
    State.DECLINED: "Ne viennent pas",
    State.LAPSED: "N’ont pas répondu à une place proposée",
    State.GIVEN_UP: "Inscriptions retirées",
}
SAID = {
    State.PERHAPS: "A répondu « peut-être »",
    State.DECLINED: "A répondu « je ne viens pas »",
    State.LAPSED: "N’a pas répondu à une place proposée",
    State.GIVEN_UP: "Inscription retirée",
}
"""What those who hold no seat said already, to who is about to sign them up."""
HEADS = ["Nom", "Courriel", "Organisation", "Réponse", "Rang", "Proposée jusqu’au", "Répondu le", "Inscrit par"]


@dataclass(frozen=True)
class Line:
    """One person of a list. ``rank``: in the waiting list; ``by``: who signed them up, if somebody else did."""

    pk: int
    name: str
    email: str
    organisation: str
    state: State
    rank: int | None
    offered_until: datetime.datetime | None
    answered_at: datetime.datetime
    by: str

    @property
    def is_concerned(self) -> bool:
        return self.state in CONCERNED


@dataclass(frozen=True)
class Group:
    """Those who said the same."""

    state: State
    title: str
    lines: list[Line]


def coming(now: datetime.datetime | None = None):
    """Return the dates that are not over and take sign-ups, with how many of each answer: one query."""
    rows = Occurrence.objects.filter(ends_at__gt=now or timezone.now(), event__takes_signups=True)
    counts = {name: Count("seats", filter=Q(seats__state=state)) for name, state in [
        ("taken", State.TAKEN), ("offered", State.OFFERED), ("waiting", State.WAITING), ("perhaps", State.PERHAPS),
    ]}  # fmt: skip
    return rows.filter(event__is_published=True).select_related("event", "commune").annotate(**counts).order_by(
        "starts_at", "pk"
    )  # fmt: skip


def groups_of(occurrence: Occurrence) -> list[Group]:
    """Return the people of a date by what they said, in a number of queries that does not grow."""
    lines = lines_of(occurrence)
    groups = [Group(state, TITLES[state], [each for each in lines if each.state == state]) for state in ORDER]
    return [group for group in groups if group.lines]


def lines_of(occurrence: Occurrence) -> list[Line]:
    rows = list(occurrence.seats.select_related("signed_up_by").order_by("asked_at", "pk"))
    found = with_employers(Membership.objects.filter(pk__in=[row.membership_id for row in rows]))
    people = {each.pk: (place, each) for place, each in enumerate(found)}
    waiting = [row.pk for row in rows if row.state == State.WAITING]
    ranks = {pk: rank for rank, pk in enumerate(waiting, 1)}
    ordered = sorted(rows, key=lambda row: (ORDER.index(row.state), ranks.get(row.pk, 0), people[row.membership_id][0]))
    return [_line(row, people[row.membership_id][1], ranks.get(row.pk)) for row in ordered]


def _line(row: SignUp, member: Membership, rank: int | None) -> Line:
    is_own = row.signed_up_by_id in (None, member.user_id)
    return Line(
        pk=row.pk, name=str(member.user), email=member.user.email, organisation=", ".join(employers(member)),
        state=State(row.state), rank=rank, offered_until=row.offered_until, answered_at=row.changed_at,
        by="" if is_own else str(row.signed_up_by),
    )  # fmt: skip


def recall(members: list[Membership], occurrence: Occurrence) -> None:
    """Write on each member, as ``said``, what they said of a date if they hold no seat. One query."""
    rows = occurrence.seats.filter(membership__in=members, state__in=SAID).values_list("membership", "state")
    said = {pk: french(SAID[State(state)]) for pk, state in rows}
    for each in members:
        each.said = said.get(each.pk, "")


def table_of(occurrence: Occurrence) -> list[list[str]]:
    """Return the list as a table, its first line what it is of."""
    title = (
        f"{occurrence.event}, {when(occurrence.starts_at, occurrence.ends_at, is_whole_days=occurrence.is_whole_days)}"
    )
    return [[title], HEADS, *(_cells(line) for line in lines_of(occurrence))]


def _cells(line: Line) -> list[str]:
    return [
        line.name, line.email, line.organisation, line.state.label, str(line.rank or ""), _written(line.offered_until),
        _written(line.answered_at), line.by,
    ]  # fmt: skip


def _written(moment: datetime.datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else ""
