"""The decisions of the demonstration: each state is shown, nobody is told, and a second loading adds nothing."""

import pytest

from extranet.committees import decided, decisions_reminders
from extranet.committees.models import Committee, Decision, Step
from portal.database import context
from portal.demo.decisions import COMMITTEE, load_decisions
from portal.notifications.models import Mail, Notice
from portal.tenancy.models import Tenant
from tests.conftest import TODAY
from tests.extranet.committees.making_decisions import empty_committee, landlord, meeting, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(casa):
    """The committee of the demonstration; where none is loaded, one like it, which has met twice."""
    found = Committee.objects.filter(name=COMMITTEE).first()
    if found is None:
        found = empty_committee(COMMITTEE)
        for n in range(8):
            seat(found, landlord(f"Bailleur n° {n}"))
        meeting(found, TODAY.replace(year=2020))
        meeting(found, TODAY.replace(month=TODAY.month - 2))
    return found


def load() -> None:
    with context.use(context.PLATFORM):
        load_decisions({each.slug: each for each in Tenant.objects.all()}, TODAY)


def test_there_is_a_decision_in_each_state_with_its_history(committee):
    load()
    found = Decision.objects.filter(committee=committee)
    assert {each.state for each in found} == set(Decision.State)
    assert found.late(TODAY).exists()
    for each in found:
        steps = list(each.steps.all())
        assert (steps[0].kind, steps[-1].after) == (Step.Kind.TAKEN, each.state), each
        assert all(step.at.date() <= TODAY for step in steps), each
    numbers = sorted(found.filter(year=TODAY.year).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_second_loading_adds_nothing(committee):
    load()
    before = Decision.objects.count(), Step.objects.count()
    load()
    assert (Decision.objects.count(), Step.objects.count()) == before


def test_nobody_is_told_of_it(committee):
    before = Mail.objects.count(), Notice.objects.count()
    load()
    assert decisions_reminders.send(today=TODAY) == 0
    assert (Mail.objects.count(), Notice.objects.count()) == before


def test_the_open_ones_come_back_at_the_next_meeting(committee):
    load()
    coming = meeting(committee, 30, "convoquee")
    still_open = Decision.objects.filter(committee=committee).open()
    assert set(decided.follow_ups(coming)) == set(still_open) and still_open.count() >= 4
