import re

import pytest
from django.core.exceptions import ValidationError

from portal.design.tokens import SCHEMES, written
from portal.tenancy.models import Tenant
from portal.tenancy.palette import PAIRS, TOKENS, contrast, decimal, faults_by_colour


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_that_cannot_be_read_together_are_refused_at_their_field():
    with pytest.raises(ValidationError) as refused:
        Tenant(brand="#ffee99").clean()
    assert "brand" in refused.value.error_dict
    assert "Contraste de" in str(refused.value)


def test_both_demonstration_palettes_are_readable(db, platform_context):
    for tenant in Tenant.objects.all():
        tenant.clean()


GOOD = dict(zip(TOKENS, ["#0b3440", "#0f5a6e", "#d3e8ec", "#eef6f7", "#f2b33d", "#b93a26"], strict=True))
BAD = [
    ("brand", "#ffee00"), ("brand_deep", "#77aaff"), ("brand_soft", "#336699"), ("brand_pale", "#777777"),
    ("spark", "#553300"), ("signal", "#ffaaaa"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "colour"), BAD)
def test_the_colour_proposed_in_its_place_can_be_read(field, colour):
    with pytest.raises(ValidationError) as refused:
        Tenant(**GOOD | {field: colour}).clean()
    assert list(refused.value.error_dict) == [field]
    proposed = re.search(r"Essayez (#[0-9a-f]{6})\.", str(refused.value))[1]
    Tenant(**GOOD | {field: proposed}).clean()


def test_all_that_is_proposed_goes_together():
    tenant = Tenant(brand="#ffee00", brand_deep="#ffee00", brand_soft="#000000", brand_pale="#222222", signal="#ffffff")
    with pytest.raises(ValidationError) as refused:
        tenant.clean()
    for field, errors in refused.value.message_dict.items():
        setattr(tenant, field, re.search(r"#[0-9a-f]{6}", errors[0])[0])
    tenant.clean()


def test_a_colour_that_fails_in_the_dark_alone_is_refused():
    """Dark blue marks things well on white, and not the focus on a dark page."""
    with pytest.raises(ValidationError) as refused:
        Tenant(**GOOD | {"spark": "#000060"}).clean()
    assert any(fault.scheme == "dark" for fault in faults_by_colour(GOOD | {"spark": "#000060"})["spark"])
    assert "spark" in refused.value.error_dict


def test_what_is_no_colour_is_left_to_its_own_validator():
    Tenant(**GOOD | {"brand": "rouge"}).clean()
    with pytest.raises(ValidationError) as refused:
        Tenant(**GOOD | {"brand": "rouge"}).clean_fields()
    assert "#0f5a6e" in str(refused.value.error_dict["brand"])


def test_every_token_of_a_pair_is_in_the_stylesheet():
    for scheme in SCHEMES:
        assert {name for pair in PAIRS for name in (pair.one, pair.other)} <= written(scheme).keys()


def test_texts_need_four_and_a_half_and_shapes_three():
    """WCAG 2.2, 1.4.3 and 1.4.11; what was asked for before is still asked for."""
    least = {(pair.one, pair.other): pair.least for pair in PAIRS}
    assert min(least.values()) == 3
    assert all(ratio >= 4.5 for (one, _), ratio in least.items() if one.startswith(("ink", "on-", "white", "urgent")))
    assert least["white", "brand-deep"] == least["ink", "tint"] == 7


@pytest.mark.parametrize(("number", "words"), [(4.49, "4,4"), (4.5, "4,5"), (3, "3"), (12.06, "12")])
def test_a_ratio_is_never_rounded_up(number, words):
    assert decimal(number) == words
