"""What the page of a date shows of signing up: my answer, the seats, my rank, and what I may do."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from events import perms, seats
from events.models import Occurrence, SignUp
from events.models.seats import State
from events.models.sign_ups import CONCERNED
from events.signing_up import NO_SIGN_UP, Choice, why_closed
from portal.design.typography import french
from portal.tenancy.models import Membership

CHOSEN = {
    State.TAKEN: Choice.YES, State.WAITING: Choice.YES, State.PERHAPS: Choice.PERHAPS, State.DECLINED: Choice.NO,
}  # fmt: skip
NOT_FOR_YOU = "Vous tenez cet événement ; il n’est pas ouvert à vous-même."


@dataclass(frozen=True, kw_only=True)
class Panel:
    """All that ``templates/events/_answer.html`` shows. ``seats_left``: None where there is no limit."""

    occurrence: Occurrence
    is_shown: bool
    is_member: bool = False
    why_closed: str = ""
    sign_up: SignUp | None = None
    seats_left: int | None = None
    waiting: int = 0
    rank: int | None = None
    may_sign_up_others: bool = False
    may_keep: bool = False

    @property
    def state(self) -> str:
        return self.sign_up.state if self.sign_up else ""

    @property
    def comes(self) -> bool:
        return self.state == State.TAKEN

    @property
    def is_offered(self) -> bool:
        return self.state == State.OFFERED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def has_lapsed(self) -> bool:
        return self.state == State.LAPSED

    @property
    def is_concerned(self) -> bool:
        return self.state in CONCERNED

    @property
    def offered_until(self) -> datetime.datetime | None:
        return self.sign_up.offered_until if self.sign_up else None

    @property
    def chosen(self) -> Choice | None:
        return CHOSEN.get(self.state)

    @property
    def choices(self) -> list[Choice]:
        """What may still be said: all but what was."""
        return [choice for choice in Choice if choice != self.chosen]

    @property
    def is_full(self) -> bool:
        """Whether « yes » gives a rank rather than a seat: those who wait come first."""
        return self.seats_left == 0 or self.waiting > 0

    @property
    def why(self) -> str:
        """Why nobody moves up."""
        return french(seats.Why.FULL)

    @property
    def remote_link(self) -> str:
        """The link of a meeting at a distance, for who comes."""
        return self.occurrence.remote_link if self.comes and not self.occurrence.is_called_off else ""


def panel(occurrence: Occurrence, membership: Membership | None, *, now: datetime.datetime | None = None) -> Panel:
    """Return what the page of a date shows of signing up to this member (None: a visitor)."""
    now = now or timezone.now()
    reason = why_closed(occurrence, now)
    mine = occurrence.seats.filter(membership=membership).first() if membership else None
    if reason == NO_SIGN_UP and mine is None:
        return Panel(occurrence=occurrence, is_shown=False)
    if not membership:
        return Panel(occurrence=occurrence, is_shown=True, why_closed=french(reason))
    keeps = perms.may_keep(membership)
    is_for_others = keeps and not occurrence.event.audience.includes(membership)
    states = list(occurrence.seats.live().values_list("state", flat=True))
    waiting = states.count(State.WAITING)
    left = None if occurrence.capacity is None else max(occurrence.capacity - len(states) + waiting, 0)
    return Panel(
        occurrence=occurrence, is_shown=True, is_member=True, sign_up=mine, seats_left=left, waiting=waiting,
        why_closed=french(reason or (NOT_FOR_YOU if is_for_others else "")), rank=seats.rank_of(mine) if mine else None,
        may_sign_up_others=not reason and perms.may_sign_up_others(membership), may_keep=keeps,
    )  # fmt: skip
