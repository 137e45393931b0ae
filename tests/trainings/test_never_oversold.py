"""Four hundred people from eight processes, for real: seats are never oversold, nobody is lost, the order is kept."""

import datetime
import os
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models.seats import State
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail, SomethingWaits
from portal.organisations.models import Audience, Organisation
from portal.tenancy.models import Membership, Tenant
from trainings import registering, services
from trainings.models import Session, Step, Training
from trainings.services import HalfDayPlan

pytestmark = pytest.mark.full
PEOPLE, PROCESSES, SEATS = 400, 8, 20
HELD = "SELECT capacity, (SELECT count(*) FROM trainings_registration r WHERE r.session_id = s.id AND r.state IN ('inscrite', 'proposee')) FROM trainings_session s WHERE id = %s"  # noqa: E501
GUARDS = {"trainings_registration": "trainings_registration_fit",
          "trainings_session": "trainings_session_keeps_its_seats"}  # fmt: skip


@pytest.fixture
def crowd(django_db_setup, django_db_blocker):
    """A session of twenty seats, and four hundred members, committed; put back afterwards."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
            users = User.objects.bulk_create(User(email=f"foule-{n}@essai.example") for n in range(PEOPLE))
            people = Membership.objects.bulk_create(Membership(user=user, tenant=tenant) for user in users)
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        with context.use(tenant.context):
            last_mail = Mail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            audience = Audience.objects.create()
            institute = Organisation.objects.create(name="Foule", kind=Organisation.Kind.INSTITUTE)
            training = Training.objects.create(
                title="Foule", slug="foule", hours=7, audience=audience, institute=institute, is_published=True
            )
            start = timezone.now() + datetime.timedelta(days=40)
            plan = HalfDayPlan(start, start + datetime.timedelta(hours=3))
            session = services.open_sign_up(services.schedule(training, [plan], {"capacity": SEATS}))
            yield session, [each.pk for each in people]
            session.delete()
            training.delete()
            audience.delete()
            institute.delete()
            Mail.objects.filter(pk__gt=last_mail).delete()
        with context.use(context.PLATFORM):
            Membership.objects.filter(pk__in=[each.pk for each in people]).delete()
            User.objects.filter(pk__in=[user.pk for user in users]).delete()
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
            SomethingWaits.objects.all().delete()  # of who has two spaces, told of the training
        connection.close()


@pytest.fixture
def start(crowd):
    """``start(members, seed, lock)`` starts a process of the crowd; none outlives the test, however it ends."""
    session, _ = crowd
    url = (settings.DATABASE_URL or settings.EMBEDDED_POSTGRES.url()).rpartition("/")[0]
    started = []

    def one(members: list[int], seed: int, lock: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.trainings.crowd", str(session.pk), str(seed), lock, *map(str, members)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"DATABASE_URL": f"{url}/{connection.settings_dict['NAME']}"},
        )  # fmt: skip
        started.append(process)
        return process

    yield one
    stop(started)


class Watch:
    """Looks, from outside and all the time, whether more seats are held than there are."""

    def __init__(self, session: Session):
        self.session, self.looks, self.most_over, self.is_over = session, 0, 0, threading.Event()
        self.asking = context.current()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.is_over.set()
        self.thread.join()

    def _look(self):
        with context.use(self.asking):
            while not self.is_over.is_set():
                with connection.cursor() as cursor:
                    cursor.execute(HELD, [self.session.pk])
                    capacity, held = cursor.fetchone()
                self.looks, self.most_over = self.looks + 1, max(self.most_over, held - capacity)
            connections.close_all()


def finish(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        _, said = process.communicate(timeout=600)
        assert process.returncode == 0, said[-2000:]


def stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def shares(people: list[int]) -> list[list[int]]:
    return [people[n::PROCESSES] for n in range(PROCESSES)]


def kill_two(processes: list[subprocess.Popen]) -> list[int]:
    """Kill two in the middle of what they do: once each has served a few people. Return which."""
    for process in processes[:2]:
        process.stdout.read(5)
        stop([process])
    return [0, 1]


def test_four_hundred_people_for_twenty_seats(crowd, start):
    session, people = crowd
    with Watch(session) as watch:
        processes = [start(share, seed, "with") for seed, share in enumerate(shares(people))]
        killed = kill_two(processes)
        again = [start(shares(people)[n], PROCESSES + n, "with") for n in killed]
        finish([*processes[2:], *again])
    assert watch.looks > 20
    assert watch.most_over == 0
    rows = list(session.seats.values_list("membership", "state"))
    assert sorted(pk for pk, _ in rows) == sorted(people)  # nobody twice, nobody lost
    settle(session)
    session.refresh_from_db()
    states = list(session.seats.values_list("state", flat=True))
    wanted = states.count(State.TAKEN) + states.count(State.WAITING)
    assert states.count(State.TAKEN) == min(session.capacity, wanted)
    assert out_of_turn(session) == []


def settle(session: Session) -> None:
    """Whoever is offered a seat takes it."""
    while offered := list(session.seats.filter(state=State.OFFERED).select_related("membership__user")):
        for row in offered:
            registering.accept(row, by=row.membership)


def out_of_turn(session: Session) -> list[int]:
    """Go through all that happened, in order, and return those who were offered a seat before somebody who had waited.

    The steps are written while the session is locked: their order is that in which things happened.
    """
    waiting, wrong = {}, []
    for pk, state, at in Step.objects.filter(registration__session=session).order_by("pk").values_list(
        "registration", "state", "at"
    ):  # fmt: skip
        if state == State.OFFERED and (at_of(waiting, pk) > min(at_of(waiting, other) for other in waiting)):
            wrong.append(pk)
        waiting.pop(pk, None)
        if state == State.WAITING:
            waiting[pk] = at
    return wrong


def at_of(waiting: dict, pk: int) -> tuple:
    return waiting[pk], pk


def test_without_the_lock_the_same_crowd_oversells(crowd, start):
    """The control: were it not for the lock, and for the database's own guard, seats would be sold twice."""
    session, people = crowd
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        for table, trigger in GUARDS.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        with Watch(session) as watch:
            until_oversold(watch, [start(share, seed, "without") for seed, share in enumerate(shares(people))])
    finally:
        with context.use(context.PLATFORM), connection.cursor() as cursor:
            for table, trigger in GUARDS.items():
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    assert watch.most_over > 0


def until_oversold(watch: Watch, processes: list[subprocess.Popen]) -> None:
    while not watch.most_over and any(process.poll() is None for process in processes):
        time.sleep(0.05)
    stop(processes)
