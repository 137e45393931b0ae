import pytest
from django.core.exceptions import ValidationError

from portal.tenancy.models import Tenant
from portal.tenancy.palette import contrast


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
