"""Every pair of colours that the stylesheet puts together, for both tenants, in light and in dark."""

import pytest

from tests.portal.design.stylesheet import contrast, tokens

NAMES = ("brand-deep", "brand", "brand-soft", "brand-pale", "spark", "signal")
PALETTES = {
    "pas-de-calais": "#0b3440 #0f5a6e #d3e8ec #eef6f7 #f2b33d #b93a26",
    "casa": "#1d2354 #37429b #dfe2f6 #f2f3fb #ffc845 #b0402c",
    "grey": "#222222 #555555 #e4e4e4 #f4f4f4 #d8d8d8 #8a2b1a",
}
GROUNDS = ("paper", "surface", "sunken", "tint-pale")
TEXTS = [
    *[(text, ground) for text in ("ink", "ink-soft", "action") for ground in GROUNDS],
    *[("urgent", ground) for ground in ("paper", "surface", "sunken")],
    ("ink", "tint"), ("on-action", "action"), ("on-action", "action-hover"), ("on-panel", "panel"),
    ("on-spark", "spark"), ("on-ok", "ok-tint"), ("white", "brand"),
    ("white", "state"), ("white", "state-hover"),
    *[("ink", ground) for ground in ("map-1", "map-2", "map-3", "map-other")],
]  # fmt: skip
SHAPES = [
    *[(mark, ground) for mark in ("edge", "focus", "action") for ground in GROUNDS],
    ("spark", "panel"), ("map-edge", "spark"), ("focus", "map-1"), ("focus", "map-3"),
    *[("map-edge", ground) for ground in (*GROUNDS, "map-1", "map-2", "map-3", "map-other")],
]  # fmt: skip
ALLOWED = {
    # In dark, the active platform's pale outline stands against the map around it; its fill against the map too.
    ("dark", "map-edge", "spark"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tenant", PALETTES)
def test_colours_can_be_told_apart(tenant, scheme):
    palette = dict(zip(NAMES, PALETTES[tenant].split(), strict=True))
    colours = tokens(scheme, palette)
    faults = [
        f"{one} on {other}: {ratio:.2f} < {least}"
        for pairs, least in ((TEXTS, 4.5), (SHAPES, 3))
        for one, other in pairs
        if (scheme, one, other) not in ALLOWED and (ratio := contrast(colours[one], colours[other])) < least
    ]
    assert not faults
