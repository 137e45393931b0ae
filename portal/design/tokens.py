"""Reads tokens.css as a browser would, enough to measure its colours: var(), color-mix(in srgb), oklch(from …).

One source for both: what the stylesheet derives from a tenant's six colours, and what is checked when they are saved.
"""

import math
import re
from functools import cache
from pathlib import Path

TOKENS_CSS = Path(__file__).parent / "static/design/css/tokens.css"
SCHEMES = ("light", "dark")
DARK = "@media screen and (prefers-color-scheme: dark)"
DECLARATION = re.compile(r"--([\w-]+):\s*([^;]+);")
IS_COLOUR = re.compile(r"^(#|var\(--|color-mix|oklch)")
NAME = re.compile(r"var\(--([\w-]+)\)")

Colour = tuple[float, float, float]  # sRGB, 0 to 1, with gamma


@cache
def written(scheme: str) -> dict[str, str]:
    """Return the colour tokens of one scheme as they are written, by name without the two dashes."""
    text = re.sub(r"/\*.*?\*/", "", TOKENS_CSS.read_text(encoding="utf-8"), flags=re.DOTALL)
    start, end = text.index(DARK), text.index("--font:")
    found = dict(DECLARATION.findall(text[:start])) | dict(DECLARATION.findall(text[end:]))
    if scheme == "dark":
        found |= dict(DECLARATION.findall(text[start:end]))
    return {name: value.strip() for name, value in found.items() if IS_COLOUR.match(value)}


@cache
def drawn_from(scheme: str, token: str) -> frozenset[str]:
    """Return the tokens of the palette that ``token`` is made of; itself when it is made of none."""
    above = NAME.findall(written(scheme)[token])
    return frozenset().union(*(drawn_from(scheme, name) for name in above)) if above else frozenset({token})


def tokens(scheme: str, palette: dict[str, str]) -> dict[str, Colour]:
    """Return every colour token in one scheme, for one tenant's palette."""
    raw = written(scheme) | palette
    return {name: resolve(value, raw) for name, value in raw.items()}


def token(name: str, scheme: str, palette: dict[str, str]) -> Colour:
    """Return one colour token in one scheme, for one tenant's palette."""
    raw = written(scheme) | palette
    return resolve(raw[name], raw)


def resolve(value: str, raw: dict[str, str]) -> Colour:
    """Return the colour that ``value`` means among these tokens. Raises ValueError for what is not understood."""
    if value == "white":
        return 1.0, 1.0, 1.0
    if value.startswith("#"):
        return of_hex(value)
    if found := NAME.fullmatch(value):
        return resolve(raw[found[1]], raw)
    if found := re.fullmatch(r"color-mix\(in srgb, (.+?) (\d+)%, (.+)\)", value):
        share = int(found[2]) / 100
        one, other = resolve(found[1], raw), resolve(found[3], raw)
        return tuple(share * a + (1 - share) * b for a, b in zip(one, other, strict=True))
    if found := re.fullmatch(r"oklch\(from (.+?) ([\d.]+) (?:min\(c, ([\d.]+)\)|([\d.]+)) h\)", value):
        _, chroma, hue = to_oklch(resolve(found[1], raw))
        chroma = min(chroma, float(found[3])) if found[3] else float(found[4])
        return from_oklch(float(found[2]), chroma, hue)
    raise ValueError(f"not understood: {value}")


def of_hex(value: str) -> Colour:
    return tuple(int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))


def as_hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def contrast(one: Colour, other: Colour) -> float:
    """Return the ratio (1 to 21) of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Return the relative luminance (0 to 1)."""
    r, g, b = map(_linear, colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def to_oklch(colour: Colour) -> Colour:
    """Return lightness (0 to 1), chroma and hue (radians)."""
    r, g, b = map(_linear, colour)
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m_ = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s_ = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_),
        _gamma(-1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_),
        _gamma(-0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_),
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    channel = min(1, max(0, channel))
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
