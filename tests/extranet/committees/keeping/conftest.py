"""bob is the secretary of a committee, alice coordinates, diane only sits: their browsers."""

import pytest

from extranet.committees.models import Committee, Meeting
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.committees.keeping.making import make_committee, make_meeting, switch_on


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def tenant(pdc):
    switch_on(pdc)
    return pdc


@pytest.fixture
def committee(tenant) -> Committee:
    return make_committee()


@pytest.fixture
def meeting(committee) -> Meeting:
    return make_meeting(committee)


@pytest.fixture
def bob(committee):
    """The secretary: a landlord, without the back-office."""
    return GuardedClient(PDC_HOST).login_as("bob")


@pytest.fixture
def alice(committee):
    """The coordinator."""
    return GuardedClient(PDC_HOST).login_as("alice")


@pytest.fixture
def diane(committee):
    """A member who only sits."""
    return GuardedClient(PDC_HOST).login_as("diane")
