"""The operator's console in a real browser: every screen, with something on each."""

import pytest
from django.utils import timezone

from portal.console.models import Deletion, Export, Import
from portal.database import context
from portal.tenancy.models import Tenant
from portal.territories.models import Renewal
from tests.e2e.addresses import OPERATOR
from tests.e2e.test_every_page import violations
from tests.e2e.test_staff import sign_in

SCREENS = [
    "collectivites/", "collectivites/nouvelle/", "collectivites/casa/", "collectivites/casa/supprimer/", "imports/",
    "suppressions/", "sante/", "comptes/?q=demo", "communes/", "versions/", "comptes/sessions/",
    "collectivites/casa/sessions/",
]  # fmt: skip
HOLDS = {"name": "Nord", "slug": "nord", "hosts": ["nord.example"], "rows": 12876, "files": 4, "accounts": 8}
TOLD = {
    "tables": [{"name": "communes", "added": 1, "changed": 2, "removed": 1}],
    "lists": [{"title": "Communes fusionnées", "count": 1, "lines": ["Wismes (62897) → Lumbres (62534)"]}],
    "tenants": [{"title": "Pas-de-Calais", "count": 1, "lines": ["Wismes (62) : fait maintenant partie de Lumbres"]}],
    "lost": ["Pas-de-Calais : Wismes → Lens (essai)"], "orphans": [], "is_empty": False,
}  # fmt: skip


@pytest.fixture
def lived_in(server, django_db_blocker):
    """What an operator did; the addresses that it makes."""
    now = timezone.now()
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
        made = [
            Export.objects.create(tenant_key=casa.pk, tenant_slug="casa", path="exports/a", finished_at=now, size=9),
            Export.objects.create(tenant_key=casa.pk, tenant_slug="casa", path="exports/b", finished_at=now, error="x"),
            Import.objects.create(name="a.zip", path="imports/a", state=Import.State.READY, holds=HOLDS),
            Import.objects.create(name="b.zip", path="imports/b", state=Import.State.REFUSED, reason="Trop ancienne."),
            Deletion.objects.create(
                tenant_key=99, tenant_slug="nord", tenant_name="Nord", hosts=["nord.example"], state_before="ouvert",
                asked_by_key=1, due_at=now, erased_at=now, rows={"home_homepage": 1},
            ),
            Renewal.objects.create(name="communes-2027.zip", path="communes/a", state="pret", told=TOLD),
            Renewal.objects.create(name="communes-2028.zip", path="communes/b", state="refuse", reason="Illisible."),
        ]  # fmt: skip
    yield (
        [f"imports/{row.pk}/" for row in made[2:4]]
        + [f"suppressions/{made[4].pk}/"]
        + [f"communes/{row.pk}/" for row in made[5:]]
    )
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        for row in made:
            row.delete()


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (320, False)])
def test_the_console_has_no_violation(lived_in, server, open_window, width, dark):
    olga = sign_in(open_window(width, dark=dark), server(OPERATOR), "olga", "/console/collectivites/")
    for address in SCREENS + lived_in:
        assert olga.page.goto(f"{server(OPERATOR)}/console/{address}").status == 200
        assert violations(olga.page) == [], address
        assert olga.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert olga.faults == []
