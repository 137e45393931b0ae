import pytest

from extranet.solicitations.models import Solicitation
from tests.extranet.solicitations import making
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
def draft(pdc, diane) -> Solicitation:
    """What diane, who works for an association, has begun to say to the platform of alice."""
    return making.draft(diane)


@pytest.fixture
def received(draft, diane) -> Solicitation:
    return making.send(draft)


@pytest.fixture
def studied(received, alice) -> Solicitation:
    return making.study(received)


@pytest.fixture
def open_module(pdc):
    making.open_module(pdc)
