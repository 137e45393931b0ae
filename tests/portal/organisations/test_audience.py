"""The one answer to « who may see this »."""

import pytest

from portal.database import context
from portal.organisations.models import Audience, Circle
from portal.tenancy.models import Membership
from portal.tenancy.services import end_membership

pytestmark = pytest.mark.django_db


def member(first_name: str) -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example", tenant__slug="pas-de-calais")


def audience(reach: str, *, kinds=(), circle_of=(), people=()) -> Audience:
    made = Audience.objects.create(reach=reach, kinds=list(kinds))
    if circle_of:
        circle, _ = Circle.objects.get_or_create(name="Échanges", slug="echanges")
        circle.members.set(circle_of)
        made.circles.set([circle])
    made.people.set(people)
    return made


def audience_of(tenant, reach: str) -> Audience:
    return Audience.objects.create(tenant=tenant, reach=reach)


@pytest.fixture
def people(pdc):
    return {name: member(name) for name in ("alice", "bob", "diane")} | {"visitor": None}


def who_sees(it: Audience, people) -> set[str]:
    return {name for name, each in people.items() if it.includes(each)}


def test_everyone_and_all_professionals(people):
    assert who_sees(audience("public"), people) == {"alice", "bob", "diane", "visitor"}
    assert who_sees(audience("professionnels"), people) == {"alice", "bob", "diane"}


def test_a_kind_of_organisation_means_those_who_work_there_today(people):
    landlords = audience("choisis", kinds=["bailleur", "ccas"])
    assert who_sees(landlords, people) == {"bob"}
    people["bob"].affiliations.update(ended_on="2026-11-22", started_on="2026-01-01")
    assert who_sees(landlords, people) == set()


def test_a_circle_and_a_person(people):
    assert who_sees(audience("choisis", circle_of=[people["diane"]]), people) == {"diane"}
    assert who_sees(audience("choisis", people=[people["alice"]]), people) == {"alice"}
    everything = audience("choisis", kinds=["bailleur"], circle_of=[people["diane"]], people=[people["alice"]])
    assert who_sees(everything, people) == {"alice", "bob", "diane"}


def test_nobody_chosen_is_nobody(people):
    assert who_sees(audience("choisis"), people) == set()


def test_a_former_member_is_a_visitor(people):
    ended = end_membership(people["bob"], by=people["alice"].user)
    assert not audience("professionnels").includes(ended)
    assert not audience("choisis", kinds=["bailleur"]).includes(ended)


def test_a_member_of_the_neighbour_is_a_visitor(pdc):
    with context.use(context.PLATFORM):
        neighbour = Membership.objects.get(user__email="ezra@demo.example")
        assert not audience_of(pdc, "professionnels").includes(neighbour)
        assert audience_of(pdc, "public").includes(neighbour)
