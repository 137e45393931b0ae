import pytest

from extranet.committees.models import Mandate
from tests.extranet.committees import making
from tests.portal.documents.making import member


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


def _person(first_name: str, slug: str):
    @pytest.fixture(name=first_name)
    def person(request):
        request.getfixturevalue("pdc" if slug == "pas-de-calais" else slug)
        return member(first_name, slug)

    return person


alice, bob, chloe, diane, gael = (_person(each, "pas-de-calais") for each in ("alice", "bob", "chloe", "diane", "gael"))


@pytest.fixture
def committee(pdc, alice, bob, diane):
    """A committee of the Pas-de-Calais whose secretary is alice: bob is the titular of a landlord, diane of another."""
    committee = making.found(secretary=alice)
    making.give(making.seat(committee, "Bailleur A"), bob)
    making.give(making.seat(committee, "Bailleur B"), diane)
    return committee


@pytest.fixture
def deputy(pdc, committee):
    """The deputy of bob's landlord."""
    person = making.newcomer(pdc, "odile")
    making.give(committee.members.get(organisation__name="Bailleur A"), person, Mandate.Kind.DEPUTY)
    return person


@pytest.fixture
def observer(pdc, committee):
    person = making.newcomer(pdc, "olivier")
    making.give(making.seat(committee, "Service observateur", is_observer=True), person)
    return person


@pytest.fixture
def meeting(committee):
    """Its next meeting, in thirty days at nine, in preparation."""
    return making.prepare(committee)
