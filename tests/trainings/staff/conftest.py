import datetime

import pytest
from django.utils import timezone

from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from trainings import services
from trainings.models import Session
from trainings.services import HalfDayPlan

ADMIN = "/admin/formations/"


@pytest.fixture
def alice(pdc):
    """Coordinates Lens-Hénin: she keeps the trainings."""
    return GuardedClient(PDC_HOST).login_as("alice")


@pytest.fixture
def chloe(pdc):
    """Keeps the calendar, and not the trainings."""
    return GuardedClient(PDC_HOST).login_as("chloe")


@pytest.fixture
def ezra(pdc):
    """Keeps the neighbour's trainings."""
    return GuardedClient(CASA_HOST).login_as("ezra")


@pytest.fixture
def make_session(make_training):
    """``make_session(count=4)`` is an open session in thirty days, of mornings and afternoons, as forms say them."""

    def make(training=None, *, days: int = 30, count: int = 2, **fields) -> Session:
        day = timezone.localdate() + datetime.timedelta(days=days)
        hours = [(9, 12), (14, 17)]
        plans = [
            HalfDayPlan(*(moment(day + datetime.timedelta(days=n // 2), hour) for hour in hours[n % 2]))
            for n in range(count)
        ]
        return services.open_sign_up(services.schedule(training or make_training(), plans, {"capacity": 12} | fields))

    return make


def moment(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def sheet(institute, **fields) -> dict:
    """What is typed for a training, all of it valid."""
    texts = ("slug", "summary", "aims", "programme", "method", "prerequisites", "for_whom", "accessibility")
    words = dict.fromkeys((*texts, "contact_name", "phone", "email"), "")
    words |= {"title": "Le bail glissant", "hours": "7", "institute": institute.pk, "is_public": "on"}
    return words | {"audience-reach": "professionnels", "audience-names": ""} | fields


def half_day(n: int, day: str = "", starts: str = "", ends: str = "", **fields) -> dict:
    """What is typed in the row ``n`` of the half-days."""
    row = {"pk": "", "day": day, "starts": starts, "ends": ends, "place": "", "who": ""} | fields
    return {f"demi-journees-{n}-{name}": value for name, value in row.items()}


def kept(n: int, kind: str = "", count: str = "", until: str = "") -> dict:
    return {f"gardees-{n}-{name}": value for name, value in {"kind": kind, "count": count, "until": until}.items()}


def session_sheet(*rows: dict, initial: int = 0, **fields) -> dict:
    """What is typed for a session of twelve seats, with these rows of half-days and of kept seats."""
    names = ("place", "address", "commune", "remote_link", "note", "least", "most_per_organisation", "opens_at",
             "closes_at")  # fmt: skip
    typed = dict.fromkeys(names, "") | {"capacity": "12"} | fields
    for prefix in ("demi-journees", "gardees"):
        there = {name.rsplit("-", 1)[0] for row in rows for name in row if name.startswith(prefix)}
        first = initial if prefix == "demi-journees" else 0
        typed |= {f"{prefix}-TOTAL_FORMS": str(max(len(there), first)), f"{prefix}-INITIAL_FORMS": str(first)}
    for row in rows:
        typed |= row
    return typed


def rows_of(session) -> list[dict]:
    """What the form of a session carries of its half-days, as they are."""
    return [
        half_day(
            n, f"{local(each.starts_at):%d/%m/%Y}", f"{local(each.starts_at):%H:%M}", f"{local(each.ends_at):%H:%M}",
            pk=str(each.pk), place=each.place, who=each.trainer_name,
        )
        for n, each in enumerate(session.half_days.all())
    ]  # fmt: skip


def local(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment)


def plain(answer) -> str:
    """Return a page's text without its no-break spaces."""
    return answer.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
