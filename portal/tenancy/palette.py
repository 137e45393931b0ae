"""A tenant's six colours: readable together, or refused.

Contrast as in WCAG 2.2, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (controls, 3:1).
"""

from django.core.exceptions import ValidationError

TOKENS = ("brand_deep", "brand", "brand_soft", "brand_pale", "spark", "signal")
INK, INK_SOFT, WHITE, ON_SPARK = "#16222a", "#4b5a64", "#ffffff", "#2a1c00"

# (text, background, least ratio): every pair that the stylesheet puts together from a tenant's colours.
PAIRS = (
    (WHITE, "brand", 4.5),
    (WHITE, "brand_deep", 7),
    (INK, "brand_soft", 7),
    (INK_SOFT, "brand_pale", 4.5),
    ("brand", "brand_pale", 4.5),
    (ON_SPARK, "spark", 4.5),
    ("signal", WHITE, 4.5),
)


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of ``#rrggbb``."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def clean_palette(tenant) -> None:
    """Raise ValidationError, tied to the colour at fault, when two colours cannot be read together."""
    errors: dict[str, list[str]] = {}
    for text, background, least in PAIRS:
        pair = [getattr(tenant, name) if name in TOKENS else name for name in (text, background)]
        ratio = contrast(*pair)
        if ratio < least:
            field = background if background in TOKENS else text
            errors.setdefault(field, []).append(
                f"Contraste de {ratio:.1f} pour 1 entre {pair[0]} et {pair[1]} : il en faut {least}."
            )
    if errors:
        raise ValidationError(errors)
