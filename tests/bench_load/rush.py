"""Four hundred members ask for thirty seats at the same moment, through the address that a browser posts to."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from events.models.seats import State
from portal.database import context
from portal.tenancy.models import Tenant
from tests.bench_load.plan import Request, members, with_form
from trainings.models import HalfDay, Registration, Session, Training

PEOPLE, SEATS = 400, 30
AHEAD = datetime.timedelta(days=200, hours=9)
"""A day on which nobody is signed up for anything else."""


@dataclass(frozen=True)
class Rush:
    session: Session
    requests: list[Request]
    tenant: Tenant
    people: int
    seats: int

    def faults(self) -> list[str]:
        """Return what is not as it should be afterwards: the seats, the waiting list, who is in it."""
        with context.use(self.tenant.context):
            rows = list(Registration.objects.filter(session=self.session).values_list("state", "membership"))
            waiting = self.session.seats.in_rank().count()
        found = {state: sum(1 for each, _ in rows if each == state) for state, _ in rows}
        wanted = {State.TAKEN: self.seats, State.WAITING: self.people - self.seats}
        faults = [f"{found} where {wanted} is right"] if found != wanted else []
        if len({member for _, member in rows}) != len(rows) or waiting != wanted[State.WAITING]:
            faults.append("somebody is there twice, or has no rank")
        return faults


def prepare(tenant: Tenant, *, people: int = PEOPLE, seats: int = SEATS) -> Rush:
    """Announce a session with so many seats; return what so many different members post."""
    with context.use(tenant.context):
        begins = timezone.now() + AHEAD
        session = Session.objects.create(
            training=Training.objects.order_by("pk").first(), capacity=seats, state=Session.State.OPEN,
            starts_at=begins, ends_at=begins + datetime.timedelta(hours=3), announced_at=timezone.now(),
        )  # fmt: skip
        HalfDay.objects.create(session=session, starts_at=begins, ends_at=session.ends_at)
    requests = []
    for host, cookies in members([tenant], people):
        shown, hidden = with_form(cookies)
        requests.append(Request(host, f"/extranet/mes-formations/inscription/{session.pk}/", shown, hidden))
    return Rush(session, requests, tenant, people, seats)
