"""Whoever is relieved by whom, and when: one referent a day, one deputy, never the same, and no gap but a said one."""

import contextlib
import datetime

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from extranet.solicitations import charges
from extranet.solicitations.models import Charge, Support
from portal.tenancy.services import RefusedError
from tests.extranet.solicitations.making_supports import Role, days, running
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db
PEOPLE = ["bob", "chloe", "diane", "gael"]
SINCE, UNTIL = -10, 30

hand_overs = st.lists(
    st.tuples(
        st.sampled_from(list(Role)), st.sampled_from([*PEOPLE, *PEOPLE, None]), st.integers(SINCE - 2, UNTIL)
    ),
    max_size=7,
)  # fmt: skip


def diary(support: Support, role: Role) -> dict[datetime.date, list[int]]:
    """Return who has a role on each day, from the first to long after."""
    rows = list(Charge.objects.filter(support=support, role=role))
    return {
        day: [row.membership_id for row in rows if row.starts_on <= day and (row.ends_on is None or row.ends_on > day)]
        for day in map(days, range(SINCE, UNTIL + 30))
    }


@pytest.fixture
def world(open_module, diane, alice):
    """Who may be named, and a support since ten days for each example."""
    return {name: member(name) for name in PEOPLE}


def one_at_most(asked, world: dict) -> None:
    with transaction.atomic():
        support = running(world["diane"], -SINCE)
        for role, name, on in asked:
            person, before = world.get(name), diary(support, role)
            referents = diary(support, Role.REFERENT)
            try:
                charges.hand_over(support, role, person, on=days(on), reason="Relais", by=member("alice"))
            except RefusedError:
                assert diary(support, role) == before, "what is refused changes nothing"
                continue
            after = diary(support, role)
            assert all(before[day] == after[day] for day in after if day < days(on)), "the days before stay"
            expected = [person.pk] if person else []
            assert all(after[day] == expected for day in after if day >= days(on))
            assert role == Role.REFERENT or diary(support, Role.REFERENT) == referents
        referents, deputies = diary(support, Role.REFERENT), diary(support, Role.DEPUTY)
        assert all(len(held) <= 1 for each in (referents, deputies) for held in each.values())
        assert not any(set(referents[day]) & set(deputies[day]) for day in referents)
        transaction.set_rollback(True)


def no_gap(asked, world: dict) -> None:
    """Nobody ever says that nobody is the referent."""
    with transaction.atomic():
        support = running(world["diane"], -SINCE)
        for role, name, on in asked:
            if name is None and role == Role.REFERENT:
                continue
            with contextlib.suppress(RefusedError):
                charges.hand_over(support, role, world.get(name), on=days(on), reason="Relais", by=member("alice"))
        assert all(len(held) == 1 for held in diary(support, Role.REFERENT).values())
        transaction.set_rollback(True)


@given(asked=hand_overs)
@settings(max_examples=6)
def test_each_day_has_one_referent_and_one_deputy_at_most(asked, world):
    one_at_most(asked, world)


@given(asked=hand_overs)
@settings(max_examples=6)
def test_the_referent_has_no_gap_that_nobody_said(asked, world):
    no_gap(asked, world)


@pytest.mark.full
@given(asked=hand_overs)
@settings(max_examples=40)
def test_whatever_is_handed_over_each_day_has_one_of_each_at_most(asked, world):
    one_at_most(asked, world)
    no_gap(asked, world)
