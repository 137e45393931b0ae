"""What most pages show of their tenant: read together, the tenant's own, right after each change."""

import pytest

from home.glossary.models import TERMS, Term
from home.legal.models.accessibility import AUDITS
from home.legal.models.identity import PUBLISHER
from portal.pages.models.pictures import PICTURES
from portal.tenancy.cache import refresh
from portal.tenancy.facts import facts_of
from portal.tenancy.models import Tenant
from portal.territories.models.coverage import INDICATIVE

pytestmark = pytest.mark.django_db
NAMES = (TERMS, AUDITS, PUBLISHER, PICTURES, INDICATIVE)


def test_all_are_read_in_one_query(pdc, django_assert_num_queries):
    refresh(pdc.pk)
    pdc.refresh_from_db()
    with django_assert_num_queries(1):
        told = {name: facts_of(pdc, name) for name in NAMES}
    assert {row["slug"] for row in told[TERMS]} == set(Term.objects.values_list("slug", flat=True))
    assert len(told[PUBLISHER]) == 1


def test_a_tenant_is_told_its_own_even_by_the_platform(pdc, casa, platform_context):
    told = {tenant: {row["publisher"] for row in facts_of(tenant, PUBLISHER)} for tenant in (pdc, casa)}
    assert told == {pdc: {pdc.name}, casa: {casa.name}}


def test_a_change_is_told_at_once(pdc):
    facts_of(pdc, TERMS)
    Term.objects.create(term="Essai", slug="essai", definition="Un essai.")
    assert "essai" in {row["slug"] for row in facts_of(Tenant.objects.get(pk=pdc.pk), TERMS)}
