import datetime

import pytest
from django.utils import timezone

from events import signals
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

ADMIN = "/admin/agenda/"


@pytest.fixture
def alice(pdc):
    """Coordinates Lens-Hénin: she keeps the calendar."""
    return GuardedClient(PDC_HOST).login_as("alice")


@pytest.fixture
def chloe(pdc):
    return GuardedClient(PDC_HOST).login_as("chloe")


@pytest.fixture
def ezra(pdc):
    """Keeps the neighbour's calendar."""
    return GuardedClient(CASA_HOST).login_as("ezra")


@pytest.fixture
def told(pdc):
    """What was told of dates, in order."""
    heard = []

    def hear(sender, **what):
        heard.append(what)

    signals.changed.connect(hear)
    yield heard
    signals.changed.disconnect(hear)


def sheet(**fields) -> dict:
    """What is typed for a new event, all of it valid: once, on Tuesday 2 March 2027, from 9 to 11."""
    words = {
        "kind": "echange", "title": "Échanges de pratiques", "text": "", "organiser": "", "contact_name": "",
        "phone": "", "email": "",
    }  # fmt: skip
    return words | slot() | where() | once() | {"audience-reach": "professionnels"} | fields


def slot(day: str = "02/03/2027", starts: str = "9:00", ends: str = "11:00", **fields) -> dict:
    return {"first_day": day, "starts": starts, "ends": ends, "last_day": ""} | fields


def where(**fields) -> dict:
    return dict.fromkeys(("place", "address", "commune", "remote_link", "capacity", "note"), "") | fields


def once() -> dict:
    return {"frequency": "", "interval": "1", "ordinal": "", "until": "", "count": ""}


def weekly(**fields) -> dict:
    return once() | {"frequency": "semaines"} | fields


def monthly(ordinal: int, **fields) -> dict:
    return once() | {"frequency": "mois", "ordinal": str(ordinal)} | fields


def days_of(event) -> list[datetime.date]:
    return [timezone.localdate(each.starts_at) for each in event.occurrences.order_by("starts_at")]


def hidden(page: str, name: str) -> str:
    """Return what a page carries under this name: the state it was made from, or what was agreed to."""
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def confirm(client, address: str, typed: dict):
    """Send a form, then agree to exactly what it said would happen."""
    page = client.post(address, typed).text
    return client.post(address, typed | {"confirmed": hidden(page, "confirmed")})


def plain(answer) -> str:
    """Return a page's text without its no-break spaces."""
    return answer.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
