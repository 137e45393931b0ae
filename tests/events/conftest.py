import datetime

import pytest
from django.utils import timezone

from events.models import Event, Occurrence
from extranet.solicitations.models import StudyMeeting
from portal.organisations.models import Audience
from portal.tenancy.models import Membership
from trainings.models import Session

NOON = datetime.time(12)


@pytest.fixture
def make_event(pdc):
    """``make_event(title=…)`` is a published event of the Pas-de-Calais for its professionals, without a date.

    The demonstration's own events, its sessions of trainings and its study meetings are out of the way.
    """
    Event.objects.all().delete()
    Session.objects.all().delete()
    StudyMeeting.objects.all().delete()

    def make(*, reach=Audience.Reach.PROFESSIONALS, is_published=True, **fields) -> Event:
        audience = Audience.objects.create(reach=reach)
        fields = {"title": "Groupe d’échanges (exemple)", "kind": Event.Kind.EXCHANGE} | fields
        return Event.objects.create(audience=audience, is_published=is_published, **fields)

    return make


@pytest.fixture
def make_date(make_event):
    """``make_date(days=3)`` is an occurrence that begins in so many days, and lasts two hours."""

    def make(event: Event | None = None, *, days: float = 10, **fields) -> Occurrence:
        starts_at = timezone.now() + datetime.timedelta(days=days)
        fields = {"starts_at": starts_at, "ends_at": starts_at + datetime.timedelta(hours=2)} | fields
        return Occurrence.objects.create(event=event or make_event(), **fields)

    return make


@pytest.fixture
def members(pdc):
    """Members of the Pas-de-Calais, in a fixed order."""
    return list(Membership.objects.of(pdc).active().select_related("user").order_by("pk"))


@pytest.fixture
def date(make_event, make_date):
    """``date(capacity=1)`` is a date of an event where one signs up."""

    def make(**fields) -> Occurrence:
        return make_date(make_event(takes_signups=True), **fields)

    return make


def _member(first_name: str):
    @pytest.fixture(name=first_name)
    def member(pdc) -> Membership:
        return Membership.objects.of(pdc).select_related("user").get(user__email=f"{first_name}@demo.example")

    return member


alice, bob, diane, fanny, gael = (_member(each) for each in ("alice", "bob", "diane", "fanny", "gael"))
