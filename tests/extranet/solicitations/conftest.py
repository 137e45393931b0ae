import pytest
from django.db import connection

from extranet.solicitations.models import Solicitation
from portal.database import context
from tests.extranet.solicitations import making
from tests.portal.documents.making import member

NOBODY_ASKED_YET = """
UPDATE tenancy_tenant SET deletion_due_at = now();
DELETE FROM solicitations_charge; DELETE FROM solicitations_step; DELETE FROM solicitations_leasestage;
DELETE FROM solicitations_support; DELETE FROM solicitations_message; DELETE FROM solicitations_guest;
DELETE FROM solicitations_studymeeting; DELETE FROM solicitations_presentation; DELETE FROM solicitations_reminder;
DELETE FROM solicitations_solicitation; DELETE FROM solicitations_journalentry; DELETE FROM solicitations_erasurereport;
UPDATE tenancy_tenant SET modules = array_remove(modules, 'sollicitations') WHERE slug = 'casa';
DELETE FROM solicitations_impactassessment WHERE tenant_id = (SELECT id FROM tenancy_tenant WHERE slug = 'casa');
UPDATE tenancy_tenant SET deletion_due_at = NULL;
"""


@pytest.fixture(autouse=True)
def nobody_asked_yet(request):
    """Begin without the demonstration's solicitations, and with the module on in the Pas-de-Calais alone.

    As a tenant's erasure does: the database lets them go for nothing less. Not where a test writes for good.
    """
    asks = request.node.get_closest_marker("django_db")
    if asks and not asks.kwargs.get("transaction"):
        request.getfixturevalue("db")
        with context.use(context.PLATFORM), connection.cursor() as cursor:
            cursor.execute(NOBODY_ASKED_YET)


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
