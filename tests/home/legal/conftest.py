import pytest

from home.legal.models import AccessibilityScheme, LegalIdentity
from portal.console.opening import open_tenant
from portal.database import context
from portal.territories.models import Departement

HOST = "finistere.localhost"


@pytest.fixture
def finistere(db):
    """A tenant on its first day: in preparation, with its name and nothing else; the test asks as it."""
    with context.use(context.PLATFORM):
        tenant, _ = open_tenant(
            name="Département du Finistère", short_name="Finistère", kind="departement", host=HOST,
            administrator="nora@finistere.example", departement=Departement.objects.get(pk="29"),
        )  # fmt: skip
    with context.use(tenant.context):
        yield tenant


@pytest.fixture
def identity(casa) -> LegalIdentity:
    return LegalIdentity.objects.get()


@pytest.fixture
def scheme(casa) -> AccessibilityScheme:
    return AccessibilityScheme.objects.get()
