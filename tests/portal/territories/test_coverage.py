"""Who answers for a commune: editing it moves the commune, its answer and its map."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.database import context
from portal.territories.coverage import communes_by_platform, covered, covered_by
from portal.territories.finder import Outcome, find, locate
from portal.territories.models import Commune, CoverageException, CoverageRule, OtherBody, Platform
from tests.portal.territories.test_finder import EXPECTED

LENS = "62498"


def target(tenant, code):
    [target] = locate(code, tenant_id=tenant.pk).targets or [None]
    return target


def test_the_platforms_share_the_communes_as_the_data_say(pdc):
    for platform, communes in communes_by_platform(pdc):
        expected = {code for (slug, code), owner in EXPECTED.items() if (slug, owner) == (pdc.slug, platform.slug)}
        assert {commune.pk for commune in communes} == expected
        assert set(covered_by(platform).values_list("pk", flat=True)) == expected
        assert [c.pk for c in communes] == [c.pk for c in covered_by(platform)]


def test_the_platforms_and_their_communes_take_two_queries(pdc, django_assert_num_queries):
    with django_assert_num_queries(2):
        for _, communes in communes_by_platform(pdc):
            [(str(commune.departement), str(commune.intercommunality)) for commune in communes]


def test_a_rule_limited_to_a_departement_leaves_the_others_outside(pdc):
    """CC du Ternois reaches into the Somme: Vitz-sur-Authie."""
    assert not covered(pdc.pk).filter(departement="80").exists()
    CoverageRule.objects.filter(intercommunality="200069672").update(departement=None)
    assert list(covered(pdc.pk).filter(departement="80").values_list("name", flat=True)) == ["Vitz-sur-Authie"]
    assert find("Vitz-sur-Authie", tenant_id=pdc.pk).outcome is Outcome.PLATFORM


def test_an_exception_moves_a_commune_to_another_platform(pdc):
    artois = Platform.objects.get(slug="artois")
    CoverageException.objects.create(commune_id=LENS, platform=artois)
    assert target(pdc, LENS) == artois
    [place] = find("Lens", tenant_id=pdc.pk).places
    assert (place.cover.rule, place.cover.exception.reason, place.cover.is_assumed) == (None, "", False)
    assert covered_by(artois).filter(pk=LENS).exists()
    assert not covered_by(Platform.objects.get(slug="lens-henin")).filter(pk=LENS).exists()
    assert LENS in {c.pk for p, communes in communes_by_platform(pdc) if p == artois for c in communes}


def test_an_exception_gives_a_commune_to_another_body(pdc):
    CoverageException.objects.create(commune_id=LENS, other_body=OtherBody.objects.get())
    assert find("Lens", tenant_id=pdc.pk).outcome is Outcome.OTHER_BODY


def test_an_exception_without_target_leaves_a_commune_uncovered(pdc):
    CoverageException.objects.create(commune_id=LENS)
    answer = find("Lens", tenant_id=pdc.pk)
    assert (answer.outcome, answer.places[0].covers) == (Outcome.OUTSIDE, ())
    assert not covered(pdc.pk).filter(pk=LENS).exists()
    assert find("62300", tenant_id=pdc.pk).outcome is Outcome.CHOICE


def test_an_exception_adds_a_commune_from_elsewhere(pdc):
    CoverageException.objects.create(commune_id="59350", platform=Platform.objects.get(slug="artois"))
    assert find("Lille", tenant_id=pdc.pk).outcome is Outcome.PLATFORM


def test_a_change_of_rule_moves_its_communes(pdc):
    CoverageRule.objects.filter(intercommunality="200033579").update(
        other_body=None, platform=Platform.objects.get(slug="sud-arrageois-ternois")
    )
    assert target(pdc, "62041").slug == "sud-arrageois-ternois"
    assert find("62000", tenant_id=pdc.pk).outcome is Outcome.PLATFORM


def test_another_tenants_exception_changes_nothing_here(pdc, casa):
    with context.use(casa.context):
        CoverageException.objects.create(commune_id=LENS)
    with context.use(pdc.context):
        assert target(pdc, LENS).slug == "lens-henin"
        assert covered_by(target(pdc, LENS)).filter(pk=LENS).exists()


def outlines():
    return dict(Platform.objects.values_list("slug", "outline"))


def test_editing_the_coverage_redraws_the_map_once_on_commit(
    pdc, django_capture_on_commit_callbacks, django_assert_num_queries
):
    before, version = outlines(), type(pdc).objects.get(pk=pdc.pk).version
    with django_capture_on_commit_callbacks() as callbacks:
        for code in (LENS, "62510"):
            CoverageException.objects.create(commune_id=code, platform=Platform.objects.get(slug="artois"))
    assert outlines() == before
    callbacks[0]()
    after = outlines()
    assert {slug for slug in after if after[slug] != before[slug]} == {"artois", "lens-henin"}
    assert type(pdc).objects.get(pk=pdc.pk).version > version
    with django_assert_num_queries(0):
        callbacks[1]()


def test_taking_an_exception_back_gives_the_old_map_back(pdc, django_capture_on_commit_callbacks):
    before = outlines()
    with django_capture_on_commit_callbacks(execute=True):
        exception = CoverageException.objects.create(commune_id=LENS)
    assert outlines() != before
    with django_capture_on_commit_callbacks(execute=True):
        exception.delete()
    assert outlines() == before


def test_the_map_is_redrawn_as_its_tenant_whoever_asks_on_commit(pdc, django_capture_on_commit_callbacks):
    before = outlines()
    with context.use(context.NOTHING), django_capture_on_commit_callbacks(execute=True), context.use(pdc.context):
        CoverageException.objects.create(commune_id=LENS)
    assert outlines() != before


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (lambda p, b: CoverageRule(intercommunality_id="246200364", platform=p, reason="…"), "one_coverage_rule"),
        (lambda p, b: CoverageRule(intercommunality_id="240600585", reason="…"), "has_one_target"),
        (
            lambda p, b: CoverageRule(intercommunality_id="240600585", platform=p, other_body=b, reason="…"),
            "has_one_target",
        ),
        (lambda p, b: CoverageException(commune_id=LENS, platform=p, other_body=b), "at_most_one_target"),
        (lambda p, b: Platform(slug="artois", name="Artois", title="Artois"), "one_platform_per_slug"),
        (lambda p, b: OtherBody(slug="cu-arras", name="Encore"), "one_other_body_per_slug"),
    ],
)
def test_the_database_refuses_what_cannot_be(pdc, row, constraint):
    wrong = row(Platform.objects.get(slug="artois"), OtherBody.objects.get())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        wrong.save()
    with pytest.raises(ValidationError):
        wrong.full_clean()


def test_the_same_commune_has_one_exception(pdc):
    CoverageException.objects.create(commune_id=LENS)
    with pytest.raises(IntegrityError, match="one_coverage_exception_per_commune"), transaction.atomic():
        CoverageException.objects.create(commune_id=LENS)


def test_a_covered_intercommunality_and_an_excepted_commune_cannot_be_deleted(pdc):
    CoverageException.objects.create(commune_id=LENS)
    with context.use(context.PLATFORM), pytest.raises(IntegrityError), transaction.atomic():
        Commune.objects.get(pk=LENS).delete()
