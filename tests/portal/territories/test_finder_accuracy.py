"""How often the right commune comes first, measured on both territories; sampled, whole in ``make test-full``."""

import random
from collections import defaultdict

import pytest

from portal.database import context
from portal.tenancy.models import Tenant
from portal.territories.coverage import covered
from portal.territories.finder import Outcome, find, locate
from portal.territories.models import Commune, PlaceName
from tests.portal.territories.test_finder import EXPECTED
from tests.portal.territories.variants import CLEAN, mistyped

SEED = 20261121
SAMPLE = 25  # communes a form and tenant
ALL = 10_000

SIZES = [pytest.param(SAMPLE, id="sample"), pytest.param(ALL, id="all", marks=pytest.mark.full)]


def sample(rows, size, seed):
    rows = sorted(rows)
    return random.Random(seed).sample(rows, min(size, len(rows)))


def tenants():
    with context.use(context.PLATFORM):
        return list(Tenant.objects.order_by("slug"))


def communes_of(tenant):
    return covered(tenant.pk).order_by("pk").values_list("pk", "name")


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", CLEAN)
def test_a_name_cleanly_written_gives_its_commune_first(db, form, size):
    hits = []
    for tenant in tenants():
        with context.use(tenant.context):
            typed = [(code, CLEAN[form](name), name) for code, name in communes_of(tenant)]
            changed = [row[:2] for row in typed if row[1] != row[2] or form == "exact"]
            for code, text in sample(changed, size, SEED):
                answer = find(text, tenant_id=tenant.pk)
                hits.append(bool(answer.places) and answer.places[0].commune.code == code)
    assert share(hits) >= 0.99


@pytest.mark.parametrize("size", SIZES)
def test_an_old_or_everyday_name_gives_its_commune(db, size):
    hits = []
    for tenant in tenants():
        with context.use(tenant.context):
            rows = PlaceName.objects.filter(commune__in=covered(tenant.pk)).exclude(kind=PlaceName.Kind.CURRENT)
            for name, code in sample(rows.values_list("name", "commune_id"), size, SEED):
                answer = find(name, tenant_id=tenant.pk)
                # A name of several communes answers with all of them.
                hits.append(code in [place.commune.code for place in answer.places if place.matched])
    assert share(hits) >= 0.99


@pytest.mark.parametrize("size", [pytest.param(120, id="sample"), SIZES[1]])
def test_one_typing_error_leaves_the_commune_among_the_first(db, size):
    first, among_eight, chance = [], [], random.Random(SEED)
    for tenant in tenants():
        with context.use(tenant.context):
            long = [row for row in communes_of(tenant) if sum(c.isalpha() for c in row[1]) >= 5]
            for code, name in sample(long, size, SEED):
                answer = find(mistyped(name, chance), tenant_id=tenant.pk)
                codes = [place.commune.code for place in (*answer.places, *answer.near)]
                first.append(codes[:1] == [code])
                among_eight.append(code in codes[:8])
    assert share(first) >= 0.9
    assert share(among_eight) >= 0.95


@pytest.mark.parametrize("size", SIZES)
def test_a_postal_code_gives_all_its_communes_and_a_platform_only_when_it_answers_for_all(db, size):
    for tenant in tenants():
        with context.use(tenant.context):
            behind = defaultdict(set)
            for code, postal_codes in Commune.objects.order_by().values_list("pk", "postal_codes"):
                for postal_code in postal_codes:
                    behind[postal_code].add(code)
            own = {code for slug, code in EXPECTED if slug == tenant.slug}
            for postal_code in sample([p for p, codes in behind.items() if codes & own], size, SEED):
                check_postal_code(tenant, postal_code, behind[postal_code])


def check_postal_code(tenant, postal_code, expected):
    answer = find(postal_code, tenant_id=tenant.pk)
    assert {place.commune.code for place in answer.places} == expected
    slugs = {EXPECTED.get((tenant.slug, code)) for code in expected}
    outcome = Outcome.CHOICE if len(slugs) > 1 else Outcome.OTHER_BODY if slugs == {"cu-arras"} else Outcome.PLATFORM
    assert answer.outcome is outcome
    assert answer.has_outside == (None in slugs)


@pytest.mark.parametrize("size", SIZES)
def test_every_commune_is_answered_for_by_whom_the_data_say(db, size):
    for tenant in tenants():
        with context.use(tenant.context):
            rows = [(code, target) for (slug, code), target in EXPECTED.items() if slug == tenant.slug]
            for code, target in sample(rows, size, SEED):
                answer = locate(code, tenant_id=tenant.pk)
                assert [cover.slug for cover in answer.targets] == [target]
                assert answer.outcome is (Outcome.OTHER_BODY if target == "cu-arras" else Outcome.PLATFORM)


def test_the_territories_are_exactly_those_of_the_data(db):
    for tenant in tenants():
        with context.use(tenant.context):
            expected = {code for slug, code in EXPECTED if slug == tenant.slug}
            assert set(covered(tenant.pk).values_list("pk", flat=True)) == expected
