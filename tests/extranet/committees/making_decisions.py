"""A committee of the Pas-de-Calais with its meetings, for the tests of decisions and figures.

alice keeps it as the coordinator, bob sits for the landlord A, diane for the landlord B.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import slugify

from extranet.committees import decisions
from extranet.committees.models import Committee, Decision, Mandate, Meeting, Member, Presence, Step
from portal.documents.models import Folder
from portal.organisations.models import Audience, Circle, Organisation
from portal.tenancy.models import Membership, Module, Tenant
from tests.portal.documents.making import member

LONG_AGO = 400


def days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@dataclass
class World:
    tenant: Tenant
    committee: Committee
    a: Organisation
    b: Organisation

    @property
    def register(self) -> str:
        return f"/extranet/comites/{self.committee.slug}/decisions/"

    @property
    def figures(self) -> str:
        return f"/extranet/comites/{self.committee.slug}/chiffres/"


def a_world(tenant: Tenant, name: str = "Comité d’essai") -> World:
    """Make a committee where the landlords A (bob) and B (diane) have sat for long."""
    if Module.COMMITTEES not in tenant.modules:
        tenant.modules = [*tenant.modules, Module.COMMITTEES]
        tenant.save()
    committee = empty_committee(name)
    a, b = landlord("Bailleur A"), landlord("Bailleur B")
    for organisation, person in ((a, "bob"), (b, "diane")):
        give(seat(committee, organisation), member(person))
    return World(tenant, committee, a, b)


def empty_committee(name: str) -> Committee:
    slug = slugify(name)
    circle = Circle.objects.filter(name=name).first() or Circle.objects.create(name=name, slug=slug)
    folder = Folder.objects.filter(name=name).first()
    folder = folder or Folder.objects.create(name=name, slug=slug, audience=Audience.objects.create())
    return Committee.objects.create(name=name, slug=slug, circle=circle, folder=folder)


def landlord(name: str) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": Organisation.Kind.LANDLORD})[0]


def seat(committee: Committee, organisation: Organisation, since: int = -LONG_AGO, **fields) -> Member:
    return Member.objects.create(committee=committee, organisation=organisation, started_on=days(since), **fields)


def give(seated: Member, membership: Membership, since: int = -LONG_AGO) -> Mandate:
    return Mandate.objects.create(member=seated, membership=membership, started_on=days(since))


def meeting(committee: Committee, on: datetime.date | int, state: Meeting.State = Meeting.State.HELD) -> Meeting:
    day = days(on) if isinstance(on, int) else on
    sequence = 0 if state == Meeting.State.PREPARING else 1
    return Meeting.objects.create(
        committee=committee, starts_at=at(day), ends_at=at(day, 12), state=state, sequence=sequence
    )


def came(meeting: Meeting, *organisations: Organisation) -> None:
    for each in Member.objects.filter(committee=meeting.committee, organisation__in=organisations):
        Presence.objects.create(meeting=meeting, member=each, name="Une personne", state=Presence.State.PRESENT)


def take(
    world: World, title: str = "Ouvrir un guichet", *organisations: Organisation, ago: int = 0, **fields
) -> Decision:
    """Take a decision so many days ago, outside of a meeting unless ``meeting`` says otherwise."""
    decision = Decision(committee=world.committee, title=title, decided_on=days(-ago), **fields)
    return decisions.take(decision, organisations, by=member("alice"))


def many(world: World, count: int, start: int = 1, year: int = 2025) -> None:
    """Write decisions in bulk, in every state, each with a responsible organisation, a person and a history."""
    bob, today = member("bob"), timezone.localdate()
    states = list(Decision.State)
    rows = []
    for n in range(start, start + count):
        state = states[n % 4]  # none is replaced: by which, in bulk?
        is_open = state in {Decision.State.TODO, Decision.State.DOING}
        day = datetime.date(year, 1 + n % 12, 1)
        rows.append(
            Decision(
                tenant=world.tenant, committee=world.committee, year=year, number=n, title=f"Décision {n}", person=bob,
                decided_on=day, due_on=day + datetime.timedelta(days=30), state=state,
                settled_on=None if is_open else day + datetime.timedelta(days=n % 60), told_on=today,
                reason="Sans suite" if state == Decision.State.ABANDONED else "",
            )
        )  # fmt: skip
    made = Decision.objects.bulk_create(rows)
    through = Decision.organisations.through
    through.objects.bulk_create(through(decision=each, organisation=world.a) for each in made)
    Step.objects.bulk_create(
        Step(tenant=world.tenant, decision=each, kind=Step.Kind.TAKEN, after=Decision.State.TODO, by=bob)
        for each in made
    )


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
