"""What a full month costs: the page of a month with 500 events, to that of a month without any, taking turns.

What a visitor is shown is kept until something changes: the first one after that has it drawn anew.
"""

import datetime
import statistics
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from events.models import Event, Occurrence
from portal.database import context
from portal.organisations.models import Audience
from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant
from portal.territories.models import Platform
from tests.conftest import GuardedClient

HOST = "pas-de-calais.localhost"
FULL, EMPTY = "/agenda/mois/2031-05/", "/agenda/mois/2031-08/"
EVENTS = 500
TURNS = 40


def measure(milliseconds: Callable) -> None:
    """Print the ratio, for a visitor and for a member."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
    with context.use(tenant.context):
        _fill()
    member = Client(HTTP_HOST=HOST)
    member.cookies = GuardedClient(HOST).login_as("diane").cookies
    visitor = Client(HTTP_HOST=HOST)
    shows = {
        "visitor": (visitor, bool),
        "first visitor after a change": (visitor, lambda: _forget(tenant)),
        "member": (member, bool),
        "first member after a change": (member, lambda: _forget(tenant)),
    }
    for name, (client, before) in shows.items():
        full, empty = [], []
        for _ in range(TURNS):
            full.append(milliseconds(lambda c=client: c.get(FULL), 1, before))
            empty.append(milliseconds(lambda c=client: c.get(EMPTY), 1, before))
        ratio = statistics.median(full) / statistics.median(empty)
        times = f"{statistics.median(full):.1f} ms to {statistics.median(empty):.1f} ms"
        print(f"a month of {EVENTS} events to an empty one, {name}: {ratio:.2f} × ({times})")  # noqa: T201


def _forget(tenant: Tenant) -> None:
    with context.use(context.PLATFORM):
        refresh(tenant.pk)


def _fill() -> None:
    audience = Audience.objects.create(reach=Audience.Reach.PUBLIC)
    platforms = list(Platform.objects.order_by("pk"))
    for number in range(EVENTS):
        event = Event.objects.create(
            audience=audience.copy(), title=f"Rencontre {number}", is_published=True, text="…" * 500
        )
        event.platforms.add(platforms[number % len(platforms)])
        start = timezone.make_aware(datetime.datetime(2031, 5, 1 + number % 31, 8 + number % 10))
        end = start + datetime.timedelta(hours=2)
        Occurrence.objects.create(event=event, starts_at=start, ends_at=end, place="Salle", commune_id="62498")
