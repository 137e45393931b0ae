import datetime
import itertools

import pytest
from django.utils import timezone

from portal.organisations.models import Affiliation, Audience, Organisation
from portal.tenancy.models import Membership
from portal.tenancy.services import set_membership
from tests.factories import make_user
from trainings import services
from trainings.models import Session, Training
from trainings.services import HalfDayPlan


@pytest.fixture
def institute(pdc) -> Organisation:
    return Organisation.objects.create(name="Institut d’essai", kind=Organisation.Kind.INSTITUTE)


@pytest.fixture
def make_training(pdc, institute):
    """``make_training(title=…)`` is a published training of the Pas-de-Calais, for its professionals."""
    Session.objects.all().delete()
    Training.objects.all().delete()

    def make(*, reach=Audience.Reach.PROFESSIONALS, kinds=(), is_published=True, **fields) -> Training:
        audience = Audience.objects.create(reach=reach, kinds=list(kinds))
        n = Training.objects.count() + 1
        fields = {"title": f"Bail glissant {n} (exemple)", "slug": f"bail-glissant-{n}", "hours": 7} | fields
        return Training.objects.create(audience=audience, institute=institute, is_published=is_published, **fields)

    return make


def half_days(days: float, count: int = 2) -> list[HalfDayPlan]:
    """Return so many half-days of three hours, two a day, the first at nine in ``days`` days, whatever time it is."""
    first = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + datetime.timedelta(days=days)
    starts = [first + datetime.timedelta(days=n // 2, hours=4 * (n % 2)) for n in range(count)]
    return [HalfDayPlan(start, start + datetime.timedelta(hours=3)) for start in starts]


@pytest.fixture
def make_session(make_training):
    """``make_session(capacity=2)`` is an open session of a training, in thirty days, of two half-days."""

    def make(
        training: Training | None = None, *, days: float = 30, count: int = 2, kept=(), is_open=True, **fields
    ) -> Session:
        fields = {"capacity": 12} | fields
        session = services.schedule(training or make_training(), half_days(days, count), fields, kept=kept)
        if is_open and days > 0:
            return services.open_sign_up(session)
        if is_open:
            session.state = Session.State.OPEN
            session.save()
        return session

    return make


@pytest.fixture
def make_member(pdc):
    """``make_member(kind)`` is a new member, who works for an organisation of that kind (or for that one)."""

    numbers = itertools.count(1)

    def make(kind: str = "", organisation: Organisation | None = None, *, is_referent: bool = False) -> Membership:
        membership = set_membership(make_user(f"personne-{next(numbers)}@essai.example"), pdc, [])
        if kind and organisation is None:
            organisation, _ = Organisation.objects.get_or_create(name=f"Essai {kind}", defaults={"kind": kind})
        if organisation:
            Affiliation.objects.create(membership=membership, organisation=organisation, is_referent=is_referent)
        return membership

    return make


def _member(first_name: str):
    @pytest.fixture(name=first_name)
    def member(pdc) -> Membership:
        return Membership.objects.of(pdc).select_related("user").get(user__email=f"{first_name}@demo.example")

    return member


alice, bob, diane, fanny, gael = (_member(each) for each in ("alice", "bob", "diane", "fanny", "gael"))
