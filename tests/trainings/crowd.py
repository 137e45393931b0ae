"""One process of the crowd: its people ask for seats, come back, give up; its coordinator changes the capacity.

``python -m tests.trainings.crowd SESSION SEED with|without MEMBER…``, on the database of DATABASE_URL.
"""

import random
import sys

import django

django.setup()

from django.db import InternalError, transaction  # noqa: E402

from events import seats  # noqa: E402
from events.models.seats import State  # noqa: E402
from events.seats import SeatError  # noqa: E402
from portal.database import context  # noqa: E402
from portal.tenancy.models import Membership, Tenant  # noqa: E402
from trainings import registering, services  # noqa: E402
from trainings.models import Registration, Session  # noqa: E402
from trainings.services import RefusedError  # noqa: E402

LEAST, MOST = 15, 20


def take_the_lock_away() -> None:
    """Count without holding anything: what a view that checks, then writes, does."""
    unlocked = lambda holder: type(holder).objects.get(pk=holder.pk)  # noqa: E731
    seats._lock = registering.locked = unlocked


def visit(session: Session, membership: Membership, chance: random.Random) -> None:
    """Somebody asks; sometimes gives up, or accepts what they were offered; sometimes the capacity changes."""
    row = registering.register(session, membership, by=membership)
    if chance.random() < 0.15:
        registering.withdraw(row, by=membership)
    if chance.random() < 0.1:
        services.change(session, {"capacity": chance.randint(LEAST, MOST)})
    for offered in Registration.objects.filter(session=session, state=State.OFFERED).order_by("?")[:1]:
        act = registering.accept if chance.random() < 0.7 else registering.withdraw
        act(offered, by=offered.membership)


def main(session_id: str, seed: str, lock: str, *members: str) -> None:
    if lock == "without":
        take_the_lock_away()
    chance = random.Random(seed)
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
    with context.use(tenant.context):
        session = Session.objects.get(pk=session_id)
        people = Membership.objects.of(tenant).select_related("user").filter(pk__in=members)
        for membership in sorted(people, key=lambda each: members.index(str(each.pk))):
            try:
                with transaction.atomic():
                    visit(session, membership, chance)
            except (SeatError, RefusedError, InternalError):
                registering.register(session, membership, by=membership)  # what else they tried was refused
            sys.stdout.write(".")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
