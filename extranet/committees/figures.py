"""The figures of a committee: who was represented at its meetings, what became of its decisions; year by year.

Counted by PostgreSQL, in as many queries for two meetings as for ten years of them.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import ExtractYear, TruncDate
from django.utils import timezone

from extranet.committees.attendance import SPEAKS
from extranet.committees.models import Committee, Decision, Meeting, Member, Presence
from portal.database.replica import on_replica

NOT_HELD = (Meeting.State.PREPARING, Meeting.State.CONVOKED, Meeting.State.RUNNING, Meeting.State.CANCELLED)
"""The states of a meeting that does not count; whatever follows « tenue » does."""


@dataclass(frozen=True)
class Share:
    """At how many meetings somebody was represented, of those that were held while they sat."""

    represented: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.represented + other.represented, self.of + other.of)

    @property
    def rate(self) -> Decimal | None:
        """Percents, one decimal; None where no meeting was held."""
        return round(Decimal(100 * self.represented) / self.of, 1) if self.of else None


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What became of the decisions taken in a year. Without a due date, done is in time."""

    taken: int = 0
    in_time: int = 0
    late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    given_up: int = 0
    """Abandoned, or replaced."""

    @property
    def rate(self) -> Decimal | None:
        """Percents of the decisions that are done which were in time, one decimal."""
        done = self.in_time + self.late
        return round(Decimal(100 * self.in_time) / done, 1) if done else None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """``attendance``: name of an organisation → year → share; ``years``: those with a meeting; the first one first."""

    years: list[int]
    meetings: dict[int, int]
    attendance: dict[str, dict[int, Share]]
    decisions: dict[int, FollowUp]

    @property
    def overall(self) -> dict[int, Share]:
        """All seats together, year by year."""
        return {
            year: sum((each[year] for each in self.attendance.values() if year in each), Share()) for year in self.years
        }

    @property
    def is_empty(self) -> bool:
        return not (self.years or self.decisions)


@on_replica
def of_committee(committee: Committee, *, today: datetime.date | None = None) -> Figures:
    """Return the figures of a committee of the tenant that asks: three queries. Observers are not counted."""
    meetings = _meetings(committee)
    return Figures(
        years=sorted(meetings), meetings=meetings, attendance=_attendance(committee),
        decisions=_decisions(committee, today or timezone.localdate()),
    )  # fmt: skip


def _meetings(committee: Committee) -> dict[int, int]:
    rows = Meeting.objects.filter(committee=committee).exclude(state__in=NOT_HELD).order_by()
    counted = rows.annotate(year=ExtractYear("starts_at")).values("year").annotate(count=Count("pk"))
    return dict(counted.values_list("year", "count"))


def _attendance(committee: Committee) -> dict[str, dict[int, Share]]:
    """Count, of each organisation and year, the meetings held while it sat, and those where it was represented."""
    at = "committee__meetings"
    spoke = Presence.objects.filter(member=OuterRef("pk"), meeting=OuterRef("meeting"), state__in=SPEAKS)
    rows = Member.objects.filter(committee=committee, is_observer=False).order_by().annotate(
        meeting=F(at), meeting_state=F(f"{at}__state"), day=TruncDate(f"{at}__starts_at"),
        year=ExtractYear(f"{at}__starts_at"),
    )  # fmt: skip
    seated = rows.filter(
        Q(ended_on=None) | Q(ended_on__gte=F("day")), ~Q(meeting_state__in=NOT_HELD), started_on__lte=F("day")
    )
    counted = seated.values("organisation", "organisation__name", "year").annotate(
        held=Count("meeting", distinct=True), represented=Count("meeting", filter=Exists(spoke), distinct=True)
    )
    found = defaultdict(dict)
    for row in counted.order_by("organisation__name", "organisation", "year"):
        shares = found[row["organisation__name"]]
        shares[row["year"]] = shares.get(row["year"], Share()) + Share(row["represented"], row["held"])
    return dict(found)


def _decisions(committee: Committee, today: datetime.date) -> dict[int, FollowUp]:
    state, done = Decision.State, Q(state=Decision.State.DONE)
    in_time = Q(due_on=None) | Q(settled_on__lte=F("due_on"))
    is_open, is_late = Q(settled_on=None), Q(due_on__lt=today)
    rows = Decision.objects.filter(committee=committee).order_by("year").values("year")
    counted = rows.annotate(
        taken=Count("pk"), in_time=Count("pk", filter=done & in_time), late=Count("pk", filter=done & ~in_time),
        open_late=Count("pk", filter=is_open & is_late),
        open_in_time=Count("pk", filter=is_open & (Q(due_on=None) | Q(due_on__gte=today))),
        given_up=Count("pk", filter=Q(state__in=[state.ABANDONED, state.REPLACED])),
    )  # fmt: skip
    return {row.pop("year"): FollowUp(**row) for row in counted}
